"""What the head of a mail says: from whom it is, whether a machine wrote it, whether its way was verified. Pure.

Only names, numbers and words are looked for, with the standard library, in a head of bounded length; what the mail
holds is opened in the reading process alone.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses

from ocr.containers.mails import text_of

#: RFC 3834, 2: what to do with a mail that a program wrote is never to answer it.
PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply"})
ROBOTS = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|ne-?pas-?repondre|bounces?)\b", re.I)
LONGEST = 254


@dataclass(frozen=True, slots=True)
class Head:
    """``sender`` is an address in small letters, empty when there is not exactly one."""

    sender: str
    subject: str
    message_id: str
    automatic: bool
    verified: bool


def read(head: bytes, trusted: str, own: str) -> Head:
    """The head in its bytes. ``trusted`` is the name of the server whose word on the sender counts (RFC 8601),
    empty when every sender is believed; ``own`` is the service's own address, which writes no orders."""
    message = message_from_bytes(head, policy=policy.compat32)
    sender = _sender(message)
    return Head(
        sender,
        text_of(message, "Subject")[:300],
        text_of(message, "Message-ID")[:300],
        _is_automatic(message, sender) or sender == own.lower(),
        not trusted or _passes(message, trusted, sender),
    )


def _sender(message: Message) -> str:
    written = [str(value) for key, value in message.raw_items() if key.lower() == "from"]
    found = [address.strip().lower() for _, address in getaddresses(written) if "@" in address]
    # Two senders, or two fields, are a way to show one person and to be believed as another.
    return found[0][:LONGEST] if len(found) == len(written) == 1 else ""


def _is_automatic(message: Message, sender: str) -> bool:
    said = text_of(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        said not in ("", "no")
        or text_of(message, "Precedence").lower() in PRECEDENCE
        or message.get("List-Id") is not None
        or text_of(message, "Return-Path") == "<>"
        or message.get_content_type() == "multipart/report"
        or ROBOTS.match(sender) is not None
    )


def _passes(message: Message, trusted: str, sender: str) -> bool:
    """Whether the trusted server says that the sender's domain stands for the mail. Only its topmost word counts:
    those below may have come with the mail."""
    for key, value in message.raw_items():
        if key.lower() != "authentication-results":
            continue
        words = " ".join(str(value).lower().split())
        server, _, results = words.partition(";")
        if server.split()[:1] != [trusted.lower()]:
            continue
        domain = sender.rpartition("@")[2]
        return any(
            re.match(r"dmarc\s*=\s*pass\b", one.strip()) and f"header.from={domain}" in one.replace(" =", "=")
            for one in results.split(";")
        )
    return False
