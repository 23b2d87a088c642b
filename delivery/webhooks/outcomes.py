"""What becomes of a message once it was tried: taken, tried again later, given up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from delivery.webhooks import notices, queries, signing
from delivery.webhooks.calling import Outcome
from delivery.webhooks.errors import SecretUnreadableError
from delivery.webhooks.sealing import SealBrokenError, Sealer
from delivery.webhooks.service import context_of
from storage.models import Webhook, WebhookAttempt, WebhookMessage, now
from storage.unit_of_work import UnitOfWork

#: Longer than a call may last; after a crash the message waits as long.
LEASE = timedelta(minutes=2)
#: How long after each failure the next attempt comes, in seconds: some three days in all.
DELAYS = (5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 24 * 3600)
GONE = 410
EXHAUSTED, ASKED_TO_STOP = "exhausted", "gone"
UNREADABLE = "secret_unreadable"


@dataclass(frozen=True, slots=True)
class Call:
    """A message that is to be told now, held by a lease."""

    message_id: UUID
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def delay_after(failures: int) -> timedelta | None:
    """How long to wait after so many failures of a message; None when it is given up."""
    return timedelta(seconds=DELAYS[failures - 1]) if failures <= len(DELAYS) else None


def body_of(message: WebhookMessage) -> bytes:
    """What is sent. ``timestamp`` is when it happened, the same at each attempt."""
    shown = {
        "type": message.event,
        "timestamp": message.created_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "data": message.payload,
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def claim(uow: UnitOfWork, sealer: Sealer) -> Call | None:
    """The message that is due first, with a lease on it; None when there is none. Raises SecretUnreadableError,
    with the message put off."""
    present = now()
    found = queries.due(present).limit(1).with_for_update(skip_locked=True, of=WebhookMessage)
    message_id = uow.session.scalar(found)
    if message_id is None:
        return None
    message = uow.session.get_one(WebhookMessage, message_id)
    message.leased_until = present + LEASE
    return _call(message, sealer, present)


def _call(message: WebhookMessage, sealer: Sealer, present: datetime) -> Call:
    webhook, body = message.webhook, body_of(message)
    secrets = [_opened(webhook, "secret", sealer)]
    if webhook.previous_secret and webhook.previous_until and webhook.previous_until > present:
        secrets.append(_opened(webhook, "previous_secret", sealer))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Truchement",
        **signing.headers(secrets, message.id, present, body),
    }
    return Call(message.id, webhook.url, headers, body)


def _opened(webhook: Webhook, name: str, sealer: Sealer) -> str:
    """The secret; sealed anew when its key is to go."""
    sealed, context = getattr(webhook, name), context_of(webhook.id)
    try:
        secret = sealer.open(sealed, context)
    except SealBrokenError as error:
        raise SecretUnreadableError() from error
    if sealer.stale(sealed):
        setattr(webhook, name, sealer.seal(secret, context))
    return secret


def reseal(uow: UnitOfWork, sealer: Sealer) -> int:
    """Seals every secret anew whose key is to go; returns how many there were. Raises SecretUnreadableError."""
    done = 0
    for webhook in queries.all_webhooks(uow.session):
        for name in ("secret", "previous_secret"):
            sealed = getattr(webhook, name)
            if sealed and sealer.stale(sealed):
                _opened(webhook, name, sealer)
                done += 1
    return done


def put_off(uow: UnitOfWork, address: str) -> None:
    """The message that is due first cannot be signed here: it is tried again later, and counted as any failure."""
    message_id = uow.session.scalar(queries.due(now()).limit(1))
    if message_id is not None:
        settle(uow, message_id, Outcome(None, UNREADABLE, 0), address)


def settle(uow: UnitOfWork, message_id: UUID, outcome: Outcome, address: str) -> None:
    """Records an attempt and what follows from it. ``address`` is where the administration is, for the notice."""
    message = uow.session.get(WebhookMessage, message_id)
    if message is None:
        return  # its webhook was removed meanwhile
    webhook = queries.webhook(uow.session, message.webhook_id, lock=True)
    attempt = WebhookAttempt(
        message_id=message.id, status=outcome.status, failure=outcome.failure, milliseconds=outcome.milliseconds
    )
    uow.session.add(attempt)
    message.leased_until = None
    message.attempts += 1
    if outcome.taken:
        message.sent_at, webhook.failures, webhook.not_before = now(), 0, None
        return
    webhook.failures += 1
    wait = delay_after(message.attempts)
    if outcome.status == GONE:
        message.failed_at = now()
        _stop(uow, webhook, ASKED_TO_STOP, address)
    elif wait is None:
        message.failed_at = now()
        _stop(uow, webhook, EXHAUSTED, address)
    else:
        # The address is held back, not the message alone: of a hundred that wait there one at a time tries.
        message.next_at = webhook.not_before = now() + wait


def _stop(uow: UnitOfWork, webhook: Webhook, reason: str, address: str) -> None:
    webhook.disabled_at, webhook.disabled_reason = now(), reason
    body_id = webhook.account.user.unit.body_id
    uow.record("disabled", "webhook", webhook.id, body_id, account=webhook.account_id, reason=reason)
    notices.tell(uow, webhook, address)
