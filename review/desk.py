"""What the queue and the editor show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from review import queries, service
from review.findings import blocks
from review.queries import Progress
from storage.blobs import read_verified
from storage.models import Blob, Document, Page, Reading, Segment, SegmentState, Translation
from storage.unit_of_work import UnitOfWork
from storage.words import decode
from storage.workflow import TranslationStatus as T
from translate.findings import TEMPLATES

DOUBTFUL = 60.0


@dataclass(frozen=True, slots=True)
class Row:
    """A translation in a list, and how far it is."""

    translation: Translation
    progress: Progress

    @property
    def assigned(self) -> bool:
        """Whether who has it was given it by a coordinator, rather than taking it."""
        holder = service.holder_of(self.translation)
        return holder is not None and holder == self.translation.assigned_to


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """What a person has in hand, and what they can take."""

    mine: tuple[Row, ...]
    to_translate: tuple[Row, ...]
    to_revise: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page beside its segments; sizes in points; ``doubtful`` are boxes ``[x0, y0, x1, y1]`` of words that the
    reading is not sure of."""

    number: int
    width: float
    height: float
    confidence: float
    source: str
    doubtful: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the editor shows. ``editable`` is False for a person who only looks; ``takeable``
    says that they could take the translation now."""

    translation: Translation
    document: Document
    segments: Sequence[Segment]
    pages: tuple[PageView, ...]
    progress: Progress
    blocking: int
    editable: bool
    takeable: bool
    revising: bool
    holder: str


def work_queue(uow: UnitOfWork) -> WorkQueue:
    """The queue of the actor."""
    lists = [
        queries.mine(uow.session, uow.actor),
        queries.to_translate(uow.session, uow.actor),
        queries.to_revise(uow.session, uow.actor),
    ]
    progress = queries.progress(uow.session, [t.id for found in lists for t in found])
    mine, to_translate, to_revise = (
        tuple(Row(t, progress.get(t.id, Progress(0, 0))) for t in found) for found in lists
    )
    return WorkQueue(mine, to_translate, to_revise)


def open_desk(uow: UnitOfWork, translation_id: UUID) -> Desk:
    """The desk of one translation; raises NotFoundError."""
    translation = service.open_translation(uow, translation_id)
    segments = queries.segments(uow.session, translation.id)
    holder = service.holder_of(translation)
    settled = sum(s.state in queries.SETTLED for s in segments)
    return Desk(
        translation=translation,
        document=translation.document,
        segments=segments,
        pages=_pages(uow, translation.document_id),
        progress=Progress(len(segments), settled),
        blocking=count_blocking(segments),
        editable=holder is not None and holder == uow.actor.user_id and translation.status is not T.RETURNED,
        takeable=service.may_take(uow, translation),
        revising=translation.status is T.IN_REVISION,
        holder=queries.user_name(uow.session, holder),
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """What is left to do on a translation."""

    progress: Progress
    blocking: int


def tally(uow: UnitOfWork, translation_id: UUID) -> Tally:
    """What is left, after a save."""
    segments = queries.segments(uow.session, translation_id)
    settled = sum(s.state in queries.SETTLED for s in segments)
    return Tally(Progress(len(segments), settled), count_blocking(segments))


def count_blocking(segments: Sequence[Segment]) -> int:
    """How many checks still forbid approval."""
    kept = (s for s in segments if s.state is not SegmentState.DISCARDED)
    return sum(blocks(finding) for s in kept for finding in s.findings)


def _pages(uow: UnitOfWork, document_id: UUID) -> tuple[PageView, ...]:
    rows = (
        select(Page.number, Reading, Blob.sha256)
        .outerjoin(Reading, Page.reading_id == Reading.id)
        .outerjoin(Blob, Reading.words_key == Blob.key)
        .where(Page.document_id == document_id)
        .order_by(Page.number)
    )
    return tuple(
        _page(uow, number, reading, sha256) for number, reading, sha256 in uow.session.execute(rows).all()
    )


def _page(uow: UnitOfWork, number: int, reading: Reading | None, sha256: str | None) -> PageView:
    if reading is None or sha256 is None:
        return PageView(number, 595.0, 842.0, 0.0, "", ())
    doubtful: tuple[tuple[float, float, float, float], ...] = ()
    if reading.source == "ocr":
        words = decode(read_verified(uow.blobs, reading.words_key, sha256)).words
        doubtful = tuple((w.box.x0, w.box.y0, w.box.x1, w.box.y1) for w in words if w.confidence < DOUBTFUL)
    return PageView(number, reading.width, reading.height, reading.confidence, reading.source, doubtful)


def finding_text(finding: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The French template of a recorded finding, to be translated, and the values that fill it."""
    return TEMPLATES.get(finding["code"], finding["code"]), finding["values"]
