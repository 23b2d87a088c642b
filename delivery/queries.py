"""The rows that delivering needs."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Delivery, Segment, Translation
from storage.queue import SubjectMissingError


def lock_translation(session: Session, translation_id: UUID) -> Translation:
    """The translation, locked until the commit; raises SubjectMissingError when there is none."""
    found = session.scalar(select(Translation).where(Translation.id == translation_id).with_for_update())
    if found is None:
        raise SubjectMissingError()
    return found


def segments(session: Session, translation_id: UUID) -> Sequence[Segment]:
    """The segments in the order of the document."""
    return session.scalars(
        select(Segment).where(Segment.translation_id == translation_id).order_by(Segment.order)
    ).all()


def delivery_of(session: Session, translation_id: UUID) -> Delivery | None:
    """What was delivered of a translation, if anything."""
    return session.scalar(select(Delivery).where(Delivery.translation_id == translation_id))
