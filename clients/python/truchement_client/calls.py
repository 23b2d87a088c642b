"""The client: one method for each operation of the interface."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from truchement_client import models
from truchement_client.errors import DamagedError, RefusedError
from truchement_client.forms import CHUNK, Form
from truchement_client.transport import Transport

Model = TypeVar("Model")
PARTIAL, NO_SUCH_PART = 206, 416
#: Every operation by its name in the OpenAPI document: a test of the service compares the two.
OPERATIONS: Mapping[str, tuple[str, str]] = {
    "getAccount": ("GET", "/account"),
    "listLanguages": ("GET", "/languages"),
    "createOrder": ("POST", "/orders"),
    "listOrders": ("GET", "/orders"),
    "getOrder": ("GET", "/orders/{order_id}"),
    "cancelOrder": ("POST", "/orders/{order_id}/cancel"),
    "getDocument": ("GET", "/documents/{document_id}"),
    "getDocumentContent": ("GET", "/documents/{document_id}/content"),
    "getTranslation": ("GET", "/translations/{translation_id}"),
    "listDeliveries": ("GET", "/deliveries"),
    "getDelivery": ("GET", "/deliveries/{delivery_id}"),
    "getFileContent": ("GET", "/files/{file_id}/content"),
    "listWebhooks": ("GET", "/webhooks"),
    "createWebhook": ("POST", "/webhooks"),
    "getWebhook": ("GET", "/webhooks/{webhook_id}"),
    "changeWebhook": ("PUT", "/webhooks/{webhook_id}"),
    "removeWebhook": ("DELETE", "/webhooks/{webhook_id}"),
    "renewWebhookSecret": ("POST", "/webhooks/{webhook_id}/secret"),
    "enableWebhook": ("POST", "/webhooks/{webhook_id}/enable"),
    "disableWebhook": ("POST", "/webhooks/{webhook_id}/disable"),
    "pingWebhook": ("POST", "/webhooks/{webhook_id}/ping"),
    "listWebhookMessages": ("GET", "/webhooks/{webhook_id}/messages"),
    "resendWebhookMessage": ("POST", "/webhooks/{webhook_id}/messages/{message_id}/resend"),
}


@dataclass(frozen=True, slots=True)
class Wait:
    """How long to wait: ``seconds`` in all, asking every ``every`` seconds."""

    seconds: float = 14 * 24 * 3600.0
    every: float = 60.0


class Client:
    """``address`` is that of the service, such as ``https://truchement.example``; ``key`` comes from its
    administrator: keep it where only your program reads it."""

    def __init__(self, address: str, key: str, *, transport: Transport | None = None) -> None:
        self._transport = transport or Transport(address, key)

    def account(self) -> models.Account:
        """Whose key it is, and what it allows."""
        return self._get(models.Account, "getAccount")

    def languages(self) -> list[models.Language]:
        """The languages that the service knows."""
        return self._get(models.LanguageList, "listLanguages").items

    def create_order(
        self, files: Sequence[Path], *, idempotency_key: str | None = None, **fields: str
    ) -> models.CreatedOrder:
        """Sends files as one order. ``fields`` are purpose, question, own_reference, urgency (normal, urgent),
        confidentiality (ordinary, medical), language (ISO 639-1). Under the same ``idempotency_key`` it is done
        once, however often it is sent; without one, each call of this method is an order of its own."""
        form = Form(fields, files)
        headers = {
            "Content-Type": form.media_type,
            "Content-Length": str(form.length),
            "Idempotency-Key": idempotency_key or str(uuid4()),
        }
        return models.read(models.CreatedOrder, self._call("createOrder", body=form.body, headers=headers))

    def orders(
        self, *, number: str | None = None, own_reference: str | None = None, created_after: datetime | None = None
    ) -> Iterator[models.Order]:
        """The orders, newest first, page after page."""
        wanted = {"number": number, "own_reference": own_reference, "created_after": created_after}
        yield from self._pages(models.OrderPage, "listOrders", wanted)

    def order(self, order_id: UUID) -> models.Order:
        """An order as it is now."""
        return self._get(models.Order, "getOrder", order_id=order_id)

    def cancel_order(self, order_id: UUID) -> models.Order:
        """Cancels what nobody has begun to translate."""
        return self._get(models.Order, "cancelOrder", order_id=order_id)

    def wait(self, order_id: UUID, wait: Wait | None = None) -> models.Order:
        """The order once nothing more is to come: each document delivered, or stopped with its reason. Raises
        TimeoutError."""
        wait = wait or Wait()
        limit = time.monotonic() + wait.seconds
        while True:
            order = self.order(order_id)
            if all(document.step == "delivered" or document.stopped for document in order.documents):
                return order
            if time.monotonic() + wait.every > limit:
                raise TimeoutError(f"order {order.number} is still {order.step}")
            time.sleep(wait.every)

    def document(self, document_id: UUID) -> models.Document:
        """A document, and where its translation stands."""
        return self._get(models.Document, "getDocument", document_id=document_id)

    def download_original(self, document: models.Document, target: Path) -> Path:
        """The file as it was sent."""
        return self._download("getDocumentContent", target, document.sha256, document_id=document.id)

    def translation(self, translation_id: UUID) -> models.Translation:
        """A translation, and what was delivered of it."""
        return self._get(models.Translation, "getTranslation", translation_id=translation_id)

    def deliveries(self, *, created_after: datetime | None = None) -> Iterator[models.Delivery]:
        """What was delivered, newest first, page after page."""
        yield from self._pages(models.DeliveryPage, "listDeliveries", {"created_after": created_after})

    def delivery(self, delivery_id: UUID) -> models.Delivery:
        """The files of a delivery."""
        return self._get(models.Delivery, "getDelivery", delivery_id=delivery_id)

    def download(self, file: models.File, target: Path) -> Path:
        """A delivered file, checked by its SHA-256; goes on where an earlier try was cut off. Raises
        DamagedError."""
        return self._download("getFileContent", target, file.sha256, file_id=file.id)

    def webhooks(self) -> list[models.Webhook]:
        """The addresses that are called."""
        return self._get(models.WebhookList, "listWebhooks").items

    def create_webhook(
        self, url: str, *, events: Sequence[str] = (), description: str = ""
    ) -> models.WebhookWithSecret:
        """Has an address called; without ``events``, of everything."""
        wish = {"url": url, "events": list(events), "description": description}
        return models.read(models.WebhookWithSecret, self._send("createWebhook", wish))

    def webhook(self, webhook_id: UUID) -> models.Webhook:
        """One address."""
        return self._get(models.Webhook, "getWebhook", webhook_id=webhook_id)

    def change_webhook(
        self, webhook_id: UUID, url: str, *, events: Sequence[str] = (), description: str = ""
    ) -> models.Webhook:
        """Another address, other events."""
        wish = {"url": url, "events": list(events), "description": description}
        return models.read(models.Webhook, self._send("changeWebhook", wish, webhook_id=webhook_id))

    def remove_webhook(self, webhook_id: UUID) -> None:
        """Calls it no more, and forgets its history."""
        self._call("removeWebhook", ids={"webhook_id": webhook_id})

    def renew_webhook_secret(self, webhook_id: UUID) -> models.WebhookWithSecret:
        """A new secret; for a day the former one signs too."""
        return self._get(models.WebhookWithSecret, "renewWebhookSecret", webhook_id=webhook_id)

    def enable_webhook(self, webhook_id: UUID) -> models.Webhook:
        """Calls it again, with what still waits."""
        return self._get(models.Webhook, "enableWebhook", webhook_id=webhook_id)

    def disable_webhook(self, webhook_id: UUID) -> models.Webhook:
        """Calls it no more, until it is enabled."""
        return self._get(models.Webhook, "disableWebhook", webhook_id=webhook_id)

    def ping_webhook(self, webhook_id: UUID) -> models.Message:
        """Sends something that means nothing, to try it."""
        return self._get(models.Message, "pingWebhook", webhook_id=webhook_id)

    def webhook_messages(self, webhook_id: UUID) -> Iterator[models.Message]:
        """What was told there, newest first, page after page."""
        yield from self._pages(models.MessagePage, "listWebhookMessages", {}, webhook_id=webhook_id)

    def resend_webhook_message(self, webhook_id: UUID, message_id: UUID) -> models.Message:
        """Sends a message again, under the same identifier."""
        ids = {"webhook_id": webhook_id, "message_id": message_id}
        return self._get(models.Message, "resendWebhookMessage", **ids)

    def _call(
        self,
        name: str,
        *,
        ids: Mapping[str, UUID] | None = None,
        query: Mapping[str, str] | None = None,
        body: Callable[[], Iterable[bytes]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        method, path = OPERATIONS[name]
        return self._transport.json(method, path.format(**(ids or {})), query, body, headers)

    def _get(self, model: type[Model], name: str, **ids: UUID) -> Model:
        return models.read(model, self._call(name, ids=ids))

    def _send(self, name: str, told: Mapping[str, Any], **ids: UUID) -> Any:
        data = json.dumps(told).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(data))}
        return self._call(name, ids=ids, body=lambda: [data], headers=headers)

    def _pages(self, model: type[Any], name: str, wanted: Mapping[str, Any], **ids: UUID) -> Iterator[Any]:
        query = {key: _text(value) for key, value in wanted.items() if value is not None} | {"limit": "100"}
        while True:
            page = models.read(model, self._call(name, ids=ids, query=query))
            yield from page.items
            if page.next_cursor is None:
                return
            query["cursor"] = page.next_cursor

    def _download(self, name: str, target: Path, sha256: str, **ids: UUID) -> Path:
        method, path = OPERATIONS[name]
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        have = part.stat().st_size if part.exists() else 0
        headers = {"Range": f"bytes={have}-", "If-Range": f'"{sha256}"'} if have else {}
        try:
            answer = self._transport.open(method, path.format(**ids), headers=headers)
        except RefusedError as refusal:
            if not have or refusal.status != NO_SUCH_PART:
                raise
            # What is there is no beginning of the file.
            part.unlink()
            answer = self._transport.open(method, path.format(**ids))
        with closing(answer), part.open("ab" if answer.status == PARTIAL else "wb") as out:
            while chunk := answer.read(CHUNK):
                out.write(chunk)
        with part.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != sha256:
            part.unlink()
            raise DamagedError(f"{target.name}: {found} came, {sha256} was announced")
        return part.replace(target)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
