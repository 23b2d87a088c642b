"""The log: one JSON line for each thing that happens, by identifiers and codes, never by what people wrote.

What a message may say is decided by who says it. Our own modules name codes and identifiers. Of the libraries that
carry messages and requests the sentence is kept and the texts filled into it are not. Every other library handles
documents: where it spoke is kept, and not a word of what it said. An error is its class and its lines, since its
message can quote a document.
"""

import json
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from storage.errors import ServiceError

OURS = frozenset(
    {"__main__", "app", "cases", "delivery", "intake", "ocr", "review", "storage", "translate", "truchement"}
)
CARRIERS = frozenset({"alembic", "amqp", "celery", "gunicorn", "kombu"})
PRINTED = "celery.redirected"
HIDDEN = "…"
WARNED = re.compile(r"(.+?:\d+: \w+): ")
HUMAN = "%(asctime)s %(levelname)s %(name)s: %(message)s"
log = logging.getLogger(__name__)

Ids = Callable[[], Mapping[str, str]]
Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def trace(error: BaseException) -> list[str]:
    """Where an error came from: classes and lines, never messages, which can quote what people wrote."""
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__qualname__)
        lines += [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(seen.__traceback__)]
        seen = seen.__cause__ or seen.__context__
    return lines


def tell_defect(logger: logging.Logger, sentence: str, *args: object, error: BaseException) -> None:
    """Writes that something broke which should not, and where. The error itself does not go with the record:
    another formatter than ours would print its message."""
    logger.error(sentence, *args, extra={"trace": trace(error)})


def message(record: logging.LogRecord) -> str:
    """What may be told of a record."""
    root = record.name.partition(".")[0]
    if root in OURS:
        return _filled(record, _told)
    if record.name == "py.warnings":
        found = WARNED.match(record.getMessage())
        return found[1] if found else HIDDEN
    if root in CARRIERS and record.name != PRINTED:
        return _filled(record, _veiled)
    return f"{record.module}:{record.lineno}"


def _filled(record: logging.LogRecord, shown: Callable[[Any], Any]) -> str:
    args = record.args
    if not args:
        return str(record.msg)
    values = {k: shown(v) for k, v in args.items()} if isinstance(args, Mapping) else tuple(map(shown, args))
    try:
        return str(record.msg) % values
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def _told(value: Any) -> Any:
    return _named(value) if isinstance(value, BaseException) else value


def _veiled(value: Any) -> Any:
    if isinstance(value, BaseException):
        return _named(value)
    return value if isinstance(value, int | float) else HIDDEN


def _named(error: BaseException) -> str:
    return error.code if isinstance(error, ServiceError) else type(error).__qualname__


class JsonLines(logging.Formatter):
    """``part`` names the process; ``ids`` say, line by line, which request or piece of work it is at."""

    def __init__(self, part: str, *ids: Ids) -> None:
        super().__init__()
        self._part, self._ids = part, ids

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever happens: what does not go into JSON goes as text."""
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "part": self._part,
            "pid": record.process,
            "message": message(record),
        }
        for ids in self._ids:
            fields |= ids()
        fields |= getattr(record, "fields", {})
        if found := _trace_of(record):
            fields["trace"] = found
        return json.dumps(fields, ensure_ascii=False, default=str)


class HumanLines(logging.Formatter):
    """The same for a person at a terminal, who reads sentences; errors are told as discreetly."""

    def __init__(self) -> None:
        super().__init__(HUMAN)

    def format(self, record: logging.LogRecord) -> str:
        """The sentence, then the lines of the error if there is one."""
        record.message, record.asctime = record.getMessage(), self.formatTime(record)
        return "\n".join([self.formatMessage(record), *_trace_of(record)])


def _trace_of(record: logging.LogRecord) -> list[str]:
    if record.exc_info and record.exc_info[1] is not None:
        return trace(record.exc_info[1])
    found: list[str] = getattr(record, "trace", [])
    return found


def install(formatter: logging.Formatter, *, verbose: bool) -> None:
    """Writes the log of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler])


def install_json(part: str, *ids: Ids, verbose: bool = False) -> None:
    """The log of a process of the service: nothing reaches standard error but JSON lines."""
    install(JsonLines(part, *ids), verbose=verbose)
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    sys.excepthook = lambda kind, error, where: _uncaught((kind, error, where))
    threading.excepthook = lambda told: _uncaught(
        (told.exc_type, told.exc_value, told.exc_traceback) if told.exc_value else (None, None, None)
    )


def close_output() -> None:
    """What is printed goes nowhere: it is no log, and Celery says its good-byes there, past every setting."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _uncaught(failure: Failure) -> None:
    log.critical("nobody caught this", exc_info=failure)


def speaks_json() -> bool:
    """Whether this process writes its log for machines."""
    return any(isinstance(handler.formatter, JsonLines) for handler in logging.getLogger().handlers)
