"""A mail as it travels (RFC 5322, MIME), parted into its text, its files and the mails that it encloses."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from email import message_from_binary_file, policy
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value, parsedate_to_datetime
from mimetypes import guess_extension
from typing import BinaryIO, Final

from ocr.containers.parts import LONGEST_LINE, LONGEST_TEXT
from ocr.containers.words import plain
from ocr.errors import DamagedError, ReadingError

#: Some of what every mail begins with; a letter that is typed with "From:" and "To:" has none of the second kind.
FIELDS: Final = frozenset({b"from", b"to", b"subject", b"cc", b"sender", b"reply-to", b"content-type"})
OF_TRANSPORT: Final = frozenset({b"message-id", b"mime-version", b"received", b"return-path", b"date"})
FIELD: Final = re.compile(rb"([!-9;-~]{1,76}):")
#: How much of a file is looked at to tell a mail: traces of its way may come first.
LOOKED_AT: Final = 65536
#: A picture that belongs to the layout of a mail, such as a logo, has fewer bytes than the scan of a page.
LARGEST_LOGO: Final = 64_000
SIGNATURES: Final = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
ENCRYPTED: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
#: Parts about the transport, which nobody attached.
REPORTS: Final = frozenset({"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"})


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a mail; ``layout`` says that it is a small picture of the mail's layout."""

    name: str
    data: bytes
    layout: bool = False


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A mail in the mail, parted when its turn comes."""

    name: str
    open: "Callable[[], Parted]"


@dataclass(frozen=True, slots=True)
class Absent:
    """A file that the mail speaks of and does not hold."""

    name: str
    error: ReadingError


@dataclass(slots=True)
class Parted:
    """What a mail is made of, in order. ``text`` is its text as plain text, ``html`` its page when it has no plain
    text; ``encrypted`` when nothing of it can be read."""

    subject: str = ""
    sender: str = ""
    sent_at: str = ""
    text: str = ""
    html: str = ""
    encrypted: bool = False
    files: list[Attached | Enclosed | Absent] = field(default_factory=list)


def is_mail(head: bytes) -> bool:
    """Whether a file that begins so is a mail. Pure."""
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()
    seen: set[bytes] = set()
    for line in lines[1:] if lines and lines[0].startswith(b"From ") else lines:
        found = FIELD.match(line)
        if found:
            seen.add(found[1].lower())
        elif not (seen and line[:1] in (b" ", b"\t")):
            break
    return b"from" in seen and bool(seen & OF_TRANSPORT) and len(seen & (FIELDS | OF_TRANSPORT)) >= 3


def read(file: BinaryIO) -> Message:
    """The mail in a file; raises DamagedError."""
    try:
        return message_from_binary_file(file, policy=policy.compat32)
    except (RecursionError, ValueError, LookupError) as error:
        raise DamagedError from error


def part(message: Message) -> Parted:
    """The parts of a mail; mails in it stay closed. Raises DamagedError."""
    out = Parted(text_of(message, "Subject"), text_of(message, "From"), _moment(message))
    texts: list[str] = []
    pages: list[str] = []
    files: list[Message] = []
    try:
        leaves = list(_leaves(message))
    except RecursionError as error:
        raise DamagedError from error
    for leaf in leaves:
        kind = leaf.get_content_type()
        if kind in ENCRYPTED:
            out.encrypted = True
        elif kind in ("text/plain", "text/html") and not _is_file(leaf):
            (texts if kind == "text/plain" else pages).append(_decoded(leaf))
        elif kind not in REPORTS | SIGNATURES and (_is_file(leaf) or not kind.startswith("text/")):
            files.append(leaf)
    page = "\n".join(pages)
    out.text = "\n\n".join(text.strip() for text in texts if text.strip())[:LONGEST_TEXT]
    if not out.text and page.strip():
        out.text, out.html = plain(page)[:LONGEST_TEXT], page
    out.files = [_inside(leaf, page) for leaf in files]
    return out


def _inside(leaf: Message, page: str) -> Attached | Enclosed:
    inside = leaf.get_payload()
    mail = next((one for one in inside if isinstance(one, Message)), None) if isinstance(inside, list) else None
    if leaf.get_content_type() != "message/rfc822" or mail is None:
        return _attached(leaf, page)
    name = _file_name(leaf) or f"{text_of(mail, 'Subject') or 'message'}.eml"
    return Enclosed(name, lambda: part(mail))


def _leaves(message: Message) -> Iterator[Message]:
    inside = message.get_payload()
    kind = message.get_content_type()
    if kind in ENCRYPTED or kind == "message/rfc822" or not isinstance(inside, list):
        yield message
        return
    for one in inside:
        if isinstance(one, Message):
            yield from _leaves(one)


def _is_file(leaf: Message) -> bool:
    return leaf.get_content_disposition() == "attachment" or bool(_file_name(leaf))


def _attached(leaf: Message, page: str) -> Attached:
    data = leaf.get_payload(decode=True)
    kind = leaf.get_content_type()
    name = _file_name(leaf) or f"piece{guess_extension(kind) or ''}"
    data = data if isinstance(data, bytes) else leaf.as_bytes()
    return Attached(name, data, _is_layout(leaf, len(data), page))


def _is_layout(leaf: Message, size: int, page: str) -> bool:
    label = str(leaf.get("Content-ID", "")).strip().strip("<>")
    shown = leaf.get_content_disposition() != "attachment" or f"cid:{label}" in page
    return bool(label) and shown and size <= LARGEST_LOGO and leaf.get_content_maintype() == "image"


def _file_name(leaf: Message) -> str:
    for field_name, header in (("filename", "Content-Disposition"), ("name", "Content-Type")):
        value = leaf.get_param(field_name, header=header)
        if value:
            return _words(collapse_rfc2231_value(value))[:LONGEST_LINE]
    return ""


def _decoded(leaf: Message) -> str:
    data = leaf.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    return _text(data, str(leaf.get_content_charset() or "utf-8"))


def text_of(message: Message, name: str) -> str:
    """A field of the head, its words decoded, on one line."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(_words(str(raw)).split())[:LONGEST_LINE]


def _words(text: str) -> str:
    """Text with the encoded words of RFC 2047 in it; bytes that should not be there are UTF-8 or of Windows."""
    out = []
    plain_text = _text(text.encode("utf-8", "surrogateescape"), "utf-8")
    try:
        pairs = decode_header(plain_text)
    except (ValueError, LookupError):
        return plain_text
    for words, charset in pairs:
        out.append(words if isinstance(words, str) else _text(words, charset or "utf-8"))
    return "".join(out)


def _text(data: bytes, charset: str) -> str:
    for one in (charset, "utf-8"):
        try:
            return data.decode(one)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _moment(message: Message) -> str:
    try:
        moment = parsedate_to_datetime(text_of(message, "Date"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""
