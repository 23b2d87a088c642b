"""A page scanned again: its new segments, with what people had written on the old page.

A passage that reads the same keeps its identifier and its French. What a person wrote on one that is no longer
there is not thrown away: it stays on the page, discarded, and can be taken up again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from storage.models import Segment, SegmentState, SegmentVersion, now
from translate import queries


@dataclass(frozen=True, slots=True)
class Renewal:
    """``before`` are the segments in their order, ``made`` those of the new pages, ``fresh`` the numbers of these
    pages."""

    before: Sequence[Segment]
    made: Sequence[Segment]
    fresh: frozenset[int]


def renew(session: Session, translation_id: UUID, renewal: Renewal) -> None:
    """Puts the new segments in the place of the old ones of their pages; all others keep what they are."""
    queries.shelve_orders(session, translation_id)
    session.flush()
    following = [*_merged(session, renewal)]
    kept = {id(segment) for segment in following}
    for segment in renewal.before:
        if id(segment) not in kept:
            session.delete(segment)
    session.flush()
    for order, segment in enumerate(following):
        segment.order = order
    session.add_all(following)
    session.flush()


def _merged(session: Session, renewal: Renewal) -> Iterator[Segment]:
    """The segments as they follow each other from now on."""
    pages = sorted({s.page_number for s in renewal.before} | renewal.fresh)
    for page in pages:
        old = [s for s in renewal.before if s.page_number == page]
        if page not in renewal.fresh:
            yield from old
            continue
        worked = [s for s in old if s.state is not SegmentState.DRAFT]
        for segment in (s for s in renewal.made if s.page_number == page):
            same = next((s for s in worked if _plain(s.source) == _plain(segment.source)), None)
            if same is None:
                yield segment
            else:
                worked.remove(same)
                yield _moved(same, segment)
        for segment in worked:
            yield _set_aside(session, segment)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _moved(segment: Segment, to: Segment) -> Segment:
    """The old segment where the new scan shows it."""
    segment.boxes, segment.role, segment.reading_confidence = to.boxes, to.role, to.reading_confidence
    segment.table_number, segment.row_number, segment.column_number = (
        to.table_number,
        to.row_number,
        to.column_number,
    )
    return segment


def _set_aside(session: Session, segment: Segment) -> Segment:
    if segment.state is not SegmentState.DISCARDED:
        session.add(
            SegmentVersion(
                segment_id=segment.id,
                version=segment.version,
                target=segment.target,
                state=segment.state,
                author_id=segment.edited_by,
                at=segment.edited_at or now(),
            )
        )
        segment.state = SegmentState.DISCARDED
        segment.version += 1
    segment.boxes, segment.table_number, segment.row_number, segment.column_number = [], None, None, None
    return segment
