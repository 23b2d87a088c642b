"""What the queue and the editor show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from review import queries, service
from review.doubts import Doubt, Piece, pieces
from review.findings import blocks
from review.queries import Progress
from storage.blobs import read_verified
from storage.errors import NotFoundError
from storage.models import Document, Out, Segment, SegmentState, SegmentVersion, Translation
from storage.sheets import Laid, page_at, pages_of
from storage.unit_of_work import UnitOfWork
from storage.words import decode
from storage.workflow import TranslationStatus as T
from translate.findings import TEMPLATES

FAR = 20_000.0  # points; no page is larger
REMARKED = (T.RETURNED, T.IN_TRANSLATION, T.DRAFTED)


@dataclass(frozen=True, slots=True)
class Work:
    """A translation in a list, and how far it is."""

    translation: Translation
    progress: Progress

    @property
    def assigned(self) -> bool:
        """Whether who has it was given it by a coordinator, rather than taking it."""
        holder = service.holder_of(self.translation)
        return holder is not None and holder == self.translation.assigned_to


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work that can be taken, from some place in line on. ``total`` is all that waits, counted up to a bound;
    ``next`` is the one after which the list goes on, None at its end."""

    works: tuple[Work, ...]
    total: int
    next: UUID | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person looks in each line: after these translations, from the beginning when None."""

    to_translate: UUID | None = None
    to_revise: UUID | None = None


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """What a person has in hand, and what they can take."""

    mine: tuple[Work, ...]
    to_translate: Waiting
    to_revise: Waiting
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """A segment with its source in pieces, the doubtful words apart."""

    segment: Segment
    source: tuple[Piece, ...]
    editable: bool


@dataclass(frozen=True, slots=True)
class PageView:
    """A page beside its segments; sizes in points; ``doubtful`` are the words that the reading is not
    sure of; ``out`` says why triage left it out, ``summary`` what stands for it."""

    number: int
    width: float
    height: float
    confidence: float
    source: str
    doubtful: tuple[Doubt, ...]
    rows: tuple["Row", ...] = ()
    out: Out | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the editor shows. ``editable`` is False for a person who only looks; ``takeable``
    says that they could take the translation now."""

    translation: Translation
    document: Document
    segments: Sequence[Segment]
    pages: tuple[PageView, ...]
    tally: "Tally"
    editable: bool
    takeable: bool
    revising: bool
    holder: str
    remarks: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What is left to do on a translation."""

    progress: Progress
    blocking: int

    @property
    def done(self) -> bool:
        """Whether nothing is left but to hand it on."""
        return self.progress.segments > 0 and self.progress.settled == self.progress.segments and not self.blocking


@dataclass(frozen=True, slots=True)
class History:
    """The earlier texts of a segment, newest first, each with its author's name."""

    segment: Segment
    versions: Sequence[tuple[SegmentVersion, str]]
    author: str
    editable: bool


def work_queue(uow: UnitOfWork, place: Place | None = None) -> WorkQueue:
    """The queue of the actor."""
    place = place or Place()
    mine = queries.mine(uow.session, uow.actor)
    lines = [
        queries.to_translate(uow.session, uow.actor, _seen(uow, place.to_translate)),
        queries.to_revise(uow.session, uow.actor, _seen(uow, place.to_revise)),
    ]
    shown = [*mine, *(t for line in lines for t in line.some)]
    progress = queries.progress(uow.session, [t.id for t in shown])

    def works(found: Sequence[Translation]) -> tuple[Work, ...]:
        return tuple(Work(t, progress.get(t.id, Progress(0, 0))) for t in found)

    to_translate, to_revise = (
        Waiting(works(line.some), line.total, line.some[-1].id if line.more else None) for line in lines
    )
    return WorkQueue(works(mine), to_translate, to_revise, place)


def _seen(uow: UnitOfWork, translation_id: UUID | None) -> Translation | None:
    """The translation after which to go on; it keeps its place in line even when somebody has taken it since."""
    return queries.translation(uow.session, uow.actor, translation_id) if translation_id else None


