"""Moving a translation on: its status, and the work that the status asks for, in one place."""

from storage import queue
from storage.models import Translation, Urgency
from storage.unit_of_work import UnitOfWork
from storage.workflow import TRANSLATION_QUEUE, TranslationStatus


def advance(
    uow: UnitOfWork, translation: Translation, after: TranslationStatus, reason: str | None = None
) -> None:
    """Takes the status ``after`` and puts the work that follows in its queue; raises MoveError when the workflow
    does not allow it."""
    before = translation.status
    translation.move(after, reason)
    body_id = translation.document.body_id
    uow.record(after.value, "translation", translation.id, body_id, before=before.value)
    following = TRANSLATION_QUEUE.get(after)
    if following is not None:
        urgent = translation.order.urgency is Urgency.URGENT
        queue.enqueue(uow.session, following, translation.id, body_id, urgent=urgent)
        uow.wake(following)
