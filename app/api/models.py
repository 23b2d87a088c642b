"""What the interface says, as types: the description for programs is made of them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.service_accounts.scopes import Scope
from storage.models import Confidentiality, Urgency
from storage.workflow import STEPS

Step = StrEnum("Step", {step.upper(): step for step in STEPS})  # type: ignore[misc]


class Said(BaseModel):
    """What is answered."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldError(Said):
    """Où la demande ne suit pas la description, et pourquoi."""

    field: str
    message: str


class RefusedFile(Said):
    """Une pièce refusée : son nom, un code stable, une phrase qui dit quoi faire."""

    name: str
    code: str
    message: str


class Problem(BaseModel):
    """Un refus (RFC 9457). `code` est stable : c'est lui que votre programme compare, jamais la phrase."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str = Field(description="urn:truchement:problem: suivi du code")
    title: str
    status: int
    detail: str = Field(description="Une phrase qui dit quoi faire, en français ou dans la langue demandée.")
    code: str
    reference: str | None = Field(
        default=None, description="En cas de défaut : ce que le journal du service connaît."
    )
    errors: list[FieldError] | None = None
    files: list[RefusedFile] | None = None


class Reason(Said):
    """Pourquoi une pièce n'avance plus. `code` est absent quand une personne l'a écrit."""

    code: str | None
    message: str


class File(Said):
    """Un fichier livré : `pdf`, la traduction ; `bilingual`, en regard de l'original ; `docx`."""

    id: UUID
    kind: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    content: str = Field(description="L'adresse du contenu.")


class Document(Said):
    """Une pièce d'une demande, et où en est sa traduction, en cinq mots : `received` (reçue), `read` (lue),
    `in_translation` (en traduction), `in_revision` (en relecture), `delivered` (livrée)."""

    id: UUID
    order_id: UUID
    translation_id: UUID
    file_name: str
    media_type: str
    size: int
    sha256: str
    pages: int
    pages_read: int
    pages_failed: list[int] = Field(description="Les numéros des pages qui n'ont pas pu être lues.")
    language: str | None = Field(description="La langue trouvée, code ISO 639-1.")
    told_language: str | None = Field(description="La langue annoncée.")
    step: Step
    label: str
    since: datetime
    stopped: bool = Field(description="Elle n'avance plus sans une personne : `reason` dit pourquoi.")
    ended: bool = Field(description="Une personne a décidé qu'elle ne sera pas traduite.")
    held: bool = Field(description="L'antivirus la retient, ou doit encore la voir : son contenu ne s'ouvre pas.")
    reason: Reason | None
    content: str = Field(description="L'adresse de l'original.")
    delivery_id: UUID | None
    files: list[File]


class Translation(Said):
    """La traduction d'une pièce : où elle en est, dans les cinq mots, et ce qui a été livré."""

    id: UUID
    document_id: UUID
    order_id: UUID
    source_language: str | None
    target_language: str
    version: int
    step: Step
    label: str
    since: datetime
    stopped: bool
    ended: bool
    reason: Reason | None
    delivery_id: UUID | None
    files: list[File]


class Order(Said):
    """Une demande. `step` est celle de la pièce attendue la moins avancée."""

    id: UUID
    number: str
    created_at: datetime
    due_on: date
    due_reason: str
    purpose: str
    question: str
    own_reference: str
    urgency: Urgency
    confidentiality: Confidentiality
    unit: str
    step: Step
    label: str
    since: datetime
    stopped: bool
    complete: bool = Field(description="Tout ce qui devait être livré l'est.")
    documents: list[Document]


class OrderPage(Said):
    """Une page de demandes, la plus récente d'abord."""

    items: list[Order]
    next_cursor: str | None


class CreatedOrder(Said):
    """La demande enregistrée, et les pièces qui ont été refusées : les autres suivent leur cours."""

    order: Order
    refused: list[RefusedFile]


class Delivery(Said):
    """Ce qui a été livré d'une traduction. `source_sha256` est l'empreinte de ce qui a été traduit."""

    id: UUID
    order_id: UUID
    document_id: UUID
    translation_id: UUID
    created_at: datetime
    source_sha256: str
    replaced_by: UUID | None
    files: list[File]


class DeliveryPage(Said):
    """Une page de livraisons, la plus récente d'abord."""

    items: list[Delivery]
    next_cursor: str | None


class Language(Said):
    """Une langue que le service connaît."""

    code: str
    french: str
    english: str


class LanguageList(Said):
    """Toutes les langues, par leur code."""

    items: list[Language]


class Limits(Said):
    """Ce qu'une demande peut contenir ; les tailles sont en octets."""

    file_bytes: int
    order_bytes: int
    files: int
    pages: int
    requests_per_minute: int


class Account(Said):
    """Le compte de la clé présentée, et ce qu'elle permet."""

    name: str
    body: str
    unit: str
    whole_body: bool
    medical: bool
    scopes: list[Scope]
    key_expires_at: datetime
    limits: Limits


class Webhook(Said):
    """Une adresse de rappel. `failures` compte les échecs depuis le dernier appel réussi."""

    id: UUID
    url: str
    description: str
    events: list[str]
    created_at: datetime
    enabled: bool
    disabled_at: datetime | None
    disabled_reason: Literal["", "exhausted", "gone"]
    failures: int


class WebhookList(Said):
    """Les adresses de rappel du compte."""

    items: list[Webhook]


class WebhookWithSecret(Said):
    """Une adresse de rappel et son secret, montré ici et jamais plus."""

    webhook: Webhook
    secret: str


class Attempt(Said):
    """Un essai : le statut répondu, ou le code de ce qui a manqué."""

    at: datetime
    status: int | None
    failure: str
    milliseconds: int


class Message(Said):
    """Un rappel et ses essais."""

    id: UUID
    event: str
    data: dict[str, Any]
    created_at: datetime
    state: Literal["waiting", "sent", "failed"]
    next_at: datetime | None
    sent_at: datetime | None
    attempts: list[Attempt]


class MessagePage(Said):
    """Une page de rappels, le plus récent d'abord."""

    items: list[Message]
    next_cursor: str | None
