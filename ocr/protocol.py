"""What a reading process is asked and what it answers: one JSON object by line. Pure.

A request goes to its standard input; lines ``at`` (the page worked on), ``contents``, ``page``, ``picture``,
``event`` (of a container), ``error`` and ``end`` come back.
"""

import base64
import json
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from ocr.active import CODES
from ocr.containers.errors import (
    ContainerTooLargeError,
    EncryptedMailError,
    MemberMethodError,
    MemberTooLargeError,
    MissingAttachmentError,
    TooDeepError,
    TooManyMembersError,
)
from ocr.containers.parts import Caps, Event
from ocr.containers.wire import from_record, to_record
from ocr.document import OFFICE, Contents
from ocr.errors import (
    ArchiveBombError,
    ArchiveError,
    DamagedError,
    DamagedPageError,
    EmptyFileError,
    EncryptedArchiveError,
    EncryptedError,
    EncryptedOfficeError,
    NoPageError,
    NoTextError,
    OfficeDocumentError,
    OfficeMacrosError,
    OtherArchiveError,
    ReadingError,
    TesseractLanguageError,
    TesseractMissingError,
    TooLargePageError,
    TooManyPixelsError,
    TooMuchTextError,
    UnsafeArchiveError,
    UnsupportedTypeError,
    WrongPasswordError,
)
from ocr.limits import MEBIBYTE, Limits
from ocr.reading import ReadingOptions
from ocr.thumbnails import View
from storage.errors import ServiceError
from storage.words import PageWords, decode, encode

#: How the temporary folder of a child is named: it and nothing else is removed when the parent dies.
FOLDER_PREFIX: Final = "truchement-child-"
#: An answer of more bytes, or a page that unpacks to more, is none: the densest page takes a hundredth.
LONGEST_LINE: Final = 64 * MEBIBYTE
MOST_OF_A_PAGE: Final = 128 * MEBIBYTE

ERRORS: dict[str, type[ServiceError]] = {
    kind.code: kind
    for kind in (
        ArchiveBombError,
        ArchiveError,
        ContainerTooLargeError,
        DamagedError,
        DamagedPageError,
        EmptyFileError,
        EncryptedArchiveError,
        EncryptedError,
        EncryptedMailError,
        EncryptedOfficeError,
        MemberMethodError,
        MemberTooLargeError,
        MissingAttachmentError,
        NoPageError,
        NoTextError,
        OfficeDocumentError,
        OfficeMacrosError,
        OtherArchiveError,
        ReadingError,
        TesseractLanguageError,
        TesseractMissingError,
        TooDeepError,
        TooLargePageError,
        TooManyMembersError,
        TooManyPixelsError,
        TooMuchTextError,
        UnsafeArchiveError,
        UnsupportedTypeError,
        WrongPasswordError,
    )
}


@dataclass(frozen=True, slots=True)
class Request:
    """What to do with a file: say what it holds, make its reading copy, open it by its password, read some of its
    pages, draw one, or take it apart. The password goes from one process to the other and is kept nowhere."""

    task: Literal["look", "copy", "unlock", "read", "draw", "unpack"]
    path: Path
    media_type: str
    limits: Limits
    numbers: tuple[int, ...] = ()
    options: ReadingOptions = field(default_factory=ReadingOptions)
    view: View = field(default_factory=View)
    caps: Caps = field(default_factory=Caps)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the child: exactly one of the fields beside ``kind`` means something, by ``kind``."""

    kind: Literal["at", "contents", "page", "picture", "event", "error", "end"]
    number: int = 0
    contents: Contents | None = None
    page: PageWords | None = None
    picture: bytes = b""
    error: ServiceError | None = None
    event: Event | None = None


def write_request(request: Request) -> bytes:
    record = asdict(request)
    record["path"] = str(request.path)
    return json.dumps(record).encode() + b"\n"


def parse_request(line: bytes) -> Request:
    record = json.loads(line)
    options = record["options"]
    options["languages_hint"] = tuple(options["languages_hint"])
    return Request(
        record["task"],
        Path(record["path"]),
        record["media_type"],
        Limits(**record["limits"]),
        tuple(record["numbers"]),
        ReadingOptions(**options),
        View(**record["view"]),
        Caps(**record["caps"]),
        record["password"],
    )


def write_answer(answer: Answer) -> bytes:
    record: dict[str, Any] = {"kind": answer.kind, "number": answer.number}
    if answer.contents is not None:
        found = answer.contents
        record["contents"] = {"pages": found.pages, "active": list(found.active), "type": found.media_type}
        if found.copy:
            record["contents"]["copy"] = base64.b64encode(found.copy).decode()
    if answer.page is not None:
        record["page"] = base64.b64encode(encode(answer.page)).decode()
    if answer.picture:
        record["picture"] = base64.b64encode(answer.picture).decode()
    if answer.event is not None:
        record["event"] = to_record(answer.event)
    if answer.error is not None:
        record["error"] = {"code": answer.error.code, "values": answer.error.values}
    return json.dumps(record).encode() + b"\n"


def parse_answer(line: bytes) -> Answer:
    """The answer in a line. Raises ValueError when the line is cut short, tells an error that is not known, or is
    anything else: a file may have taken over the process that wrote it."""
    try:
        return _answer(json.loads(line))
    except (LookupError, TypeError, AttributeError, OSError, EOFError, RecursionError, zlib.error) as error:
        raise ValueError("not an answer") from error


def _answer(record: dict[str, Any]) -> Answer:
    return Answer(
        record["kind"],
        record["number"],
        _contents(record["contents"]) if "contents" in record else None,
        _page(base64.b64decode(record["page"])) if "page" in record else None,
        base64.b64decode(record.get("picture", "")),
        _error(record["error"]) if "error" in record else None,
        from_record(record["event"], ERRORS) if "event" in record else None,
    )


def _page(data: bytes) -> PageWords:
    inflater = zlib.decompressobj(wbits=31)
    inflater.decompress(data, MOST_OF_A_PAGE)
    if inflater.unconsumed_tail:
        raise ValueError("a page beyond measure")
    return decode(data)


def _contents(record: dict[str, Any]) -> Contents:
    active = tuple(str(code) for code in record["active"])
    if not set(active) <= set(CODES):
        raise ValueError(f"unknown content {active!r}")
    media_type, copy = str(record["type"]), base64.b64decode(record.get("copy", ""))
    if (media_type and media_type not in OFFICE) or not (copy.startswith(b"%PDF-") or not copy):
        raise ValueError("unknown type")
    return Contents(int(record["pages"]), active, media_type, copy)


def _error(record: dict[str, Any]) -> ServiceError:
    kind = ERRORS.get(record["code"])
    if kind is None:
        # Only the parent knows which page was being read.
        raise ValueError(f"unknown error {record['code']!r}")
    return kind(**record["values"])
