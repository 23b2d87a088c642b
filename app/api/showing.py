"""From rows to what the interface says of them."""

from collections.abc import Iterable, Sequence

from flask import url_for
from flask_babel import gettext

from app.api import models
from delivery.webhooks.events import SUBSCRIBED
from intake import reasons
from intake.following import Followed, Piece
from storage import models as rows
from storage.errors import N_, ServiceError
from storage.workflow import STEPS

LABELS = {
    "received": N_("reçue"),
    "read": N_("lue"),
    "in_translation": N_("en traduction"),
    "in_revision": N_("en relecture"),
    "delivered": N_("livrée"),
}


def sentence(error: ServiceError) -> str:
    """What a service said, in the caller's language."""
    text = str(gettext(error.template))
    return text.format(**error.values) if error.values else text


def _step(number: int) -> tuple[models.Step, str]:
    word = STEPS[number - 1]
    return models.Step(word), gettext(LABELS[word])


def order(followed: Followed) -> models.Order:
    """An order with its pieces."""
    row, (step, label) = followed.order, _step(followed.step)
    return models.Order(
        id=row.id,
        number=row.number,
        created_at=row.created_at,
        due_on=row.due_on,
        due_reason=row.due_reason,
        purpose=row.purpose,
        question=row.question,
        own_reference=row.own_reference,
        urgency=row.urgency,
        confidentiality=row.confidentiality,
        unit=row.unit.name,
        step=step,
        label=label,
        since=followed.since,
        stopped=followed.stopped,
        complete=followed.all_delivered,
        documents=[document(row, piece) for piece in followed.pieces],
    )


def document(order_row: rows.Order, piece: Piece) -> models.Document:
    """A piece and where it stands."""
    row, (step, label) = piece.document, _step(piece.step)
    return models.Document(
        id=row.id,
        order_id=order_row.id,
        translation_id=piece.translation.id,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        pages=row.page_count,
        pages_read=piece.read,
        pages_failed=list(piece.failed),
        language=row.language,
        told_language=row.told_language,
        step=step,
        label=label,
        since=piece.translation.status_since,
        stopped=piece.stopped,
        ended=piece.ended,
        held=row.withheld,
        reason=_reason(piece),
        content=url_for("api_documents.getDocumentContent", document_id=row.id),
        delivery_id=piece.files[0].delivery_id if piece.files else None,
        files=files(piece.files),
    )


def translation(order_row: rows.Order, piece: Piece) -> models.Translation:
    """The translation of a piece."""
    row, (step, label) = piece.translation, _step(piece.step)
    return models.Translation(
        id=row.id,
        document_id=row.document_id,
        order_id=order_row.id,
        source_language=row.source_language,
        target_language=row.target_language,
        version=row.version,
        step=step,
        label=label,
        since=row.status_since,
        stopped=piece.stopped,
        ended=piece.ended,
        reason=_reason(piece),
        delivery_id=piece.files[0].delivery_id if piece.files else None,
        files=files(piece.files),
    )


def _reason(piece: Piece) -> models.Reason | None:
    """As the requester's own page says it (``intake/pieces.html``)."""
    if not piece.stopped:
        return None
    held = piece.document.withheld and not piece.ended
    code = piece.document.reason if held else piece.translation.reason or piece.document.reason
    written = code is not None and " " in code
    return models.Reason(code=None if written else code, message=gettext(reasons.sentence(code)))


def files(found: Iterable[rows.DeliveryFile]) -> list[models.File]:
    """Delivered files."""
    return [
        models.File(
            id=each.id,
            kind=each.kind,
            file_name=each.file_name,
            media_type=each.media_type,
            size=each.size,
            sha256=each.sha256,
            content=url_for("api_deliveries.getFileContent", file_id=each.id),
        )
        for each in found
    ]


def delivery(row: rows.Delivery) -> models.Delivery:
    """What was delivered."""
    return models.Delivery(
        id=row.id,
        order_id=row.translation.order_id,
        document_id=row.translation.document_id,
        translation_id=row.translation_id,
        created_at=row.created_at,
        source_sha256=row.source_sha256,
        replaced_by=row.replaced_by,
        files=files(row.files),
    )


def webhook(row: rows.Webhook) -> models.Webhook:
    """A webhook, without its secret."""
    known = {event.value for event in SUBSCRIBED}
    return models.Webhook(
        id=row.id,
        url=row.url,
        description=row.description,
        events=[event for event in row.events if event in known],
        created_at=row.created_at,
        enabled=row.disabled_at is None,
        disabled_at=row.disabled_at,
        disabled_reason=row.disabled_reason,  # type: ignore[arg-type]
        failures=row.failures,
    )


def message(row: rows.WebhookMessage, tries: Sequence[rows.WebhookAttempt]) -> models.Message:
    """A message of a webhook with its attempts."""
    waits = row.sent_at is None and row.failed_at is None
    return models.Message(
        id=row.id,
        event=row.event,
        data=row.payload,
        created_at=row.created_at,
        state="waiting" if waits else "sent" if row.sent_at is not None else "failed",
        next_at=row.next_at if waits else None,
        sent_at=row.sent_at,
        attempts=[
            models.Attempt(at=each.at, status=each.status, failure=each.failure, milliseconds=each.milliseconds)
            for each in tries
        ],
    )
