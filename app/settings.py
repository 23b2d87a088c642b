"""What the operator decides, read once from the environment into one frozen dataclass. Only this module reads it.

Three addresses choose between one machine and many: the database, the broker and the blob store. Unset, everything
lives below the data folder and nothing need be installed beside the packages.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

PREFIX = "TRUCHEMENT_"
MEGABYTE = 1_000_000
# A secret that is shorter can be guessed by who holds a signature.
SHORTEST_SECRET = 16
Choice = TypeVar("Choice", bound=str)
#: Addresses hold passwords: each may be the content of a file instead, which ``NAME_FILE`` names.
ADDRESSES = ("DATABASE_URL", "BROKER_URL", "BLOBS_URL", "MAIL_URL", "MAILBOX_URL")


class SettingError(ValueError):
    """A setting that cannot be understood; the message names it and says what is expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes are in bytes, times in seconds unless the name says otherwise. What an operator gives in MB is
    millions of bytes, the unit of our screens. ``max_order_bytes`` is for all files of an order;
    ``min_free_bytes`` is the room that uploads must leave on every disk that they pass through.

    ``brand`` is ``neutral`` or ``state``; ``body_name`` is how the liaison body is named on its files;
    ``page_words`` is the unit of business, the words that count as a page; ``words_per_day`` what a person is
    expected to translate or revise in a working day, by which loads and forecasts are reckoned; ``secure_cookies``
    follows the public address being https; no antivirus looks at files when ``antivirus_url`` is empty.
    ``secrets`` are the operator's keys, the one that signs first; empty where the service makes its own.
    ``metrics_port`` is where a worker gives its metrics, 0 where it does not.
    No mailbox is looked into when ``mailbox_url`` is empty; what was taken there is moved to ``mailbox_done``;
    ``mailbox_trusts`` is the server whose word on senders counts, empty where every sender is believed.
    No folder is watched when ``folder`` is None; ``folder_users`` names in whose name each of its sub-folders is.
    ``sandbox`` says whether files are opened enclosed: where the system allows it, always or never.
    """

    data: Path
    database_url: str = field(repr=False)
    broker_url: str = field(repr=False)
    blobs_url: str = field(repr=False)
    antivirus_url: str
    mail_url: str = field(repr=False)
    mail_from: str
    mailbox_url: str = field(repr=False)
    mailbox_done: str
    mailbox_trusts: str
    folder: Path | None
    folder_users: str
    collect_seconds: float
    public_url: str
    host: str
    port: int
    brand: str
    body_name: str
    secrets: tuple[str, ...] = field(repr=False)
    secret_file: Path | None
    metrics_tokens: tuple[str, ...] = field(repr=False)
    metrics_token_file: Path | None
    metrics_port: int
    proxies: int
    max_upload_bytes: int
    max_order_bytes: int
    max_files: int
    max_pages: int
    min_free_bytes: int
    max_pixels: int
    sandbox: Literal["auto", "required", "off"]
    page_words: int
    words_per_day: int
    days_normal: int
    days_urgent: int
    lease_seconds: float
    sweep_seconds: float
    worker_processes: int
    ocr_threads: int
    beam: int
    session_idle_minutes: int
    session_hours: int

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are for encrypted connections only."""
        return self.public_url.startswith("https://")

    @property
    def embedded_mail(self) -> bool:
        """Whether mail is kept as files in the data folder instead of being sent."""
        return self.mail_url.startswith("file:")

    @property
    def packages_folder(self) -> Path:
        """Where installed engine packages are."""
        return self.data / "models"


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings; raises SettingError for one that cannot be understood."""
    values = dict(os.environ if environment is None else environment)
    values.setdefault(PREFIX + "PORT", values.get("PORT", ""))
    values |= _from_files(values)
    read = _Reader(values)
    data = Path(read.text("DATA", "data")).absolute()
    host = read.text("HOST", "127.0.0.1")
    port = read.whole("PORT", 8000, 1, 65535)
    upload = read.whole("MAX_UPLOAD_MB", 200, 1, 4096)
    return Settings(
        data=data,
        database_url=read.text("DATABASE_URL", f"sqlite:///{data}/truchement.db"),
        broker_url=read.text("BROKER_URL", "filesystem://localhost/"),
        blobs_url=read.text("BLOBS_URL", f"file://{data}/blobs"),
        antivirus_url=read.text("ANTIVIRUS_URL", ""),
        mail_url=read.text("MAIL_URL", f"file://{data}/mail"),
        mail_from=read.text("MAIL_FROM", "truchement@localhost"),
        mailbox_url=read.text("MAILBOX_URL", ""),
        mailbox_done=read.text("MAILBOX_DONE", "Traites"),
        mailbox_trusts=read.text("MAILBOX_TRUSTS", ""),
        folder=_path(read.text("FOLDER", "")),
        folder_users=read.text("FOLDER_USERS", ""),
        collect_seconds=float(read.whole("COLLECT_SECONDS", 60, 1, 3600)),
        public_url=read.text("PUBLIC_URL", f"http://{host}:{port}").rstrip("/"),
        host=host,
        port=port,
        brand=read.choice("BRAND", "neutral", ("neutral", "state")),
        body_name=read.text("BODY_NAME", "Centre des liaisons européennes et internationales de sécurité sociale"),
        secrets=_secrets("SECRET", read.text("SECRET", ""), read.text("SECRET_FILE", "")),
        secret_file=_path(read.text("SECRET_FILE", "")),
        metrics_tokens=_secrets(
            "METRICS_TOKEN", read.text("METRICS_TOKEN", ""), read.text("METRICS_TOKEN_FILE", "")
        ),
        metrics_token_file=_path(read.text("METRICS_TOKEN_FILE", "")),
        metrics_port=read.whole("METRICS_PORT", 0, 0, 65535),
        proxies=read.whole("PROXIES", 0, 0, 9),
        max_upload_bytes=upload * MEGABYTE,
        # An order of one file of legal size is legal, whatever else is set.
        max_order_bytes=_order(read.whole("MAX_ORDER_MB", 1000, 1, 100000), upload, read) * MEGABYTE,
        max_files=read.whole("MAX_FILES", 40, 1, 1000),
        max_pages=read.whole("MAX_PAGES", 1000, 1, 20000),
        min_free_bytes=read.whole("MIN_FREE_MB", 500, 0, 1_000_000) * MEGABYTE,
        max_pixels=read.whole("MAX_MEGAPIXELS", 80, 1, 170) * 1_000_000,
        sandbox=read.choice("SANDBOX", "auto", ("auto", "required", "off")),
        page_words=read.whole("PAGE_WORDS", 300, 50, 1000),
        words_per_day=read.whole("WORDS_PER_DAY", 2000, 100, 20000),
        days_normal=read.whole("DAYS_NORMAL", 15, 1, 365),
        days_urgent=read.whole("DAYS_URGENT", 3, 1, 365),
        lease_seconds=float(read.whole("LEASE_SECONDS", 120, 1, 3600)),
        sweep_seconds=float(read.whole("SWEEP_SECONDS", 10, 1, 600)),
        worker_processes=read.whole("WORKERS", 1, 1, 64),
        ocr_threads=read.whole("OCR_THREADS", min(2, os.cpu_count() or 1), 1, 64),
        beam=read.whole("BEAM", 4, 1, 10),
        session_idle_minutes=read.whole("SESSION_IDLE_MINUTES", 60, 1, 1440),
        session_hours=read.whole("SESSION_HOURS", 12, 1, 168),
    )


def _from_files(values: Mapping[str, str]) -> dict[str, str]:
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


def _order(most: int, upload: int, read: "_Reader") -> int:
    if most < upload and read.text("MAX_ORDER_MB", ""):
        raise SettingError(
            f"{PREFIX}MAX_ORDER_MB = {most} : au moins {PREFIX}MAX_UPLOAD_MB ({upload}) est attendu"
        )
    return max(most, upload)


def _secrets(name: str, said: str, file: str) -> tuple[str, ...]:
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


def _path(said: str) -> Path | None:
    return Path(said).absolute() if said else None


@dataclass(frozen=True, slots=True)
class _Reader:
    values: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        return self.values.get(PREFIX + name, "").strip() or default

    def choice(self, name: str, default: Choice, allowed: tuple[Choice, ...]) -> Choice:
        value = self.text(name, default)
        for one in allowed:
            if one == value:
                return one
        raise SettingError(f"{PREFIX}{name} = {value!r} : valeurs possibles {', '.join(allowed)}")

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or not least <= int(value) <= most:
            raise SettingError(f"{PREFIX}{name} = {value!r} : un nombre entier de {least} à {most} est attendu")
        return int(value)
