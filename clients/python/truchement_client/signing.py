"""Whether a call that came in was made by Truchement, and now (Standard Webhooks)."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping

#: How far the two clocks may be apart, in seconds.
TOLERANCE = 300
MARK = "whsec_"


class ForgedError(Exception):
    """The call was not made by Truchement, or long ago: throw it away."""


def check_signature(
    secret: str, headers: Mapping[str, str], body: bytes, *, tolerance: float = TOLERANCE, now: float | None = None
) -> str:
    """The identifier of the message; raises ForgedError. ``body`` is as it came, before anything reads it. The
    same identifier may come twice: do what it asks once."""
    told = {name.lower(): value for name, value in headers.items()}
    message, stamp = told.get("webhook-id", ""), told.get("webhook-timestamp", "")
    if not message or not stamp.isascii() or not stamp.isdecimal():
        raise ForgedError("no signature")
    if abs((time.time() if now is None else now) - int(stamp)) > tolerance:
        raise ForgedError("too old, or the clocks disagree")
    key = base64.b64decode(secret.removeprefix(MARK))
    signed = f"{message}.{stamp}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = told.get("webhook-signature", "").split(" ")
    if not any(hmac.compare_digest(wanted.encode(), each.encode()) for each in given):
        raise ForgedError("the signature is another one")
    return message
