"""What the reading missed: a person adds a seal, a signature or a passage in its place, and orders passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid4

from review import queries, service
from review.errors import KeyTakenError, MissingTextError, TooLongTextError, UnmovableError
from review.findings import checked
from storage.errors import NotFoundError
from storage.models import Segment, SegmentState, Translation, now
from storage.unit_of_work import UnitOfWork
from storage.words import Box

ORIGIN = "person"
SAME_LINE = 0.5  # two boxes that share this part of the lower one's height are on one line


class Kind(StrEnum):
    """What is added: a mark named in brackets, or a text."""

    SEAL = "seal"
    SIGNATURE = "signature"
    HANDWRITING = "handwriting"
    ILLEGIBLE = "illegible"
    DOUBTFUL = "doubtful"
    STRUCK = "struck"
    TEXT = "text"


# What the delivered French says; the body's convention for what is named rather than reproduced.
MARKS = {
    Kind.SEAL: "cachet",
    Kind.SIGNATURE: "signature",
    Kind.HANDWRITING: "mention manuscrite",
    Kind.ILLEGIBLE: "illisible",
    Kind.DOUBTFUL: "lecture incertaine",
    Kind.STRUCK: "rayé",
}


@dataclass(frozen=True, slots=True)
class Addition:
    """A passage to add. Its place is its box on ``page`` (points), or after the segment ``after``; with neither it
    comes last on the page. ``source`` is what a person reads on the original, empty for a seal. ``key`` is the
    identifier that the editor made for it, so that what is sent again after a lost answer is added once."""

    kind: Kind
    text: str
    page: int
    source: str = ""
    box: Box | None = None
    after: UUID | None = None
    key: UUID | None = None


def mark(kind: Kind, text: str) -> str:
    """``[cachet : Standesamt Köln]``, ``[signature]``, or the text itself."""
    text = " ".join(text.split()) if kind is not Kind.TEXT else text.strip()
    if kind is Kind.TEXT:
        return text
    return f"[{MARKS[kind]}\u00a0: {text}]" if text else f"[{MARKS[kind]}]"


def add_segment(uow: UnitOfWork, translation_id: UUID, addition: Addition) -> Segment:
    """Adds the passage, or returns the one that the same person added here under its key; raises NotFoundError for
    a page or a segment that is not there, KeyTakenError for the key of another segment."""
    translation = service.held(uow, translation_id)
    known = _added_before(uow, translation, addition.key) if addition.key else None
    return known or _add(uow, translation, addition)


def _added_before(uow: UnitOfWork, translation: Translation, key: UUID) -> Segment | None:
    found = uow.session.get(Segment, key)
    if found is None:
        return None
    if found.translation_id != translation.id or not queries.has_added(uow.session, key, uow.actor.person):
        raise KeyTakenError()
    return found


def _add(uow: UnitOfWork, translation: Translation, addition: Addition) -> Segment:
    source, target = " ".join(addition.source.split()), mark(addition.kind, addition.text)
    if not (source or target):
        raise MissingTextError()
    if max(len(source), len(target)) > service.LONGEST:
        raise TooLongTextError(most=service.LONGEST)
    ordered = list(queries.segments(uow.session, translation.id))
    place, page = _place(translation, ordered, addition)
    added = Segment(
        id=addition.key or uuid4(),
        translation_id=translation.id,
        page_number=page,
        order=len(ordered),
        role="paragraph" if addition.kind is Kind.TEXT else "mark",
        boxes=[[addition.box.x0, addition.box.y0, addition.box.x1, addition.box.y1]] if addition.box else [],
        source=source,
        source_language=translation.source_language or translation.document.language or "und",
        reading_confidence=100.0,
        draft="",
        target=target,
        origin=ORIGIN,
        findings=[],
        state=SegmentState.EDITED,
        edited_by=uow.actor.user_id,
        edited_at=now(),
    )
    added.findings = checked(added, target)
    uow.session.add(added)
    ordered.insert(place, added)
    queries.renumber(uow.session, ordered)
    translation.position = added.id
    uow.record(
        "segment_added", "segment", added.id, translation.document.body_id, translation=translation.id, page=page
    )
    return added


def _place(translation: Translation, ordered: Sequence[Segment], addition: Addition) -> tuple[int, int]:
    """Where in the list, and on which page."""
    if addition.after is not None:
        anchor = next((s for s in ordered if s.id == addition.after), None)
        if anchor is None:
            raise NotFoundError()
        return _end_of_run(ordered, anchor), anchor.page_number
    if not 1 <= addition.page <= translation.pages:
        raise NotFoundError()
    before = sum(s.page_number < addition.page for s in ordered)
    on_page = [s for s in ordered if s.page_number == addition.page]
    if addition.box is None:
        return before + len(on_page), addition.page
    found = predecessor(on_page, addition.box)
    return (before if found is None else _end_of_run(ordered, found)), addition.page


def predecessor(on_page: Sequence[Segment], box: Box) -> Segment | None:
    """The nearest passage that is read before the box: above it, or to its left on the same line. None when the
    box comes first on its page."""
    near: list[tuple[float, int, Segment]] = []
    for rank, segment in enumerate(on_page):
        gaps = [_gap(Box(*each), box) for each in segment.boxes]
        known = [gap for gap in gaps if gap is not None]
        if known:
            near.append((min(known), -rank, segment))
    return min(near, key=lambda each: each[:2])[2] if near else None


def _gap(other: Box, box: Box) -> float | None:
    """How far above, or to the left on the same line, ``other`` is; None when it is neither."""
    shared = min(other.y1, box.y1) - max(other.y0, box.y0)
    if shared >= SAME_LINE * min(other.height, box.height):
        return box.x0 - other.x1 if (other.x0 + other.x1) < (box.x0 + box.x1) else None
    if other.y0 + other.y1 > box.y0 + box.y1:
        return None
    sideways = max(other.x0 - box.x1, box.x0 - other.x1, 0.0)
    return max(box.y0 - other.y1, 0.0) + sideways


def _table(segment: Segment) -> tuple[int, int] | None:
    """The table of a cell: delivered whole where its first cell is, so nothing stands inside it."""
    if None in (segment.table_number, segment.row_number, segment.column_number):
        return None
    return segment.page_number, segment.table_number or 0


def _end_of_run(ordered: Sequence[Segment], anchor: Segment) -> int:
    """The place after the anchor, after its whole table when it is a cell."""
    table = _table(anchor)
    return 1 + max(
        rank for rank, s in enumerate(ordered) if s.id == anchor.id or (table is not None and _table(s) == table)
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One place up or down. ``seen_after`` is the passage after which the moving one was seen, empty for the
    first; None when that is not told."""

    up: bool
    seen_after: str | None = None


