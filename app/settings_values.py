"""How one setting is read: what is allowed, and what is said of what is not. No message shows a secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

PREFIX = "TRUCHEMENT_"
# A secret that is shorter can be guessed by who holds a signature.
SHORTEST_SECRET = 16
Choice = TypeVar("Choice", bound=str)
LOOPBACK = ("127.0.0.1", "::1", "localhost")
#: The roles of accounts (storage.models.Role); the models would have to be loaded for each command otherwise.
ROLES = (
    "requester",
    "coordinator",
    "translator",
    "reviser",
    "case_officer",
    "editor",
    "statistician",
    "administrator",
    "auditor",
)
#: Addresses hold passwords: each may be the content of a file instead, which ``NAME_FILE`` names.
ADDRESSES = ("DATABASE_URL", "BROKER_URL", "BLOBS_URL", "MAIL_URL", "MAILBOX_URL")


class SettingError(ValueError):
    """A setting that cannot be understood; the message names it and says what is expected."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Settings by name, without their prefix; each raises SettingError."""

    values: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        """The text, or the default where there is none."""
        return self.values.get(PREFIX + name, "").strip() or default

    def choice(self, name: str, default: Choice, allowed: tuple[Choice, ...]) -> Choice:
        """One of the words allowed."""
        value = self.text(name, default)
        for one in allowed:
            if one == value:
                return one
        raise SettingError(f"{PREFIX}{name} = {value!r} : valeurs possibles {', '.join(allowed)}")

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number between two others."""
        value = self.text(name, str(default))
        if not value.isdecimal() or not least <= int(value) <= most:
            raise SettingError(f"{PREFIX}{name} = {value!r} : un nombre entier de {least} à {most} est attendu")
        return int(value)


def is_private(url: str) -> bool:
    """Whether nobody on the way to an address can listen: it is https, or does not leave this machine."""
    parts = urlsplit(url)
    if parts.scheme == "http":
        return parts.hostname in LOOPBACK
    return parts.scheme == "https" and bool(parts.hostname)


def provider(url: str, read: Reader) -> str:
    """The provider's address, as it writes it itself: whether a slash ends it matters."""
    if not url:
        return ""
    if not is_private(url):
        raise SettingError(f"{PREFIX}OIDC_URL = {url!r} : une adresse https est attendue")
    if not read.text("OIDC_CLIENT_ID", ""):
        raise SettingError(f"{PREFIX}OIDC_CLIENT_ID : attendu avec {PREFIX}OIDC_URL")
    if not read.text("OIDC_SECRET", "") and not read.text("OIDC_SECRET_FILE", ""):
        raise SettingError(f"{PREFIX}OIDC_SECRET ou {PREFIX}OIDC_SECRET_FILE : attendu avec {PREFIX}OIDC_URL")
    return url


def roles(said: str) -> tuple[str, ...]:
    """Roles parted by commas; ``none`` for none."""
    found = tuple(part.strip() for part in said.split(",") if part.strip())
    if found == ("none",):
        return ()
    if wrong := [each for each in found if each not in ROLES]:
        raise SettingError(
            f"{PREFIX}FACTOR_ROLES = {', '.join(wrong)!r} : valeurs possibles none, {', '.join(ROLES)}"
        )
    return found


def from_files(values: Mapping[str, str]) -> dict[str, str]:
    """The addresses that files hold. No message shows one."""
    found = {}
    for name in (PREFIX + each for each in ADDRESSES):
        path = values.get(f"{name}_FILE", "").strip()
        if not path:
            continue
        if values.get(name, "").strip():
            raise SettingError(f"{name} et {name}_FILE : un seul des deux est attendu")
        try:
            found[name] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise SettingError(f"{name}_FILE = {path!r} : ce fichier ne peut pas être lu") from error
        if not found[name]:
            raise SettingError(f"{name}_FILE = {path!r} : ce fichier est vide")
    return found


def order_size(most: int, upload: int, read: Reader) -> int:
    """The room of an order, which is never less than that of one of its files; in millions of bytes."""
    if most < upload and read.text("MAX_ORDER_MB", ""):
        raise SettingError(
            f"{PREFIX}MAX_ORDER_MB = {most} : au moins {PREFIX}MAX_UPLOAD_MB ({upload}) est attendu"
        )
    return max(most, upload)


def secrets(name: str, said: str, file: str) -> tuple[str, ...]:
    """Secrets parted by commas or line ends. No message shows one."""
    if said and file:
        raise SettingError(f"{PREFIX}{name} et {PREFIX}{name}_FILE : un seul des deux est attendu")
    where = f"{PREFIX}{name}_FILE" if file else PREFIX + name
    try:
        text = Path(file).read_text(encoding="utf-8") if file else said
    except (OSError, ValueError) as error:
        raise SettingError(f"{where} : ce fichier ne peut pas être lu") from error
    found = tuple(part.strip() for part in text.replace("\n", ",").split(",") if part.strip())
    if file and not found:
        raise SettingError(f"{where} : ce fichier est vide")
    if any(len(secret) < SHORTEST_SECRET for secret in found):
        raise SettingError(f"{where} : au moins {SHORTEST_SECRET} caractères sont attendus")
    return found


def networks(said: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks parted by commas."""
    try:
        return tuple(ip_network(part.strip()) for part in said.split(",") if part.strip())
    except ValueError as error:
        raise SettingError(
            f"{PREFIX}WEBHOOK_NETWORKS = {said!r} : des réseaux séparés par des virgules sont attendus, "
            "tels que 10.20.0.0/16"
        ) from error


def path_of(said: str) -> Path | None:
    """The path, None where none is said."""
    return Path(said).absolute() if said else None
