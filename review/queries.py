"""The rows that people work on."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.access import visible_translations
from storage.actors import Actor
from storage.counting import count_up_to
from storage.models import AuditEvent, Document, Order, Segment, SegmentState, SegmentVersion, Translation, User
from storage.workflow import TranslationStatus as T

PER_PAGE = 20
# The place in line, which the index of a status gives in order.
LINE = (Translation.rank, Translation.due_on, Translation.ordered_at, Translation.id)
SETTLED = (SegmentState.CONFIRMED, SegmentState.DISCARDED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a translation is: ``settled`` of ``segments`` are confirmed or discarded."""

    segments: int
    settled: int

    @property
    def percent(self) -> int:
        """Whole percents, rounded down, so that 100 means all."""
        return 100 * self.settled // self.segments if self.segments else 0


def translation(session: Session, actor: Actor, translation_id: UUID, *, lock: bool = False) -> Translation | None:
    """A translation that the actor may see."""
    found = visible_translations(actor).where(Translation.id == translation_id)
    if lock:
        found = found.with_for_update(of=Translation)
    return session.scalar(found)


def _listed(found: Select[Translation]) -> Select[Translation]:
    return found.options(
        joinedload(Translation.document),
        joinedload(Translation.order).joinedload(Order.body),
        joinedload(Translation.assigner),
    ).order_by(*LINE)


def mine(session: Session, actor: Actor) -> Sequence[Translation]:
    """What the actor has in hand, as translator or as reviser, what was touched last first."""
    found = visible_translations(actor).where(
        or_(
            and_(
                Translation.translator_id == actor.user_id, Translation.status.in_((T.IN_TRANSLATION, T.RETURNED))
            ),
            and_(Translation.reviser_id == actor.user_id, Translation.status == T.IN_REVISION),
        )
    )
    return session.scalars(_listed(found)).all()


@dataclass(frozen=True, slots=True)
class Line:
    """Some of those who wait, in their order: ``total`` is counted up to a bound, ``more`` says that others come
    after."""

    some: Sequence[Translation]
    total: int
    more: bool


def to_translate(session: Session, actor: Actor, after: Translation | None = None) -> Line:
    """Drafts that nobody has taken, those that come after one in line."""
    return _line(session, visible_translations(actor).where(Translation.status == T.DRAFTED), after)


def to_revise(session: Session, actor: Actor, after: Translation | None = None) -> Line:
    """Translations that wait for a reviser who is not their translator."""
    found = visible_translations(actor).where(
        Translation.status == T.IN_REVISION,
        Translation.reviser_id.is_(None),
        Translation.translator_id != actor.user_id,
    )
    return _line(session, found, after)


def _line(session: Session, found: Select[Translation], after: Translation | None) -> Line:
    total = count_up_to(session, found)
    if after is not None:
        found = found.where(tuple_(*LINE) > tuple_(after.rank, after.due_on, after.ordered_at, after.id))
    rows = session.scalars(_listed(found).limit(PER_PAGE + 1)).all()
    return Line(rows[:PER_PAGE], total, len(rows) > PER_PAGE)


def progress(session: Session, ids: Sequence[UUID]) -> dict[UUID, Progress]:
    """How far each of the translations is."""
    settled = func.sum(case((Segment.state.in_(SETTLED), 1), else_=0))
    rows = (
        select(Segment.translation_id, func.count(Segment.id), settled)
        .where(Segment.translation_id.in_(ids))
        .group_by(Segment.translation_id)
    )
    return {found: Progress(count, done or 0) for found, count, done in session.execute(rows)}


def segments(session: Session, translation_id: UUID) -> Sequence[Segment]:
    """The segments in the order of the document."""
    return session.scalars(
        select(Segment).where(Segment.translation_id == translation_id).order_by(Segment.order)
    ).all()


def segment(session: Session, translation_id: UUID, segment_id: UUID, *, lock: bool) -> Segment | None:
    """One segment of a translation; with ``lock`` nobody else changes it until the commit."""
    found = select(Segment).where(Segment.translation_id == translation_id, Segment.id == segment_id)
    return session.scalar(found.with_for_update() if lock else found)


