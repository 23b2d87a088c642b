"""The French page before it is delivered: the same layout and templates, on screen, marked as a draft."""

from dataclasses import dataclass
from uuid import UUID

from delivery.document import TranslatedDocument
from delivery.printing import screen_html
from delivery.service import House, describe
from storage.access import visible_translations
from storage.errors import NotFoundError
from storage.models import SegmentState, Translation
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page is made of, free of the database; ``discarded`` and ``unconfirmed`` count passages."""

    document: TranslatedDocument
    discarded: int
    unconfirmed: int


def record_view(uow: UnitOfWork, translation_id: UUID) -> None:
    """Writes that the actor looked at the page; raises NotFoundError for a translation that they do not see."""
    translation = _visible(uow, translation_id)
    uow.record_view("translation", translation.id, translation.document.body_id)


def preview(uow: UnitOfWork, translation_id: UUID, house: House) -> Preview:
    """The translation as it would be delivered now, for who sees it. Raises NotFoundError."""
    translation = _visible(uow, translation_id)
    document = describe(uow, translation, house)
    discarded = sum(s.state is SegmentState.DISCARDED for s in translation.segments)
    unconfirmed = sum(not s.confirmed for s in document.segments)
    return Preview(document, discarded, unconfirmed)


def html(shown: Preview, style: str) -> str:
    """The page; ``style`` is the address of its style."""
    return screen_html(
        shown.document, "preview.html", style=style, discarded=shown.discarded, unconfirmed=shown.unconfirmed
    )


def _visible(uow: UnitOfWork, translation_id: UUID) -> Translation:
    translation = uow.session.scalar(visible_translations(uow.actor).where(Translation.id == translation_id))
    if translation is None:
        raise NotFoundError()
    return translation
