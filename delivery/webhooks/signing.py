"""How a call is signed, after Standard Webhooks (www.standardwebhooks.com): HMAC-SHA256 over identifier, time and
body. Who is called can tell that it was us, and that it was now. Pure."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

MARK = "whsec_"
BYTES = 32


def new_secret() -> str:
    """A secret, as the other system's software expects it: ``whsec_`` and 32 random bytes in base64."""
    return MARK + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signature(secret: str, message_id: UUID, timestamp: int, body: bytes) -> str:
    """One signature: ``v1,`` and the code in base64. ``timestamp`` is in seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(MARK))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(secrets_: Iterable[str], message_id: UUID, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of a call; with two secrets, while they change over, a signature by each."""
    timestamp = int(at.timestamp())
    return {
        "webhook-id": str(message_id),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(each, message_id, timestamp, body) for each in secrets_),
    }
