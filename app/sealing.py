"""Secrets that the service must read again, sealed before they are written down.

The keys come from those that sign the forms' tokens (``app.keys``), each through a derivation of its own, so that
one use says nothing of the other. The first key seals, all of them open.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import N_, ServiceError


class SealBrokenError(ServiceError):
    """None of the keys opens the seal: the one that closed it was taken away, or the text was changed."""

    code = "seal_broken"
    status = 409
    template = N_(
        "Ce second facteur ne peut plus être lu ici : demandez à un administrateur de le réinitialiser, "
        "vous en choisirez un autre."
    )


@dataclass(frozen=True)
class Sealer:
    """Seals and opens texts; ``purpose`` keeps seals of different use apart."""

    secrets: Sequence[str]
    purpose: str = "second factor"

    def seal(self, text: str) -> str:
        """The text for nobody without the keys."""
        return self._ring().encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """What was sealed; raises SealBrokenError."""
        try:
            return self._ring().decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise SealBrokenError() from error

    def is_current(self, sealed: str) -> bool:
        """Whether the key that seals today closed it."""
        try:
            Fernet(self._key(self.secrets[0])).decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True

    def _ring(self) -> MultiFernet:
        return MultiFernet([Fernet(self._key(secret)) for secret in self.secrets])

    def _key(self, secret: str) -> bytes:
        derived = HKDF(SHA256(), 32, salt=None, info=f"truchement {self.purpose}".encode())
        return base64.urlsafe_b64encode(derived.derive(secret.encode()))
