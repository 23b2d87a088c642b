"""The pages of a document to translate, in their order: its sheets, or all of its file while it has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from storage.models import Blob, Document, Out, Page, Reading, Sheet, Translation


@dataclass(frozen=True, slots=True)
class Laid:
    """A page in its place. ``position`` counts from 1 and is what segments name; ``out`` and ``summary`` are those
    of its sheet; ``file`` is the file that holds it, ``reading`` its current reading, None while there is none,
    ``sha256`` that of the words it found."""

    position: int
    page: Page
    file: Document
    reading: Reading | None
    out: Out | None = None
    summary: str = ""
    redraft: bool = False
    sha256: str | None = None

    @property
    def in_scope(self) -> bool:
        """Whether it is translated."""
        return self.out is None


def sheets_of(session: Session, translation_id: UUID) -> Sequence[Sheet]:
    """The sheets of a translation, in their order; none while it is all of its file."""
    found = select(Sheet).where(Sheet.translation_id == translation_id).order_by(Sheet.position)
    return session.scalars(found.options(selectinload(Sheet.page))).all()


def pages_of(session: Session, translation: Translation) -> tuple[Laid, ...]:
    """The pages of a translation, in their order."""
    placed = (
        select(Sheet, Page, Reading, Document, Blob.sha256)
        .join(Page, Sheet.page_id == Page.id)
        .join(Document, Page.document_id == Document.id)
        .outerjoin(Reading, Page.reading_id == Reading.id)
        .outerjoin(Blob, Reading.words_key == Blob.key)
        .where(Sheet.translation_id == translation.id)
        .order_by(Sheet.position)
    )
    laid = tuple(
        Laid(sheet.position, page, file, reading, sheet.out, sheet.summary, sheet.redraft, sha256)
        for sheet, page, reading, file, sha256 in session.execute(placed)
    )
    return laid or pages_of_file(session, translation.document)


def pages_of_file(session: Session, document: Document) -> tuple[Laid, ...]:
    """All the pages of a file, as they came."""
    found = (
        select(Page, Reading, Blob.sha256)
        .outerjoin(Reading, Page.reading_id == Reading.id)
        .outerjoin(Blob, Reading.words_key == Blob.key)
        .where(Page.document_id == document.id)
        .order_by(Page.number)
    )
    return tuple(
        Laid(page.number, page, document, reading, sha256=sha256)
        for page, reading, sha256 in session.execute(found)
    )


def page_at(session: Session, translation: Translation, position: int) -> Laid | None:
    """One page of a translation; None when it has no such page."""
    return next((laid for laid in pages_of(session, translation) if laid.position == position), None)