def renumber(session: Session, ordered: Sequence[Segment]) -> None:
    """Gives the segments the order of the list. In two steps, since no two may have the same number even for the
    time of a statement."""
    session.flush()
    moved = [(number, s) for number, s in enumerate(ordered) if s.order != number]
    for sign in (-1, 1):
        for number, moving in moved:
            moving.order = number if sign > 0 else -1 - number
        session.flush()


def has_added(session: Session, segment_id: UUID, user_id: UUID) -> bool:
    """Whether the person added the segment, whoever wrote in it since."""
    found = select(AuditEvent.id).where(
        AuditEvent.object_kind == "segment",
        AuditEvent.object_id == str(segment_id),
        AuditEvent.action == "segment_added",
        AuditEvent.actor_id == user_id,
    )
    return session.scalar(found.limit(1)) is not None


def same_source(session: Session, like: Segment) -> Sequence[Segment]:
    """The other segments of the document with the very same source that nobody has settled."""
    if not like.source.strip():
        return ()
    found = select(Segment).where(
        Segment.translation_id == like.translation_id,
        Segment.id != like.id,
        Segment.source == like.source,
        Segment.source_language == like.source_language,
        Segment.state.not_in(SETTLED),
    )
    return session.scalars(found.order_by(Segment.order)).all()


def history(session: Session, segment_id: UUID) -> Sequence[tuple[SegmentVersion, str]]:
    """The earlier texts of a segment, newest first, each with its author's name."""
    rows = (
        select(SegmentVersion, User.name)
        .outerjoin(User, SegmentVersion.author_id == User.id)
        .where(SegmentVersion.segment_id == segment_id)
        .order_by(SegmentVersion.version.desc())
    )
    return [(version, name or "") for version, name in session.execute(rows)]


def user_name(session: Session, user_id: UUID | None) -> str:
    """The name of a person, empty when there is none."""
    return session.scalar(select(User.name).where(User.id == user_id)) or "" if user_id else ""


def has_translated(session: Session, translation_id: UUID, user_id: UUID) -> bool:
    """Whether the person wrote in the translation other than as its reviser, even if another has finished it: the
    second pair of eyes must never have been the first (ISO 17100)."""
    wrote = select(Segment.id).where(Segment.translation_id == translation_id, Segment.edited_by == user_id)
    before = (
        select(SegmentVersion.id)
        .join(Segment, SegmentVersion.segment_id == Segment.id)
        .where(Segment.translation_id == translation_id, SegmentVersion.author_id == user_id)
    )
    if session.scalar(wrote.limit(1)) is None and session.scalar(before.limit(1)) is None:
        return False
    return not _has_revised(session, translation_id, user_id)


def _has_revised(session: Session, translation_id: UUID, user_id: UUID) -> bool:
    rows = select(AuditEvent.action, AuditEvent.actor_id, AuditEvent.details).where(
        AuditEvent.object_kind == "translation",
        AuditEvent.object_id == str(translation_id),
        AuditEvent.action.in_(("revision_taken", "assigned")),
    )
    return any(
        actor == user_id
        if action == "revision_taken"
        else (details.get("work"), details.get("person")) == ("revision", str(user_id))
        for action, actor, details in session.execute(rows)
    )


def lock_document_of(session: Session, translation_id: UUID) -> None:
    """Locks the document of a translation, which must come before the translation itself."""
    mine = select(Translation.document_id).where(Translation.id == translation_id).scalar_subquery()
    session.scalar(select(Document.id).where(Document.id == mine).with_for_update())


def lock_translations(session: Session, document_id: UUID) -> Sequence[Translation]:
    """The translations of a document, locked."""
    found = select(Translation).where(Translation.document_id == document_id).order_by(Translation.version)
    return session.scalars(found.with_for_update().options(selectinload(Translation.order))).all()
