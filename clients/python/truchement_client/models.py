"""What the service says, as types. A test of the service compares them with its OpenAPI document."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not taken: why, in a stable code and a sentence."""

    name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document goes no further; without ``code`` a person wrote it."""

    code: str | None
    message: str


@dataclass(frozen=True, slots=True)
class File:
    """A delivered file: ``kind`` is ``pdf``, ``bilingual`` or ``docx``."""

    id: UUID
    kind: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    content: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document of an order. ``step`` is ``received``, ``read``, ``in_translation``, ``in_revision`` or
    ``delivered``; ``label`` the same in words."""

    id: UUID
    order_id: UUID
    translation_id: UUID
    file_name: str
    media_type: str
    size: int
    sha256: str
    pages: int
    pages_read: int
    pages_failed: list[int]
    language: str | None
    told_language: str | None
    step: str
    label: str
    since: datetime
    stopped: bool
    ended: bool
    held: bool
    reason: Reason | None
    content: str
    delivery_id: UUID | None
    files: list[File]


@dataclass(frozen=True, slots=True)
class Translation:
    """The translation of a document."""

    id: UUID
    document_id: UUID
    order_id: UUID
    source_language: str | None
    target_language: str
    version: int
    step: str
    label: str
    since: datetime
    stopped: bool
    ended: bool
    reason: Reason | None
    delivery_id: UUID | None
    files: list[File]


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its documents."""

    id: UUID
    number: str
    created_at: datetime
    due_on: date
    due_reason: str
    purpose: str
    question: str
    own_reference: str
    urgency: str
    confidentiality: str
    unit: str
    step: str
    label: str
    since: datetime
    stopped: bool
    complete: bool
    documents: list[Document]


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A page of orders."""

    items: list[Order]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class CreatedOrder:
    """An order that was taken, and the files of it that were not."""

    order: Order
    refused: list[RefusedFile]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was delivered of a translation."""

    id: UUID
    order_id: UUID
    document_id: UUID
    translation_id: UUID
    created_at: datetime
    source_sha256: str
    replaced_by: UUID | None
    files: list[File]


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """A page of deliveries."""

    items: list[Delivery]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the service knows."""

    code: str
    french: str
    english: str


@dataclass(frozen=True, slots=True)
class LanguageList:
    """All of them."""

    items: list[Language]


@dataclass(frozen=True, slots=True)
class Limits:
    """What an order may hold; sizes in bytes."""

    file_bytes: int
    order_bytes: int
    files: int
    pages: int
    requests_per_minute: int


@dataclass(frozen=True, slots=True)
class Account:
    """Whose key it is, and what it allows."""

    name: str
    body: str
    unit: str
    whole_body: bool
    medical: bool
    scopes: list[str]
    key_expires_at: datetime
    limits: Limits


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is called."""

    id: UUID
    url: str
    description: str
    events: list[str]
    created_at: datetime
    enabled: bool
    disabled_at: datetime | None
    disabled_reason: str
    failures: int


@dataclass(frozen=True, slots=True)
class WebhookList:
    """All of an account's."""

    items: list[Webhook]


@dataclass(frozen=True, slots=True)
class WebhookWithSecret:
    """An address with the secret that signs its calls: keep it, it is not shown again."""

    webhook: Webhook
    secret: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a message."""

    at: datetime
    status: int | None
    failure: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Message:
    """What was told, and each try: ``state`` is ``waiting``, ``sent`` or ``failed``."""

    id: UUID
    event: str
    data: dict[str, Any]
    created_at: datetime
    state: str
    next_at: datetime | None
    sent_at: datetime | None
    attempts: list[Attempt]


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page of messages."""

    items: list[Message]
    next_cursor: str | None


def read(model: type[Model], told: Any) -> Model:
    """The model of what was told; what a newer service adds is passed over."""
    kinds: Mapping[str, Any] = _kinds(model)  # type: ignore[arg-type]
    return model(**{name: _value(kind, told[name]) for name, kind in kinds.items()})


@cache
def _kinds(model: Any) -> Mapping[str, Any]:
    kinds = get_type_hints(model)
    return {each.name: kinds[each.name] for each in fields(model)}


def _value(kind: Any, told: Any) -> Any:
    if get_origin(kind) is UnionType:
        kinds = [each for each in get_args(kind) if each is not type(None)]
        return None if told is None else _value(kinds[0], told)
    if get_origin(kind) is list:
        return [_value(get_args(kind)[0], each) for each in told]
    if is_dataclass(kind) and isinstance(kind, type):
        return read(kind, told)
    if kind in (datetime, date):
        return kind.fromisoformat(told)
    return UUID(told) if kind is UUID else told
