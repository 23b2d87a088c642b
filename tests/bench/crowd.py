"""Documents that wait, by the hundred or the hundred thousand: rows as the service would have made them.

Of a hundred, fifty wait to be read, ten for their draft, twenty-five for a translator, fifteen for their files.
Each document is an order of its own, of one page; one in ten is urgent. Three in ten come from the first of forty
caisses.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from storage.models import (
    Blob,
    Body,
    BodyKind,
    Document,
    Order,
    Page,
    Segment,
    Translation,
    Unit,
    Urgency,
    User,
    WorkItem,
    now,
)
from storage.workflow import DocumentStatus, PageStatus, Queue
from storage.workflow import TranslationStatus as T

BODIES = 40
TABLES = (Blob, Order, Document, Page, Translation, Segment, WorkItem)
AT_ONCE = 2000
Row = tuple[type[Any], dict[str, Any]]


@dataclass(frozen=True)
class Sender:
    """Who sends: a person of a caisse."""

    body: UUID
    unit: UUID
    user: UUID


def make_senders(session: Session) -> list[Sender]:
    """One person in each of the caisses."""
    senders = []
    for number in range(BODIES):
        body = Body(name=f"CPAM n° {number + 1}", kind=BodyKind.CAISSE)
        unit = Unit(body=body, name="Relations internationales")
        user = User(unit=unit, email=f"agent{number}@bench.invalid", name=f"Agent {number}")
        session.add_all((body, unit, user))
        session.flush()
        senders.append(Sender(body.id, unit.id, user.id))
    return senders


def fill(session: Session, senders: list[Sender], count: int, seed: int = 1) -> None:
    """Adds ``count`` waiting documents; the caller commits."""
    luck = random.Random(seed)
    numbers = iter(range(count))
    while some := [number for _, number in zip(range(AT_ONCE), numbers, strict=False)]:
        found: dict[type[Any], list[dict[str, Any]]] = {table: [] for table in TABLES}
        for number in some:
            for table, values in _document(
                number, senders[0] if luck.random() < 0.3 else luck.choice(senders), luck
            ):
                found[table].append(values)
        for table in TABLES:
            if found[table]:
                session.execute(insert(table), found[table])


def _document(number: int, sender: Sender, luck: random.Random) -> Iterator[Row]:
    order, document, page, translation = (uuid4() for _ in range(4))
    stage, urgent = number % 20, luck.random() < 0.1
    status, read = _stage(stage)
    at = now() - timedelta(minutes=luck.randint(1, 60 * 24 * 20))
    key = f"{sender.body}/{uuid4()}"
    yield Blob, {"key": key, "body_id": sender.body, "sha256": "0" * 64, "size": 90_000, "created_at": at}
    due_on = now().date() + timedelta(days=luck.randint(-5, 30))
    yield (
        Order,
        {
            "id": order,
            "number": f"2026-{number:06d}",
            "body_id": sender.body,
            "unit_id": sender.unit,
            "created_by": sender.user,
            "urgency": Urgency.URGENT if urgent else Urgency.NORMAL,
            "due_on": due_on,
            "created_at": at,
        },
    )
    yield (
        Document,
        {
            "id": document,
            "body_id": sender.body,
            "order_id": order,
            "blob_key": key,
            "file_name": f"piece-{number}.pdf",
            "media_type": "application/pdf",
            "size": 90_000,
            "sha256": "0" * 64,
            "page_count": 1,
            "status": DocumentStatus.READ if read else DocumentStatus.RECEIVED,
            "created_by": sender.user,
            "created_at": at,
        },
    )
    yield Page, {"id": page, "document_id": document, "number": 1, "status": _page(read)}
    yield (
        Translation,
        {
            "id": translation,
            "document_id": document,
            "order_id": order,
            "source_language": luck.choice(("de", "es", "pt", "it", "pl")) if read else None,
            "status": status,
            "status_since": at,
            "rank": 0 if urgent else 1,
            "due_on": due_on,
            "ordered_at": at,
            "words": luck.randint(50, 600) if read else 0,
        },
    )
    if status is T.DRAFTED:
        yield from (_segment(translation, each) for each in range(3))
    else:
        queue = {T.TO_TRIAGE: Queue.READ, T.DRAFTING: Queue.DRAFT, T.APPROVED: Queue.DELIVER}[status]
        subject = document if queue is Queue.READ else translation
        work = {"queue": queue, "subject_id": subject, "body_id": sender.body, "urgent": urgent, "created_at": at}
        yield WorkItem, {**work, "first": 1, "last": 1}


def _stage(stage: int) -> tuple[T, bool]:
    if stage < 10:
        return T.TO_TRIAGE, False
    if stage < 12:
        return T.DRAFTING, True
    return (T.DRAFTED, True) if stage < 17 else (T.APPROVED, True)


def _page(read: bool) -> PageStatus:
    return PageStatus.READ if read else PageStatus.WAITING


def _segment(translation: UUID, order: int) -> Row:
    return Segment, {
        "translation_id": translation,
        "page_number": 1,
        "order": order,
        "role": "paragraph",
        "boxes": [[72.0, 72.0, 400.0, 86.0]],
        "source": "Beitrag zur Pflegeversicherung",
        "source_language": "de",
        "reading_confidence": 95.0,
        "draft": "Cotisation à l'assurance dépendance",
        "target": "Cotisation à l'assurance dépendance",
        "origin": "machine",
        "findings": [],
    }
