"""What the interface takes, as types: requests are checked by them, and described."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from delivery.webhooks.events import SUBSCRIBED
from storage.models import Confidentiality, Urgency

#: Texts hold no control character but tabs and line ends: the database takes no NUL, and nobody types the others.
PLAIN = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]*$"
Subscribed = StrEnum("Subscribed", {event.name: event.value for event in SUBSCRIBED})  # type: ignore[misc]


def _encodable(text: str) -> str:
    text.encode()  # half of a surrogate pair is no text
    return text


def _text(most: int, least: int = 0) -> Any:
    return Annotated[
        str,
        StringConstraints(max_length=most, min_length=least, pattern=PLAIN),
        AfterValidator(_encodable),
    ]


class Asked(BaseModel):
    """What is sent: a field that there is not is refused rather than passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewOrder(Asked):
    """Une demande et ses pièces."""

    purpose: _text(200) = Field(default="", description="À quoi servira la traduction.")  # type: ignore[valid-type]
    question: _text(2000) = Field(  # type: ignore[valid-type]
        default="", description="La question à laquelle la traduction doit répondre."
    )
    own_reference: _text(100) = Field(default="", description="Votre numéro de dossier.")  # type: ignore[valid-type]
    urgency: Urgency = Urgency.NORMAL
    confidentiality: Confidentiality = Confidentiality.ORDINARY
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2}$")] | None = Field(
        default=None, description="La langue des pièces, code ISO 639-1 ; sans elle, elle est cherchée."
    )


class PageQuery(Asked):
    """Quelle page d'une liste."""

    cursor: Annotated[str, StringConstraints(max_length=200, pattern="^[A-Za-z0-9_-]+$")] | None = Field(
        default=None, description="Le `next_cursor` de la page précédente ; sans lui, la première page."
    )
    limit: int = Field(default=25, ge=1, le=100, description="Combien de lignes au plus.")


class OrderQuery(PageQuery):
    """Quelles demandes."""

    number: _text(20) | None = Field(default=None, description="Ce numéro exactement.")  # type: ignore[valid-type]
    own_reference: _text(100) | None = Field(  # type: ignore[valid-type]
        default=None, description="Ce numéro de dossier exactement."
    )
    created_after: AwareDatetime | None = Field(
        default=None, description="Déposées après cet instant (RFC 3339, avec son fuseau)."
    )


class DeliveryQuery(PageQuery):
    """Quelles livraisons."""

    created_after: AwareDatetime | None = Field(
        default=None, description="Livrées après cet instant (RFC 3339, avec son fuseau)."
    )


class NewWebhook(Asked):
    """Une adresse à appeler. Sans `events`, elle l'est de tout."""

    url: Annotated[str, StringConstraints(min_length=9, max_length=500)] = Field(
        description="Une adresse https, hors des réseaux privés."
    )
    description: _text(200) = ""  # type: ignore[valid-type]
    events: list[Subscribed] = Field(default=[], max_length=20)
