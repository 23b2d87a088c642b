"""Looking into the journal: a search and an export are acts, and are written in it."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.administration import journal_queries as queries
from app.administration.journal_queries import Criteria, Key, Names
from storage.models import AuditEvent
from storage.unit_of_work import Store, UnitOfWork

BATCH = 1000
# Named in the journal of a search; a text that names more is as good as all.
ACTORS = 10
YEARS = range(1900, 3000)
JOURNAL = "audit"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Search:
    """The form as it was sent; every field may be empty. ``what`` is an identifier or an order number."""

    who: str = ""
    action: str = ""
    kind: str = ""
    what: str = ""
    body: str = ""
    first: str = ""
    last: str = ""


def criteria_of(uow: UnitOfWork, search: Search, midnight: Callable[[date], datetime]) -> Criteria:
    """What the form asks for. Days are whole days, which begin at ``midnight``; a field that cannot be
    understood finds nothing, rather than everything."""
    kind, what = search.kind or None, search.what.strip() or None
    named = queries.object_ids(uow.session, what) if what else None
    if named and kind in (None, named[0]):
        kind, what = named
    first, last, body_id = _day(search.first), _day(search.last), _body(search.body)
    odd = any((search.first and not first, search.last and not last, search.body and not body_id))
    who = search.who.strip() or None
    # One person alone, the usual case, is found by the index of what each one did.
    first_two = queries.people(uow.session, who, 2) if who else ()
    return Criteria(
        actor=first_two[0] if len(first_two) == 1 else None,
        person=who if len(first_two) != 1 else None,
        nothing=odd,
        action=search.action or None,
        object_kind=kind,
        object_id=what,
        body_id=body_id,
        since=midnight(first) if first else None,
        before=midnight(last + timedelta(days=1)) if last else None,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _body(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def record_look(uow: UnitOfWork, criteria: Criteria, action: str | None = None) -> None:
    """Writes that the actor looked: plainly, once an hour; with criteria, each time, and with which."""
    if action is None and criteria.empty:
        uow.record_view("journal", UUID(int=0))
        return
    details: dict[str, Any] = {
        "actors": _actors(uow, criteria),
        "act": criteria.action,
        "object": f"{criteria.object_kind or ''}:{criteria.object_id or ''}".strip(":") or None,
        "body": str(criteria.body_id) if criteria.body_id else None,
        "since": criteria.since.isoformat() if criteria.since else None,
        "before": criteria.before.isoformat() if criteria.before else None,
    }
    kept = {name: value for name, value in details.items() if value is not None}
    uow.record(action or "journal_searched", "journal", JOURNAL, **kept)


def _actors(uow: UnitOfWork, criteria: Criteria) -> list[str] | None:
    if criteria.actor is not None:
        return [str(criteria.actor)]
    if criteria.person is None:
        return None
    return [str(found) for found in queries.people(uow.session, criteria.person, ACTORS)]


def cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


@dataclass(frozen=True)
class Export:
    """The journal as CSV, by batches that each take a moment of the database: no transaction lasts as long as the
    download. ``titles`` is the first line, ``describe`` makes the cells of an event."""

    store: Store
    criteria: Criteria
    titles: tuple[str, ...]
    describe: Callable[[AuditEvent, Names], tuple[object, ...]]

    def lines(self, uow: Callable[[], UnitOfWork]) -> Iterator[str]:
        """The file in pieces, newest event first. It starts with the mark by which spreadsheets know UTF-8."""
        yield "\ufeff" + _csv([self.titles])
        key: Key | None = None
        while True:
            with uow() as opened:
                events = queries.older(opened.session, self.criteria, key, BATCH)
                names = queries.names(opened.session, events)
                rows = [self.describe(event, names) for event in events]
            yield _csv(rows)
            if len(events) < BATCH:
                return
            key = Key(events[-1].at, events[-1].id)


def _csv(rows: list[tuple[object, ...]] | list[tuple[str, ...]]) -> str:
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=";", lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in rows)
    return sink.getvalue()
