"""Webhooks: kept by a service account, shown, tried, sent again.

What is told is written in the transaction that handles the message of the outbox which brings the news
(``announcing``), and told by a queue of its own (``step``), so that a slow address holds up nothing else.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from delivery.webhooks import queries, signing
from delivery.webhooks.addresses import Rules, target_of
from delivery.webhooks.errors import TooManyWebhooksError, UnknownEventError, WebhookDisabledError
from delivery.webhooks.events import SUBSCRIBED, Event
from delivery.webhooks.sealing import Sealer
from storage.models import Webhook, WebhookMessage, now
from storage.unit_of_work import UnitOfWork
from storage.workflow import Queue

MOST = 10
#: How long the former secret signs beside the new one.
CHANGEOVER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a webhook is to be: without ``events``, all of them."""

    url: str
    events: Collection[str] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A webhook with its secret, which is shown here and never again."""

    webhook: Webhook
    secret: str = field(repr=False)


def context_of(webhook_id: UUID) -> str:
    """What a secret is sealed for."""
    return f"webhook {webhook_id}"


def _events(wanted: Collection[str]) -> list[str]:
    known = {event.value for event in SUBSCRIBED}
    for event in wanted:
        if event not in known:
            raise UnknownEventError(event=event)
    return [event.value for event in SUBSCRIBED if not wanted or event.value in wanted]


def add(uow: UnitOfWork, account_id: UUID, wish: Wish, rules: Rules, sealer: Sealer) -> Made:
    """A new webhook; raises UrlRefusedError, UnknownEventError, TooManyWebhooksError."""
    target_of(wish.url, rules)
    events = _events(wish.events)
    queries.lock_account(uow.session, account_id)
    if len(queries.of_account(uow.session, account_id)) >= MOST:
        raise TooManyWebhooksError(most=MOST)
    secret, webhook_id = signing.new_secret(), uuid4()
    webhook = Webhook(
        id=webhook_id,
        account_id=account_id,
        url=wish.url,
        description=wish.description,
        events=events,
        secret=sealer.seal(secret, context_of(webhook_id)),
    )
    uow.session.add(webhook)
    uow.session.flush()
    _record(uow, "created", webhook, events=events)
    return Made(webhook, secret)


def change(uow: UnitOfWork, webhook: Webhook, wish: Wish, rules: Rules) -> Webhook:
    """Another address, other events; raises UrlRefusedError, UnknownEventError."""
    target_of(wish.url, rules)
    webhook.events = _events(wish.events)
    webhook.url, webhook.description = wish.url, wish.description
    webhook.failures, webhook.not_before = 0, None
    _record(uow, "changed", webhook, events=webhook.events)
    return webhook


def remove(uow: UnitOfWork, webhook: Webhook) -> None:
    """Forgets a webhook with its history."""
    _record(uow, "removed", webhook)
    uow.session.delete(webhook)


def renew_secret(uow: UnitOfWork, webhook: Webhook, sealer: Sealer) -> Made:
    """A new secret; the former one signs beside it for a day."""
    secret = signing.new_secret()
    webhook.previous_secret, webhook.previous_until = webhook.secret, now() + CHANGEOVER
    webhook.secret = sealer.seal(secret, context_of(webhook.id))
    _record(uow, "secret_renewed", webhook)
    return Made(webhook, secret)


def enable(uow: UnitOfWork, webhook: Webhook) -> Webhook:
    """Tells news there again, with what still waits."""
    if webhook.disabled_at is not None:
        webhook.disabled_at, webhook.disabled_reason = None, ""
        webhook.failures, webhook.not_before = 0, None
        _record(uow, "enabled", webhook)
        uow.wake(Queue.CALL)
    return webhook


def disable(uow: UnitOfWork, webhook: Webhook) -> Webhook:
    """Tells nothing there any more, until it is enabled; what waits goes on waiting."""
    if webhook.disabled_at is None:
        webhook.disabled_at, webhook.disabled_reason = now(), ""
        _record(uow, "disabled", webhook)
    return webhook


def ping(uow: UnitOfWork, webhook: Webhook) -> WebhookMessage:
    """Sends something that means nothing, to try the address; raises WebhookDisabledError."""
    if webhook.disabled_at is not None:
        raise WebhookDisabledError()
    message = WebhookMessage(webhook_id=webhook.id, event=Event.PING.value, payload={})
    uow.session.add(message)
    uow.session.flush()
    uow.wake(Queue.CALL)
    return message


def send_again(uow: UnitOfWork, webhook: Webhook, message_id: UUID) -> WebhookMessage:
    """Makes a message due at once, whether it was taken or given up; raises NotFoundError,
    WebhookDisabledError."""
    message = queries.message(uow.session, webhook.id, message_id)
    if webhook.disabled_at is not None:
        raise WebhookDisabledError()
    message.sent_at = message.failed_at = None
    message.attempts, message.next_at = 0, now()
    # Who asks has mended the address, or wants to know: it is not held back.
    webhook.not_before = None
    uow.record("sent_again", "webhook_message", message.id, webhook.account.user.unit.body_id, webhook=webhook.id)
    uow.wake(Queue.CALL)
    return message


def _record(uow: UnitOfWork, action: str, webhook: Webhook, **details: object) -> None:
    body_id = queries.webhook(uow.session, webhook.id).account.user.unit.body_id
    uow.record(action, "webhook", webhook.id, body_id, account=webhook.account_id, **details)
