"""What a person makes of a proposal: follows it with the answer that was ready, or sets it aside."""

from collections.abc import Sequence
from uuid import UUID

from intake.sorting import queries
from intake.sorting.service import Seen, Told, begin, note
from storage.errors import NotFoundError
from storage.models import Judgement, TriageFinding, now
from storage.unit_of_work import UnitOfWork


def judge(uow: UnitOfWork, document_id: UUID, ids: Sequence[UUID], judgement: Judgement) -> None:
    """Keeps what was decided about findings, by whom and when. Raises NotFoundError for those of another file."""
    known = {finding.id: finding for finding in queries.findings(uow.session, document_id)}
    if not ids or any(each not in known for each in ids):
        raise NotFoundError()
    for each in ids:
        _decide(uow, known[each], judgement)
    uow.record("judged", "document", document_id, None, codes=sorted({known[each].code for each in ids}))


def _decide(uow: UnitOfWork, finding: TriageFinding, judgement: Judgement) -> None:
    finding.judgement, finding.judged_by, finding.judged_at = judgement, uow.actor.user_id, now()


def set_aside(uow: UnitOfWork, seen: Seen, ids: Sequence[UUID]) -> None:
    """Does not follow a proposal: it is shown no more."""
    document, triage = begin(uow, seen)
    judge(uow, document.id, ids, Judgement.SET_ASIDE)
    note(uow, triage, Told("set_aside"))
