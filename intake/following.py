"""What a requester sees of their orders: where each stands, in five words and one reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, tuple_
from sqlalchemy.orm import Session, selectinload

from storage.access import visible_documents, visible_orders
from storage.actors import Actor
from storage.counting import count_up_to
from storage.errors import NotFoundError
from storage.models import Container, Delivery, DeliveryFile, Document, Order, Page, ScanRequest, Translation
from storage.silence import silent_since
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus, PageStatus, TranslationStatus, requester_step

PER_PAGE = 25
# Pages of one window; what is older is the next window's.
WINDOW = 40
STOPPED = (TranslationStatus.FAILED, TranslationStatus.CANCELLED, TranslationStatus.CLOSED_WITHOUT_TRANSLATION)
STOPPED_FILES = (
    DocumentStatus.FAILED,
    DocumentStatus.CANCELLED,
    DocumentStatus.QUARANTINED,
    DocumentStatus.DISCARDED,
    DocumentStatus.ERASED,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of an order. ``step`` counts from 1 (reçue) to 5 (livrée); ``read`` and ``failed`` count pages;
    ``files`` are those delivered; ``stopped`` says that it goes no further without a person, ``silent`` that the
    antivirus, for which it may wait, does not answer."""

    document: Document
    translation: Translation
    step: int
    stopped: bool
    read: int
    failed: tuple[int, ...]
    files: tuple[DeliveryFile, ...]
    silent: bool = False
    request: ScanRequest | None = None

    @property
    def awaits_scan(self) -> bool:
        """Whether its requester has a new scan to send."""
        return (
            self.translation.status is TranslationStatus.AWAITING_REQUESTER
            and self.request is not None
            and self.request.closed_at is None
        )

    @property
    def outside(self) -> bool:
        """Whether somebody outside translates it."""
        return self.translation.status is TranslationStatus.SENT_OUTSIDE

    @property
    def scanning(self) -> bool:
        """Whether it waits for the antivirus."""
        return self.document.status is DocumentStatus.TO_SCAN

    @property
    def ended(self) -> bool:
        """Whether a person decided that it will not be translated."""
        return self.translation.status in ENDED

    @property
    def moving(self) -> bool:
        """Whether its state may change by itself within seconds."""
        return not self.stopped and (self.step == 1 or self.translation.status in BY_MACHINE)


ENDED = (TranslationStatus.CANCELLED, TranslationStatus.CLOSED_WITHOUT_TRANSLATION)
# A new scan is to come, or somebody outside has it: the file that came first stops nothing.
WITH_OTHERS = (TranslationStatus.AWAITING_REQUESTER, TranslationStatus.SENT_OUTSIDE)
BY_MACHINE = (TranslationStatus.TO_TRIAGE, TranslationStatus.DRAFTING, TranslationStatus.APPROVED)


@dataclass(frozen=True, slots=True)
class Followed:
    """An order with its pieces; ``step`` is that of the piece still awaited that is the least far. The mails and
    archives that pieces came in are told of one order, not of a list."""

    order: Order
    pieces: tuple[Piece, ...]
    containers: tuple[Container, ...] = ()

    @property
    def step(self) -> int:
        """How far the whole order is."""
        return min((piece.step for piece in self.awaited or self.pieces), default=1)

    @property
    def awaited(self) -> tuple[Piece, ...]:
        """The pieces that are translated or will be: without those closed without translation or cancelled."""
        return tuple(piece for piece in self.pieces if not piece.ended)

    @property
    def all_delivered(self) -> bool:
        """Whether nothing more is to come, and something came."""
        return bool(self.awaited) and self.delivered == len(self.awaited)

    @property
    def stopped(self) -> bool:
        """Whether a piece of it needs a person."""
        return any(piece.stopped for piece in self.pieces)

    @property
    def ended(self) -> bool:
        """Whether what goes no further does so because a person decided it, so that nothing is to be mended."""
        return self.stopped and all(piece.ended for piece in self.pieces if piece.stopped)

    @property
    def awaits_scan(self) -> bool:
        """Whether a new scan of a piece of it is to be sent."""
        return any(piece.awaits_scan for piece in self.pieces)

    @property
    def scanning(self) -> bool:
        """Whether a piece of it waits for the antivirus."""
        return any(piece.scanning for piece in self.pieces)

    @property
    def silent(self) -> bool:
        """Whether a piece of it waits for an antivirus that does not answer."""
        return any(piece.silent for piece in self.pieces)

    @property
    def moving(self) -> bool:
        """Whether a screen that shows it should ask again."""
        return any(piece.moving for piece in self.pieces)

    @property
    def delivered(self) -> int:
        """How many of its pieces are delivered."""
        return sum(piece.step == 5 for piece in self.pieces)

    @property
    def since(self) -> datetime:
        """Since when it stands where it stands."""
        return max((piece.translation.status_since for piece in self.pieces), default=self.order.created_at)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list of orders. ``total`` is counted up to a bound; ``older`` is the order after which the
    list goes on beyond it, None when it does not."""

    orders: tuple[Followed, ...]
    page: int
    pages: int
    total: int
    older: UUID | None = None


def find_order(uow: UnitOfWork, order_id: UUID) -> Followed:
    """An order that the actor may see; raises NotFoundError."""
    order = uow.session.scalar(_with_people(uow.actor).where(Order.id == order_id))
    if order is None:
        raise NotFoundError()
    found = select(Container).where(Container.order_id == order.id).order_by(Container.created_at, Container.id)
    return replace(_followed(uow.session, [order])[0], containers=tuple(uow.session.scalars(found)))


def list_orders(uow: UnitOfWork, search: str = "", page: int = 1, before: UUID | None = None) -> Listing:
    """The orders that the actor may see, newest first, older than ``before`` if it is one of them; ``search``
    looks in numbers, references and file names."""
    found = _with_people(uow.actor)
    if search.strip():
        found = found.where(_matches(search.strip()))
    last = uow.session.scalar(visible_orders(uow.actor).where(Order.id == before)) if before else None
    if last is not None:
        found = found.where(tuple_(Order.created_at, Order.id) < tuple_(last.created_at, last.id))
    total = count_up_to(uow.session, found, WINDOW * PER_PAGE)
    pages = min(max(1, -(-total // PER_PAGE)), WINDOW)
    page = min(max(page, 1), pages)
    newest = found.order_by(Order.created_at.desc(), Order.id.desc())
    rows = uow.session.scalars(newest.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    older = rows[-1].id if page == WINDOW and total > WINDOW * PER_PAGE else None
    return Listing(tuple(_followed(uow.session, rows)), page, pages, total, older)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders a program asks for; None is any."""

    number: str | None = None
    own_reference: str | None = None
    created_after: datetime | None = None


