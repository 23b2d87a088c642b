"""The same source, the same French: a confirmed text offered to the identical passages of the document."""

from collections.abc import Sequence
from uuid import UUID

from review import queries, service
from review.errors import StaleSegmentError
from review.findings import blocks, checked
from storage.models import Segment, SegmentState
from storage.unit_of_work import UnitOfWork


def count_same(uow: UnitOfWork, segment: Segment) -> int:
    """How many passages that nobody has settled have the very same source as this confirmed one."""
    if segment.state is not SegmentState.CONFIRMED:
        return 0
    return len(queries.same_source(uow.session, segment))


def spread(uow: UnitOfWork, translation_id: UUID, segment_id: UUID, version: int) -> Sequence[Segment]:
    """Gives the confirmed French of a segment to the identical sources that nobody has settled, and confirms them.
    Where a check would block, the segment is left as it is. Returns those changed; raises StaleSegmentError when
    the text is not the one that the person saw confirmed."""
    translation = service.held(uow, translation_id)
    like = service.find_segment(uow, translation, segment_id)
    if like.version != version or like.state is not SegmentState.CONFIRMED:
        author = queries.user_name(uow.session, like.edited_by)
        raise StaleSegmentError(author=author or "—", mine=like.target, theirs=like.target, version=like.version)
    changed = []
    for other in queries.same_source(uow.session, like):
        findings = checked(other, like.target)
        if any(blocks(finding) for finding in findings):
            continue
        service.keep_version(uow, other)
        other.target, other.findings, other.state = like.target, findings, SegmentState.CONFIRMED
        changed.append(other)
    return changed