def open_desk(uow: UnitOfWork, translation_id: UUID) -> Desk:
    """The desk of one translation; raises NotFoundError."""
    translation = service.open_translation(uow, translation_id)
    segments = queries.segments(uow.session, translation.id)
    holder = service.holder_of(translation)
    editable = _editable(uow, translation)
    return Desk(
        translation=translation,
        document=translation.document,
        segments=segments,
        pages=tuple(_with_rows(page, segments, editable) for page in _pages(uow, translation)),
        tally=_tally(segments),
        editable=editable,
        takeable=service.may_take(uow, translation),
        revising=translation.status is T.IN_REVISION,
        holder=queries.user_name(uow.session, holder),
        remarks=translation.reason or "" if translation.status in REMARKED else "",
    )


def _editable(uow: UnitOfWork, translation: Translation) -> bool:
    holder = service.holder_of(translation)
    return holder is not None and holder == uow.actor.user_id and translation.status is not T.RETURNED


def _with_rows(page: PageView, segments: Sequence[Segment], editable: bool) -> PageView:
    rows = tuple(
        Row(s, pieces(s.source, s.boxes, page.doubtful), editable)
        for s in segments
        if s.page_number == page.number
    )
    return replace(page, rows=rows)


def plain_row(segment: Segment) -> Row:
    """The row of a segment that the actor has just changed."""
    return Row(segment, (Piece(segment.source),), editable=True)


def look(uow: UnitOfWork, translation_id: UUID) -> Translation:
    """A translation that the actor may see, their look at it recorded; raises NotFoundError."""
    found = service.open_translation(uow, translation_id)
    uow.record_view("translation", found.id, found.document.body_id)
    return found


def open_history(uow: UnitOfWork, translation_id: UUID, segment_id: UUID) -> History:
    """The history of a segment; raises NotFoundError."""
    translation = service.open_translation(uow, translation_id)
    segment = service.find_segment(uow, translation, segment_id, lock=False)
    author = queries.user_name(uow.session, segment.edited_by)
    return History(segment, queries.history(uow.session, segment.id), author, editable=_editable(uow, translation))


def tally(uow: UnitOfWork, translation_id: UUID) -> Tally:
    """What is left, after a save."""
    return _tally(queries.segments(uow.session, translation_id))


def _tally(segments: Sequence[Segment]) -> Tally:
    settled = sum(s.state in queries.SETTLED for s in segments)
    return Tally(Progress(len(segments), settled), count_blocking(segments))


def count_blocking(segments: Sequence[Segment]) -> int:
    """How many checks still forbid approval."""
    kept = (s for s in segments if s.state is not SegmentState.DISCARDED)
    return sum(blocks(finding) for s in kept for finding in s.findings)


def _pages(uow: UnitOfWork, translation: Translation) -> tuple[PageView, ...]:
    return tuple(_page(uow, laid) for laid in pages_of(uow.session, translation) if laid.out is not Out.REPLACED)


def _page(uow: UnitOfWork, laid: Laid) -> PageView:
    reading, number = laid.reading, laid.position
    if reading is None or laid.sha256 is None:
        return replace(PageView(number, 595.0, 842.0, 0.0, "", ()), out=laid.out, summary=laid.summary)
    doubtful: tuple[Doubt, ...] = ()
    if reading.source == "ocr" and laid.in_scope:
        words = decode(read_verified(uow.blobs, reading.words_key, laid.sha256)).words
        doubtful = tuple(Doubt(w.text, w.box) for w in words if w.doubtful)
    view = PageView(number, reading.width, reading.height, reading.confidence, reading.source, doubtful)
    return replace(view, out=laid.out, summary=laid.summary)


def page_file(uow: UnitOfWork, translation: Translation, number: int) -> tuple[Document, int]:
    """The file that holds a page of the translation, and its number there; raises NotFoundError."""
    laid = page_at(uow.session, translation, number)
    if laid is None:
        raise NotFoundError()
    return laid.file, laid.page.number


def finding_text(finding: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The French template of a recorded finding, to be translated, and the values that fill it."""
    return TEMPLATES.get(finding["code"], finding["code"]), finding["values"]


def instead_of(findings: Sequence[dict[str, Any]], index: int) -> str | None:
    """What the fix of a finding should take the place of: for the nth missing amount, the nth that is in excess.
    None when nothing of its kind is, and the fix is only to be inserted."""
    code = str(findings[index]["code"])
    if code == "currency_changed":
        return str(findings[index]["values"].get("found", "")) or None
    if not code.endswith("_missing"):
        return None
    excess = [f["values"].get("value") for f in findings if f["code"] == code.replace("_missing", "_added")]
    rank = sum(f["code"] == code for f in findings[:index])
    return str(excess[rank]) if rank < len(excess) else None
