"""Orders: made of the files that were accepted, then followed until they are delivered."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO

from intake import queries
from intake.antivirus.service import request_scan
from intake.checks import CheckedFile
from intake.errors import NoFileError, SentTwiceError, TooManyFilesError, UnknownLanguageError
from intake.origin import Parcel
from ocr.document import PDF
from ocr.service import request_reading
from storage.blobs import BlobDamagedError, new_key
from storage.flow import take_place
from storage.languages import LANGUAGES
from storage.models import (
    Blob,
    Confidentiality,
    Container,
    Document,
    Order,
    Page,
    Translation,
    Urgency,
)
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """What the requester says of an order; ``language`` is an ISO 639-1 code, None to have it found; ``key`` is
    the same for what is sent twice."""

    purpose: str = ""
    question: str = ""
    own_reference: str = ""
    urgency: Urgency = Urgency.NORMAL
    confidentiality: Confidentiality = Confidentiality.ORDINARY
    language: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The service targets, in days, how many files an order may hold, and whether an antivirus looks at them
    before they are read."""

    days_normal: int
    days_urgent: int
    files: int
    scanned: bool = False

    def due(self, urgency: Urgency, today: date) -> date:
        """The day by which the translation is promised."""
        days = self.days_urgent if urgency is Urgency.URGENT else self.days_normal
        return today + timedelta(days=days)


def create_order(
    uow: UnitOfWork,
    request: OrderRequest,
    files: Sequence[CheckedFile],
    terms: Terms,
    today: date,
    parcels: Sequence[Parcel] = (),
) -> Order:
    """Records an order and its files, and puts them in the queue; the caller commits, and only then acknowledges.
    ``parcels`` are the mails and archives that some files came in, which are kept too.

    The bytes are in the blob store before the rows that name them. Raises UploadError, and BlobStoreError when
    the store does not answer: nothing is then recorded.
    """
    if not files:
        raise NoFileError()
    if len(files) > terms.files:
        raise TooManyFilesError(most=terms.files)
    if request.language is not None and request.language not in LANGUAGES:
        raise UnknownLanguageError(language=request.language)
    actor = uow.actor
    if actor.body_id is None or actor.unit_id is None:
        raise ValueError("an order is made by a person of a body")
    # The bytes go first: on SQLite the write lock is then held for the rows alone.
    stored = [put_file(uow, file) for file in files]
    kept = [_put_parcel(uow, parcel) for parcel in parcels]
    order = Order(
        number=f"{today.year}-{queries.next_number(uow.session, f'order-{today.year}'):06d}",
        body_id=actor.body_id,
        unit_id=actor.unit_id,
        created_by=actor.person,
        purpose=request.purpose[:200],
        question=request.question,
        own_reference=request.own_reference[:100],
        urgency=request.urgency,
        confidentiality=request.confidentiality,
        due_on=terms.due(request.urgency, today),
        request_key=request.key,
    )
    with uow.unique(Order.request_key, SentTwiceError()):
        uow.session.add(order)
    uow.record("created", "order", order.id, order.body_id, files=len(files))
    containers = [_add_container(uow, order, parcel, blob) for parcel, blob in zip(parcels, kept, strict=True)]
    for file, blobs in zip(files, stored, strict=True):
        document = _add_document(uow, order, request, file, blobs)
        if file.origin is not None:
            document.container_id, document.origin = containers[file.origin.container].id, file.origin.record()
        _send_on(uow, document, scanned=terms.scanned)
    return order


def _add_container(uow: UnitOfWork, order: Order, parcel: Parcel, blob: Blob) -> Container:
    uow.session.add(blob)
    uow.session.flush()
    container = Container(
        body_id=order.body_id,
        order_id=order.id,
        blob_key=blob.key,
        file_name=parcel.name,
        media_type=parcel.media_type,
        size=parcel.size,
        sha256=blob.sha256,
        mails=parcel.mail_records(),
        refused=[one.record() for one in parcel.refused],
        created_by=order.created_by,
    )
    uow.session.add(container)
    uow.session.flush()
    codes = sorted({one.error.code for one in parcel.refused})
    uow.record("received", "container", container.id, container.body_id, order=order.id, refused=codes)
    return container


@dataclass(frozen=True, slots=True)
class Stored:
    """The bytes of a file and of its reading copy, as they lie in the store."""

    original: Blob
    copy: Blob | None


def add_scan(uow: UnitOfWork, order: Order, file: CheckedFile, stored: Stored, terms: Terms) -> Document:
    """A new scan for a document of an order: its pages belong to that document's translation, it has none of its
    own. The bytes are stored already (``put_file``)."""
    document = _add_file(uow, order, file, stored, None)
    _send_on(uow, document, scanned=terms.scanned)
    return document


def put_file(uow: UnitOfWork, file: CheckedFile) -> Stored:
    """Stores the bytes of a file for the actor's body, before any row names them. Raises BlobStoreError."""
    with file.path.open("rb") as source:
        original = _put(uow, source, file.size)
    copy = _put(uow, io.BytesIO(file.copy), len(file.copy)) if file.copy else None
    return Stored(original, copy)


def _put_parcel(uow: UnitOfWork, parcel: Parcel) -> Blob:
    with parcel.path.open("rb") as source:
        return _put(uow, source, parcel.size)


def _put(uow: UnitOfWork, source: BinaryIO, size: int) -> Blob:
    body_id = uow.actor.body_id
    if body_id is None:
        raise ValueError("an order is made by a person of a body")
    sha256 = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]  # a BytesIO will do
    source.seek(0)
    stored = uow.blobs.put(new_key(body_id), source)
    if stored.sha256 != sha256 or stored.size != size:
        raise BlobDamagedError()
    return Blob(key=stored.key, body_id=body_id, sha256=stored.sha256, size=stored.size)


def _send_on(uow: UnitOfWork, document: Document, *, scanned: bool) -> None:
    urgent = document.order is not None and document.order.urgency is Urgency.URGENT
    if scanned:
        request_scan(uow, document, urgent=urgent)
    else:
        request_reading(uow, document, urgent=urgent)


def _add_document(
    uow: UnitOfWork, order: Order, request: OrderRequest, file: CheckedFile, stored: Stored
) -> Document:
    document = _add_file(uow, order, file, stored, request.language)
    translation = Translation(document_id=document.id, order_id=order.id, source_language=request.language)
    take_place(translation, order)
    uow.session.add(translation)
    return document


def _add_file(uow: UnitOfWork, order: Order, file: CheckedFile, stored: Stored, language: str | None) -> Document:
    blob, copy = stored.original, stored.copy
    uow.session.add_all([blob, copy] if copy is not None else [blob])
    uow.session.flush()
    document = Document(
        body_id=order.body_id,
        order_id=order.id,
        blob_key=blob.key,
        file_name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=blob.sha256,
        copy_key=copy.key if copy is not None else None,
        copy_sha256=copy.sha256 if copy is not None else None,
        copy_type=file.copy_type if copy is not None else None,
        page_count=file.pages,
        active_content=list(file.active),
        told_language=language,
        created_by=uow.actor.person,
    )
    document.pages = [Page(number=number) for number in range(1, file.pages + 1)]
    uow.session.add(document)
    uow.session.flush()
    uow.record(
        "received",
        "document",
        document.id,
        document.body_id,
        order=order.id,
        pages=file.pages,
        active=list(file.active),
        **({"copy": "unlocked" if file.copy_type == PDF else "set"} if copy is not None else {}),
    )
    return document
