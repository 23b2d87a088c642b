"""The codes themselves, decided without a database (RFC 6238: SHA-1, six figures, thirty seconds, as every
application on a telephone knows them)."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp
import segno

PERIOD = 30
# A telephone's clock may be one period early or late (RFC 6238, section 5.2).
DRIFT = 1
RECOVERY_CODES = 10
# 16 letters of 5 bits: too many to be guessed from their hashes.
RECOVERY_BYTES = 10
GROUP = 4


def new_secret() -> str:
    """A secret of 160 bits, in the letters that people can type."""
    return pyotp.random_base32(32)


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The period, counted from 1970, whose code this is; None when it is that of no period near ``at``."""
    figures = "".join(code.split())
    if len(figures) != 6 or not (figures.isascii() and figures.isdigit()):
        return None
    made, present = pyotp.TOTP(secret, interval=PERIOD), int(at.timestamp()) // PERIOD
    # All of them are compared, so that the time taken says nothing.
    near = [present + drift for drift in range(-DRIFT, DRIFT + 1)]
    found = [step for step in near if hmac.compare_digest(made.generate_otp(step), figures)]
    return found[-1] if found else None


def address(secret: str, issuer: str, account: str) -> str:
    """What the picture says to the telephone: ``otpauth://…``."""
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=account, issuer_name=issuer)


def picture(text: str) -> str:
    """The text as a QR code, in SVG to stand in a page."""
    # Without a class of ours and inline, so that no style attribute is needed, which the policy refuses.
    made: str = segno.make(text, error="m", micro=False).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", svgclass="factor__picture", lineclass=None, omitsize=False
    )
    return made


def grouped(secret: str) -> str:
    """A secret by groups of four, to be typed."""
    return " ".join(secret[i : i + GROUP] for i in range(0, len(secret), GROUP))


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes, as they are shown: ``abcd-efgh-ijkl-mnop``."""
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def _recovery_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().lower()
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def recovery_hash(code: str) -> str:
    """What is kept of a recovery code, however it was typed."""
    letters = "".join(c for c in code.casefold() if c.isalnum())
    return hashlib.sha256(f"recovery:{letters}".encode()).hexdigest()


def looks_like_recovery(code: str) -> bool:
    """Whether it can be one, and no code of a telephone."""
    return sum(c.isalnum() for c in code) > 8
