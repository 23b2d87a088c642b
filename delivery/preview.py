"""The French page before it is delivered: the same layout and templates, on screen, marked as a draft."""

from uuid import UUID

from delivery.printing import screen_html
from delivery.service import House, describe
from storage.access import visible_translations
from storage.errors import NotFoundError
from storage.models import SegmentState, Translation
from storage.unit_of_work import UnitOfWork


def preview(uow: UnitOfWork, translation_id: UUID, house: House, style: str) -> str:
    """The page as it would be delivered now, for who sees the translation; ``style`` is the address of its style.
    Raises NotFoundError."""
    translation = uow.session.scalar(visible_translations(uow.actor).where(Translation.id == translation_id))
    if translation is None:
        raise NotFoundError()
    uow.record_view("translation", translation.id, translation.document.body_id)
    document = describe(uow, translation, house)
    discarded = sum(s.state is SegmentState.DISCARDED for s in translation.segments)
    unconfirmed = sum(not s.confirmed for s in document.segments)
    return screen_html(document, "preview.html", style=style, discarded=discarded, unconfirmed=unconfirmed)
