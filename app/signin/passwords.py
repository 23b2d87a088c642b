"""Passwords: the rules, and Argon2 hashes. A wrong account costs the same time as a wrong password."""

import secrets
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.signin.errors import PasswordTooLongError, PasswordTooShortError, PasswordTooSimpleError

MINIMUM = 12
MAXIMUM = 200
DIFFERENT = 5
TOGETHER = 4


def check(password: str, email: str, name: str = "") -> None:
    """Raises the error that says why a password cannot be chosen."""
    text = unicodedata.normalize("NFC", password)
    if len(text) < MINIMUM:
        raise PasswordTooShortError(minimum=MINIMUM)
    if len(text) > MAXIMUM:
        raise PasswordTooLongError(maximum=MAXIMUM)
    plain = text.casefold().strip()
    own = {email.casefold(), email.casefold().split("@")[0], name.casefold()} - {""}
    if plain in own or len(set(plain)) < DIFFERENT:
        raise PasswordTooSimpleError()


class Passwords:
    """Hashes and verifies. Each computation takes 64 MiB with the default hasher, so only a few run together."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = BoundedSemaphore(TOGETHER)
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    def hash(self, password: str) -> str:
        """The hash to keep."""
        with self._room:
            return self._hasher.hash(unicodedata.normalize("NFC", password))

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether the password is the one hashed; False after the usual time when there is no hash."""
        if len(password) > 4 * MAXIMUM:
            password = ""
        with self._room:
            try:
                matches = self._hasher.verify(kept or self._nobody, unicodedata.normalize("NFC", password))
            except (VerificationError, InvalidHashError):
                return False
        return matches and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)
