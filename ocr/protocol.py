"""What a reading process is asked and what it answers: one JSON object by line. Pure.

A request goes to its standard input; lines ``at`` (the page worked on), ``count``, ``page``, ``picture``,
``error`` and ``end`` come back.
"""

import base64
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

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
    OfficeDocumentError,
    OfficeMacrosError,
    OtherArchiveError,
    ReadingError,
    TesseractLanguageError,
    TesseractMissingError,
    TooLargePageError,
    TooManyPixelsError,
    UnsafeArchiveError,
    UnsupportedTypeError,
)
from ocr.limits import Limits
from ocr.reading import ReadingOptions
from ocr.thumbnails import View
from storage.errors import ServiceError
from storage.words import PageWords, decode, encode

#: How the temporary folder of a child is named: it and nothing else is removed when the parent dies.
FOLDER_PREFIX: Final = "truchement-child-"

ERRORS: dict[str, type[ServiceError]] = {
    kind.code: kind
    for kind in (
        ArchiveBombError,
        ArchiveError,
        DamagedError,
        DamagedPageError,
        EmptyFileError,
        EncryptedArchiveError,
        EncryptedError,
        EncryptedOfficeError,
        NoPageError,
        OfficeDocumentError,
        OfficeMacrosError,
        OtherArchiveError,
        ReadingError,
        TesseractLanguageError,
        TesseractMissingError,
        TooLargePageError,
        TooManyPixelsError,
        UnsafeArchiveError,
        UnsupportedTypeError,
    )
}


@dataclass(frozen=True, slots=True)
class Request:
    """What to do with a file: count its pages, read some of them, or draw one."""

    task: Literal["count", "read", "draw"]
    path: Path
    media_type: str
    limits: Limits
    numbers: tuple[int, ...] = ()
    options: ReadingOptions = field(default_factory=ReadingOptions)
    view: View = field(default_factory=View)


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the child: exactly one of the fields beside ``kind`` means something, by ``kind``."""

    kind: Literal["at", "count", "page", "picture", "error", "end"]
    number: int = 0
    page: PageWords | None = None
    picture: bytes = b""
    error: ServiceError | None = None


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
    )


def write_answer(answer: Answer) -> bytes:
    record: dict[str, Any] = {"kind": answer.kind, "number": answer.number}
    if answer.page is not None:
        record["page"] = base64.b64encode(encode(answer.page)).decode()
    if answer.picture:
        record["picture"] = base64.b64encode(answer.picture).decode()
    if answer.error is not None:
        record["error"] = {"code": answer.error.code, "values": answer.error.values}
    return json.dumps(record).encode() + b"\n"


def parse_answer(line: bytes) -> Answer:
    """The answer in a line. Raises ValueError when the line is cut short, or tells an error that is not known."""
    record = json.loads(line)
    return Answer(
        record["kind"],
        record["number"],
        decode(base64.b64decode(record["page"])) if "page" in record else None,
        base64.b64decode(record.get("picture", "")),
        _error(record["error"]) if "error" in record else None,
    )


def _error(record: dict[str, Any]) -> ServiceError:
    kind = ERRORS.get(record["code"])
    if kind is None:
        # Only the parent knows which page was being read.
        raise ValueError(f"unknown error {record['code']!r}")
    return kind(**record["values"])
