"""The messages by which a lower package tells a higher one what happened, and mail: all go by the outbox."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, TypeAlias
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """Every page of a document has been read or given up."""

    kind: ClassVar[str] = "document_read"
    document_id: UUID


@dataclass(frozen=True, slots=True)
class DocumentHeld:
    """The antivirus, or an administrator after it, has changed where a document stands."""

    kind: ClassVar[str] = "document_held"
    document_id: UUID


@dataclass(frozen=True, slots=True)
class TranslationDelivered:
    """The files of a translation are there."""

    kind: ClassVar[str] = "translation_delivered"
    translation_id: UUID


@dataclass(frozen=True, slots=True)
class TranslationStopped:
    """A coordinator closed a translation without translation, or cancelled it."""

    kind: ClassVar[str] = "translation_stopped"
    translation_id: UUID


@dataclass(frozen=True, slots=True)
class TranslationResumed:
    """A translation that was stopped goes on."""

    kind: ClassVar[str] = "translation_resumed"
    translation_id: UUID


@dataclass(frozen=True, slots=True)
class ScanAsked:
    """A requester is asked for a new scan of a piece."""

    kind: ClassVar[str] = "scan_asked"
    translation_id: UUID


@dataclass(frozen=True, slots=True)
class OrderRescheduled:
    """The day promised for an order has changed to ``due_on`` (ISO 8601; empty in messages written before it was
    kept); ``restored`` when an earlier change was taken back, which has no reason of its own."""

    kind: ClassVar[str] = "order_rescheduled"
    order_id: UUID
    due_on: str = ""
    restored: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one person. The text may hold a secret link: it is wiped from the outbox once sent."""

    kind: ClassVar[str] = "mail"
    to: str
    subject: str
    text: str


Message: TypeAlias = (
    DocumentRead
    | DocumentHeld
    | TranslationDelivered
    | TranslationStopped
    | TranslationResumed
    | ScanAsked
    | OrderRescheduled
    | Mail
)

KINDS: Mapping[str, type[Message]] = {
    m.kind: m
    for m in (
        DocumentRead,
        DocumentHeld,
        TranslationDelivered,
        TranslationStopped,
        TranslationResumed,
        ScanAsked,
        OrderRescheduled,
        Mail,
    )
}


def to_payload(message: Message) -> dict[str, Any]:
    """The message as JSON."""
    return {k: str(v) if isinstance(v, UUID) else v for k, v in asdict(message).items()}


def from_payload(kind: str, payload: Mapping[str, Any]) -> Message:
    """The message that ``to_payload`` wrote; raises KeyError for a kind that is not declared here."""
    values: dict[str, Any] = {k: UUID(v) if k.endswith("_id") else v for k, v in payload.items()}
    return KINDS[kind](**values)