def move(uow: UnitOfWork, translation_id: UUID, segment_id: UUID, step: Step) -> None:
    """Moves a passage over its neighbour, which may be a whole table. One that is not where it was seen stays: the
    same step was sent before and its answer lost, or somebody else was first. Raises UnmovableError for a cell and
    at the edge of the page."""
    translation = service.held(uow, translation_id)
    moving = service.find_segment(uow, translation, segment_id)
    ordered = list(queries.segments(uow.session, translation.id))
    if step.seen_after is not None and step.seen_after != str(follows(ordered, moving) or ""):
        return
    up, at = step.up, ordered.index(moving)
    beside = at - 1 if up else at + 1
    if not 0 <= beside < len(ordered) or _table(moving) is not None:
        raise UnmovableError()
    neighbour = ordered[beside]
    if neighbour.page_number != moving.page_number:
        raise UnmovableError()
    table = _table(neighbour)
    while 0 <= beside < len(ordered) and (
        ordered[beside] is neighbour or (table is not None and _table(ordered[beside]) == table)
    ):
        beside += -1 if up else 1
    ordered.remove(moving)
    ordered.insert(beside + 1 if up else beside - 1, moving)
    queries.renumber(uow.session, ordered)
    translation.position = moving.id
    uow.record("segment_moved", "segment", moving.id, translation.document.body_id, translation=translation.id)


def follows(ordered: Sequence[Segment], segment: Segment) -> UUID | None:
    """The segment before this one, None for the first."""
    rank = next(rank for rank, s in enumerate(ordered) if s.id == segment.id)
    return ordered[rank - 1].id if rank else None
