"""The rows that triage needs."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.access import visible_documents, visible_translations
from storage.actors import Actor
from storage.models import (
    Document,
    Order,
    OutsideWork,
    Page,
    Reading,
    ScanRequest,
    Segment,
    SegmentState,
    Sheet,
    Translation,
    Triage,
    TriageAct,
    TriageFinding,
)
from storage.workflow import DocumentStatus
from storage.workflow import TranslationStatus as T

# The place in line, which the index of a status gives in order.
LINE = (Translation.rank, Translation.due_on, Translation.ordered_at, Translation.id)
MOST = 200


def document(session: Session, actor: Actor, document_id: UUID, *, lock: bool = False) -> Document | None:
    """A file that the actor may see."""
    found = visible_documents(actor).where(Document.id == document_id)
    return session.scalar(found.with_for_update(of=Document) if lock else found)


def translations(session: Session, document_id: UUID, *, lock: bool = False) -> Sequence[Translation]:
    """The documents of a file, in their order."""
    found = select(Translation).where(Translation.document_id == document_id).order_by(Translation.part)
    found = found.options(selectinload(Translation.order).selectinload(Order.body))
    return session.scalars(found.with_for_update() if lock else found).all()


def translation(session: Session, actor: Actor, translation_id: UUID, *, lock: bool = False) -> Translation | None:
    """A document to translate that the actor may see."""
    found = visible_translations(actor).where(Translation.id == translation_id)
    return session.scalar(found.with_for_update(of=Translation) if lock else found)


def lock_order(session: Session, order_id: UUID) -> Order:
    """An order, locked until the commit."""
    return session.scalars(select(Order).where(Order.id == order_id).with_for_update()).one()


def acts(session: Session, document_id: UUID, since: int = -1) -> Sequence[TriageAct]:
    """What people did after a version, the newest first, with who did it."""
    found = select(TriageAct).where(TriageAct.document_id == document_id, TriageAct.version > since)
    return session.scalars(found.options(joinedload(TriageAct.author)).order_by(TriageAct.version.desc())).all()


def findings(session: Session, document_id: UUID) -> Sequence[TriageFinding]:
    """What was noticed, in the order of the pages."""
    found = session.scalars(select(TriageFinding).where(TriageFinding.document_id == document_id)).all()
    return sorted(found, key=lambda finding: (finding.pages[:1], finding.code))


def remove_sheets(session: Session, translation_ids: Sequence[UUID]) -> None:
    """Takes the pages of some documents from their places, to lay them anew."""
    session.execute(delete(Sheet).where(Sheet.translation_id.in_(translation_ids)))


def redrafts(session: Session, translation_ids: Sequence[UUID]) -> set[UUID]:
    """The pages of some documents that came after the others were drafted."""
    found = select(Sheet.page_id).where(Sheet.translation_id.in_(translation_ids), Sheet.redraft)
    return set(session.scalars(found))


def pages(session: Session, ids: Sequence[UUID]) -> dict[UUID, Page]:
    """Pages by their identifiers."""
    return {page.id: page for page in session.scalars(select(Page).where(Page.id.in_(ids)))}


def drafted(session: Session, translation_id: UUID) -> bool:
    """Whether the document has segments."""
    return session.scalar(select(Segment.id).where(Segment.translation_id == translation_id).limit(1)) is not None


def touched(session: Session, translation_id: UUID) -> bool:
    """Whether a person has worked on a segment of it."""
    worked = (Segment.translation_id == translation_id, Segment.state != SegmentState.DRAFT)
    return session.scalar(select(Segment.id).where(*worked).limit(1)) is not None


def remove_segments(session: Session, translation_id: UUID) -> None:
    """Takes away a draft that nobody has touched."""
    session.execute(delete(Segment).where(Segment.translation_id == translation_id))


def segments(session: Session, translation_id: UUID) -> Sequence[Segment]:
    """The segments of a document."""
    return session.scalars(select(Segment).where(Segment.translation_id == translation_id)).all()


def last_requests(session: Session, translation_ids: Sequence[UUID]) -> dict[UUID, ScanRequest]:
    """The newest request of each document that has one."""
    found = (
        select(ScanRequest).where(ScanRequest.translation_id.in_(translation_ids)).order_by(ScanRequest.asked_at)
    )
    return {request.translation_id: request for request in session.scalars(found)}


def request_answered_by(session: Session, document_id: UUID) -> ScanRequest | None:
    """The request that a file answers."""
    return session.scalar(select(ScanRequest).where(ScanRequest.answer_id == document_id))


def outside_work(session: Session, translation_ids: Sequence[UUID]) -> dict[UUID, OutsideWork]:
    """To whom each document that is outside was sent."""
    found = select(OutsideWork).where(
        OutsideWork.translation_id.in_(translation_ids), OutsideWork.returned_at.is_(None)
    )
    return {work.translation_id: work for work in session.scalars(found.order_by(OutsideWork.sent_at))}


def unanswered_in(session: Session, order_id: UUID) -> int:
    """How many new scans the requester of an order still owes."""
    found = (
        select(func.count(ScanRequest.id))
        .join(Translation, ScanRequest.translation_id == Translation.id)
        .where(Translation.order_id == order_id, ScanRequest.closed_at.is_(None))
    )
    return session.scalar(found) or 0


def to_sort(session: Session, actor: Actor) -> Sequence[Translation]:
    """What waits for a person to sort it, as work: urgent first, then by the day promised, then by age."""
    found = (
        visible_translations(actor)
        .join(Document, Translation.document_id == Document.id)
        .join(Triage, Triage.document_id == Document.id)
        .where(
            Translation.status == T.TO_TRIAGE,
            Translation.triaged_at.is_(None),
            Document.status.in_((DocumentStatus.READ, DocumentStatus.FAILED)),
        )
    )
    return _listed(session, found)


def waiting(session: Session, actor: Actor, status: T) -> Sequence[Translation]:
    """What waits for others, in the same order."""
    return _listed(session, visible_translations(actor).where(Translation.status == status))


def _listed(session: Session, found: Select[Translation]) -> Sequence[Translation]:
    shown = found.options(
        joinedload(Translation.document), joinedload(Translation.order).joinedload(Order.body)
    ).order_by(*LINE)
    return session.scalars(shown.limit(MOST)).all()


def finding_codes(session: Session, document_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """What was noticed on each file and not judged yet, by its codes."""
    rows = select(TriageFinding.document_id, TriageFinding.code).where(
        TriageFinding.document_id.in_(document_ids), TriageFinding.judgement.is_(None)
    )
    codes: dict[UUID, list[str]] = {}
    for document_id, code in session.execute(rows.distinct().order_by(TriageFinding.code)):
        codes.setdefault(document_id, []).append(code)
    return codes


def reading(session: Session, page: Page) -> Reading | None:
    """The current reading of a page."""
    return session.get(Reading, page.reading_id) if page.reading_id else None
