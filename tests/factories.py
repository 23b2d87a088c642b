"""Rows for tests, made with as little said as possible."""

import io
from datetime import date
from itertools import count
from uuid import UUID, uuid4

from storage.actors import Actor, person
from storage.blobs import new_key
from storage.flow import take_place
from storage.models import (
    Blob,
    Body,
    BodyKind,
    Confidentiality,
    Document,
    Order,
    Page,
    Role,
    Segment,
    Translation,
    Unit,
    User,
    UserRole,
)
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus, PageStatus, TranslationStatus

_numbers = count(1)


def make_body(uow: UnitOfWork, kind: BodyKind = BodyKind.CAISSE, *, name: str = "") -> Body:
    body = Body(name=name or f"Body {next(_numbers)}", kind=kind)
    uow.session.add(body)
    uow.session.flush()
    return body


def make_unit(uow: UnitOfWork, body: Body, *, medical: bool = False, name: str = "") -> Unit:
    unit = Unit(body_id=body.id, name=name or f"Unit {next(_numbers)}", medical=medical)
    uow.session.add(unit)
    uow.session.flush()
    return unit


def make_user(
    uow: UnitOfWork,
    unit: Unit,
    *roles: Role,
    head: bool = False,
    medical: bool = False,
    email: str = "",
    name: str = "",
    password_hash: str | None = None,
) -> User:
    number = next(_numbers)
    user = User(
        unit_id=unit.id,
        email=email or f"user{number}@test.invalid",
        name=name or f"User {number}",
        head=head,
        medical=medical,
        password_hash=password_hash,
    )
    user.granted = [UserRole(role=role) for role in roles]
    user.unit = unit
    uow.session.add(user)
    uow.session.flush()
    return user


def make_actor(uow: UnitOfWork, unit: Unit, *roles: Role, head: bool = False, medical: bool = False) -> Actor:
    body = uow.session.get_one(Body, unit.body_id)
    return person(make_user(uow, unit, *roles, head=head, medical=medical), body)


def make_blob(uow: UnitOfWork, body_id: UUID, data: bytes = b"%PDF-1.7 test") -> Blob:
    stored = uow.blobs.put(new_key(body_id), io.BytesIO(data))
    blob = Blob(key=stored.key, body_id=body_id, sha256=stored.sha256, size=stored.size)
    uow.session.add(blob)
    uow.session.flush()
    return blob


def make_order(
    uow: UnitOfWork, author: Actor, *, confidentiality: Confidentiality = Confidentiality.ORDINARY
) -> Order:
    order = Order(
        number=f"2026-{next(_numbers):06d}",
        body_id=author.body_id,
        unit_id=author.unit_id,
        created_by=author.user_id,
        confidentiality=confidentiality,
        due_on=date(2026, 12, 31),
    )
    uow.session.add(order)
    uow.session.flush()
    return order


def make_document(
    uow: UnitOfWork, order: Order, *, pages: int = 1, status: DocumentStatus = DocumentStatus.RECEIVED
) -> Document:
    blob = make_blob(uow, order.body_id)
    document = Document(
        body_id=order.body_id,
        order_id=order.id,
        blob_key=blob.key,
        file_name="pièce.pdf",
        media_type="application/pdf",
        size=blob.size,
        sha256=blob.sha256,
        page_count=pages,
        status=status,
        created_by=order.created_by,
    )
    read = status is DocumentStatus.READ
    document.pages = [
        Page(number=n, status=PageStatus.READ if read else PageStatus.WAITING) for n in range(1, pages + 1)
    ]
    uow.session.add(document)
    uow.session.flush()
    return document


def make_translation(
    uow: UnitOfWork, document: Document, *, status: TranslationStatus = TranslationStatus.TO_TRIAGE
) -> Translation:
    translation = Translation(
        document_id=document.id, order_id=document.order_id, source_language="de", status=status
    )
    take_place(translation, uow.session.get_one(Order, document.order_id))
    uow.session.add(translation)
    uow.session.flush()
    return translation


def make_segment(
    uow: UnitOfWork, translation: Translation, order: int, source: str, target: str, origin: str = "machine"
) -> Segment:
    segment = Segment(
        id=uuid4(),
        translation_id=translation.id,
        page_number=1,
        order=order,
        role="paragraph",
        boxes=[[72.0, 72.0 + 20 * order, 400.0, 86.0 + 20 * order]],
        source=source,
        source_language="de",
        reading_confidence=95.0,
        draft=target,
        target=target,
        origin=origin,
        engine="Argos de→fr",
        score=0.8,
        findings=[],
    )
    uow.session.add(segment)
    uow.session.flush()
    return segment