def orders_after(
    uow: UnitOfWork, wanted: Wanted, limit: int, after: tuple[datetime, UUID] | None
) -> tuple[Followed, ...]:
    """The orders that the actor may see, newest first, older than the one made at ``after``."""
    found = _with_people(uow.actor)
    if wanted.number is not None:
        found = found.where(Order.number == wanted.number)
    if wanted.own_reference is not None:
        found = found.where(Order.own_reference == wanted.own_reference)
    if wanted.created_after is not None:
        found = found.where(Order.created_at > wanted.created_after)
    if after is not None:
        found = found.where(tuple_(Order.created_at, Order.id) < tuple_(*after))
    newest = found.order_by(Order.created_at.desc(), Order.id.desc()).limit(limit)
    return tuple(_followed(uow.session, uow.session.scalars(newest).all()))


def find_piece(uow: UnitOfWork, document_id: UUID) -> tuple[Followed, Piece]:
    """A piece that the actor may see, with its order; raises NotFoundError."""
    document = uow.session.scalar(visible_documents(uow.actor).where(Document.id == document_id))
    if document is None or document.order_id is None:
        raise NotFoundError()
    order = find_order(uow, document.order_id)
    piece = next((piece for piece in order.pieces if piece.document.id == document_id), None)
    if piece is None:
        raise NotFoundError()
    return order, piece


def _with_people(actor: Actor) -> Select[Order]:
    return visible_orders(actor).options(
        selectinload(Order.body), selectinload(Order.unit), selectinload(Order.author)
    )


def _matches(search: str) -> ColumnElement[bool]:
    named = select(Document.id).where(
        Document.order_id == Order.id, Document.file_name.icontains(search, autoescape=True)
    )
    return or_(
        Order.number.icontains(search, autoescape=True),
        Order.own_reference.icontains(search, autoescape=True),
        named.exists(),
    )


def _followed(session: Session, orders: Sequence[Order]) -> list[Followed]:
    ids = [order.id for order in orders]
    newest: dict[tuple[UUID, int], Translation] = {}
    rows = select(Translation).where(Translation.order_id.in_(ids)).options(selectinload(Translation.document))
    for translation in session.scalars(rows.order_by(Translation.version)):
        newest[translation.document_id, translation.part] = translation
    waiting = any(translation.document.status is DocumentStatus.TO_SCAN for translation in newest.values())
    silent = waiting and silent_since(session) is not None
    ids = [translation.id for translation in newest.values()]
    pages, files = _pages(session, [document_id for document_id, _part in newest]), _files(session, ids)
    asked = _asked(session, ids)
    pieces: dict[UUID, list[Piece]] = {}
    for translation in newest.values():
        piece = _piece(translation, pages.get(translation.document_id, {}), files.get(translation.id, ()))
        piece = replace(piece, request=asked.get(translation.id), silent=silent and piece.scanning)
        pieces.setdefault(translation.order_id, []).append(piece)
    return [
        Followed(
            order,
            tuple(sorted(pieces.get(order.id, ()), key=lambda p: (p.document.created_at, p.translation.part))),
        )
        for order in orders
    ]


def _piece(translation: Translation, pages: Mapping[int, PageStatus], files: tuple[DeliveryFile, ...]) -> Piece:
    document = translation.document
    waits = translation.status in WITH_OTHERS
    stopped = translation.status in STOPPED or (document.status in STOPPED_FILES and not waits)
    return Piece(
        document=document,
        translation=translation,
        step=requester_step(document.status, translation.status) + 1,
        stopped=stopped,
        read=sum(status is PageStatus.READ for status in pages.values()),
        failed=tuple(number for number, status in sorted(pages.items()) if status is PageStatus.FAILED),
        files=files,
    )


def _pages(session: Session, ids: Sequence[UUID]) -> dict[UUID, dict[int, PageStatus]]:
    found: dict[UUID, dict[int, PageStatus]] = {}
    rows = select(Page.document_id, Page.number, Page.status).where(Page.document_id.in_(ids))
    for document_id, number, status in session.execute(rows):
        found.setdefault(document_id, {})[number] = status
    return found


def _asked(session: Session, ids: Sequence[UUID]) -> dict[UUID, ScanRequest]:
    rows = select(ScanRequest).where(ScanRequest.translation_id.in_(ids)).order_by(ScanRequest.asked_at)
    return {request.translation_id: request for request in session.scalars(rows)}


def _files(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[DeliveryFile, ...]]:
    rows = select(Delivery).where(Delivery.translation_id.in_(ids)).options(selectinload(Delivery.files))
    return {delivery.translation_id: tuple(delivery.files) for delivery in session.scalars(rows)}
