"""What is left of the documents after the torture: every acknowledged one drafted once, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.wiring import Wiring
from storage import audit
from storage.actors import system
from storage.blob_audit import audit_blobs
from storage.models import Document, Order, Page, Reading, Segment, Translation, WorkItem
from storage.workflow import DocumentStatus, PageStatus, TranslationStatus

ACTOR = system("test")
MOVING = (TranslationStatus.TO_TRIAGE, TranslationStatus.DRAFTING)


@dataclass(frozen=True, slots=True)
class Count:
    """All are numbers of documents, but for ``blobs`` and ``audit``, numbers of faults. More may be drafted than
    were acknowledged: a document whose acknowledgement was lost is sent again."""

    acknowledged: int
    lost: int
    drafted: int
    stuck: int
    failed: int
    doubled: int
    blobs: int
    audit: int

    @property
    def good(self) -> bool:
        """Nothing lost, stuck, failed, doubled, damaged, or changed in the log."""
        return not (self.lost or self.stuck or self.failed or self.doubled or self.blobs or self.audit)


def settled(wiring: Wiring) -> bool:
    """Whether nothing moves any more."""
    with wiring.store.read(ACTOR) as uow:
        moving = select(func.count(Translation.id)).where(Translation.status.in_(MOVING))
        return uow.session.scalar(moving) == 0


def count(wiring: Wiring, acknowledged: Sequence[str]) -> Count:
    """Looks at every row and every byte."""
    verdict = audit_blobs(wiring.store, read=True, tell=lambda _n, _total: None)
    with wiring.store.read(ACTOR) as uow:
        session = uow.session
        numbers = set(session.scalars(select(Order.number)))
        statuses = session.scalars(select(Translation.status)).all()
        failed = sum(status is TranslationStatus.FAILED for status in statuses)
        failed += session.scalar(select(func.count()).where(Document.status == DocumentStatus.FAILED)) or 0
        failed += session.scalar(select(func.count()).where(Page.status == PageStatus.FAILED)) or 0
        readings = select(Reading.page_id).group_by(Reading.page_id).having(func.count() > 1)
        segments = select(Segment.translation_id).group_by(Segment.translation_id, Segment.order)
        doubled = sum(len(session.execute(q).all()) for q in (readings, segments.having(func.count() > 1)))
        # Each document is translated once.
        doubled += len(statuses) - (session.scalar(select(func.count(Document.id))) or 0)
        stuck = sum(status in MOVING for status in statuses)
        stuck += session.scalar(select(func.count()).where(WorkItem.done_at.is_(None))) or 0
        return Count(
            acknowledged=len(acknowledged),
            lost=len(set(acknowledged) - numbers),
            drafted=sum(status is TranslationStatus.DRAFTED for status in statuses),
            stuck=stuck,
            failed=failed,
            doubled=doubled,
            blobs=len(verdict.missing) + len(verdict.damaged),
            audit=len(audit.verify(session).problems),
        )
