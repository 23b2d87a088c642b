"""Short secrets kept in the database, encrypted with the service's own keys: AES-256 in GCM, a key derived from
each of ``Wiring.secrets``. The first seals, all of them open, as with signatures (``app.keys``).
"""

import base64
import binascii
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.keys import fingerprint
from delivery.webhooks import sealing
from storage.errors import N_, ServiceError

VERSION = "s1"
NONCE = 12
PURPOSE = b"truchement sealed secrets"


@dataclass(frozen=True)
class KeySealer:
    """A sealed text is ``s1:<fingerprint of the key>:<nonce and ciphertext in base64>``."""

    keys: Sequence[str] = field(repr=False)

    def seal(self, text: str, context: str) -> str:
        """The text, unreadable."""
        nonce, key = os.urandom(NONCE), self.keys[0]
        data = nonce + _cipher(key).encrypt(nonce, text.encode(), context.encode())
        return f"{VERSION}:{fingerprint(key)}:{base64.urlsafe_b64encode(data).decode()}"

    def open(self, sealed: str, context: str) -> str:
        """The text; raises ``delivery.webhooks.sealing.SealBrokenError``."""
        version, _, rest = sealed.partition(":")
        mark, _, coded = rest.partition(":")
        key = next((each for each in self.keys if fingerprint(each) == mark), None)
        if version != VERSION or key is None:
            raise sealing.SealBrokenError()
        try:
            data = base64.urlsafe_b64decode(coded)
            return _cipher(key).decrypt(data[:NONCE], data[NONCE:], context.encode()).decode()
        except (InvalidTag, ValueError, binascii.Error) as error:
            raise sealing.SealBrokenError() from error

    def stale(self, sealed: str) -> bool:
        """Whether it was sealed with another key than the first."""
        return not sealed.startswith(f"{VERSION}:{fingerprint(self.keys[0])}:")


def _cipher(key: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode()))


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
    """The same for what has one ``purpose``, whose seals open for no other, and whose people are told in words."""

    secrets: Sequence[str] = field(repr=False)
    purpose: str = "second factor"

    def seal(self, text: str) -> str:
        """The text for nobody without the keys."""
        return KeySealer(self.secrets).seal(text, self.purpose)

    def open(self, sealed: str) -> str:
        """What was sealed; raises SealBrokenError."""
        try:
            return KeySealer(self.secrets).open(sealed, self.purpose)
        except sealing.SealBrokenError as error:
            raise SealBrokenError() from error

    def is_current(self, sealed: str) -> bool:
        """Whether the key that seals today closed it."""
        return not KeySealer(self.secrets).stale(sealed)
