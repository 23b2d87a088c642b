"""How what comes out of a container goes from the reading process to who asked: one record for each event.
Pure; what is read is not believed."""

import base64
from typing import Any, Final, Literal

from ocr.containers.parts import LONGEST_LINE, LONGEST_TEXT, Done, Event, Mail, Member, Piece, Refused
from ocr.errors import ReadingError

#: How deep a path may be, and how long each of its names.
DEEPEST: Final = 20


def to_record(event: Event) -> dict[str, Any]:
    """The event as JSON."""
    kind = type(event).__name__
    if isinstance(event, Piece):
        return {"is": kind, "data": base64.b64encode(event.data).decode()}
    if isinstance(event, Refused):
        return {"is": kind, "path": list(event.path), "code": event.error.code, "values": event.error.values}
    if isinstance(event, Member):
        return {"is": kind, "path": list(event.path), "mail": event.mail, "role": event.role}
    if isinstance(event, Mail):
        said = {name: getattr(event, name) for name in ("number", "subject", "sender", "sent_at", "text")}
        return {"is": kind, "path": list(event.path), **said}
    return {"is": kind}


def from_record(record: dict[str, Any], errors: dict[str, type[Any]]) -> Event:
    """The event that a record says. Raises ValueError, LookupError or TypeError for what is none."""
    kind = record["is"]
    if kind == "Piece":
        return Piece(base64.b64decode(record["data"], validate=True))
    if kind == "Done":
        return Done()
    path = tuple(_text(name, LONGEST_LINE * 4) for name in record["path"])
    if len(path) > DEEPEST:
        raise ValueError("a path beyond measure")
    if kind == "Member":
        role: Literal["file", "text"] = "text" if record["role"] == "text" else "file"
        return Member(path, int(record["mail"]), role)
    if kind == "Mail":
        subject, sender, sent_at = (_text(record[name], LONGEST_LINE) for name in ("subject", "sender", "sent_at"))
        text = _text(record["text"], LONGEST_TEXT)
        return Mail(int(record["number"]), path, subject, sender, sent_at, text)
    if kind == "Refused":
        error = errors[record["code"]](**record["values"])
        if isinstance(error, ReadingError):
            return Refused(path, error)
    raise ValueError(f"no event {kind!r}")


def _text(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError("not a text of a mail")
    # Halves of letters, which JSON can hold and no database takes.
    return value.encode("utf-8", "replace").decode().replace("\0", "")
