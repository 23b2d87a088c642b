"""Where each document of the demonstration stands, told on the terminal a line at a time as it moves."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from storage.actors import system
from storage.errors import TemporaryError
from storage.models import Document, Order, Page, Translation, Triage
from storage.unit_of_work import Store
from storage.workflow import DocumentStatus, PageStatus, TranslationStatus

ACTOR = system("demo")
POLL_SECONDS = 0.5
SETTLED = (TranslationStatus.DRAFTED, TranslationStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Standing:
    """One document: ``read`` of ``pages`` are done."""

    number: str
    file_name: str
    document: DocumentStatus
    translation: TranslationStatus
    pages: int
    read: int
    words: int
    engine: str | None
    reason: str | None
    sorting: bool = False

    @property
    def settled(self) -> bool:
        """Whether the machine has done its part."""
        return (
            self.sorting
            or self.translation in SETTLED
            or self.translation
            not in (
                TranslationStatus.TO_TRIAGE,
                TranslationStatus.DRAFTING,
            )
        )

    def line(self) -> str:
        """The French line."""
        return f"  {self.number}  {self.file_name:<34.34}  {self._state()}"

    def _state(self) -> str:
        if self.translation is TranslationStatus.FAILED:
            return f"échec ({self.reason})"
        if self.sorting:
            return "lue, à trier par une personne"
        if self.settled:
            return f"brouillon prêt, {self.words} mots, {self.engine or 'sans moteur pour cette langue'}"
        if self.document is DocumentStatus.READ:
            return "lue, brouillon en cours"
        if self.document is DocumentStatus.READING:
            if self.read == 0:
                return f"lecture, {self.pages} page{'s' if self.pages > 1 else ''}"
            return f"lecture, {self.read} page{'s' if self.read > 1 else ''} sur {self.pages}"
        return "reçue"


def standings(store: Store, orders: Sequence[UUID]) -> list[Standing]:
    """How far the documents of the orders are."""
    done = (
        select(func.count(Page.id))
        .where(Page.document_id == Document.id, Page.status != PageStatus.WAITING)
        .scalar_subquery()
    )
    rows = (
        select(Order.number, Document, Translation, done, Triage.document_id)
        .join(Document, Document.order_id == Order.id)
        .join(Translation, Translation.document_id == Document.id)
        .outerjoin(Triage, Triage.document_id == Document.id)
        .where(Order.id.in_(orders))
        .order_by(Order.number)
    )
    with store.read(ACTOR) as uow:
        return [
            Standing(
                number=number,
                file_name=document.file_name,
                document=document.status,
                translation=translation.status,
                pages=document.page_count,
                read=read,
                words=translation.words,
                engine=translation.engine,
                reason=translation.reason,
                sorting=triage is not None and translation.status is TranslationStatus.TO_TRIAGE,
            )
            for number, document, translation, read, triage in uow.session.execute(rows)
        ]


def follow(
    store: Store, orders: Sequence[UUID], say: Callable[[str], None], stop: threading.Event, address: str
) -> None:
    """Says each change until every draft is there, or ``stop`` is set. In the end it says the ``address`` of
    the service once more, which a dozen documents have pushed out of sight."""
    told: dict[str, str] = {}
    while not stop.wait(POLL_SECONDS):
        try:
            present = standings(store, orders)
        except TemporaryError:
            continue
        for standing in present:
            line = standing.line()
            if told.get(standing.number) != line:
                told[standing.number] = line
                say(line)
        if all(standing.settled for standing in present):
            say(f"\n  Tous les documents de démonstration ont été traités. À vous\u00a0: {address}\n")
            return
