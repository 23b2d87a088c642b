"""A system of the house, with a key and an address that is called."""

from app.service_accounts import service
from app.service_accounts.scopes import Scope
from app.service_accounts.service import NewAccount, NewKey
from delivery.webhooks.addresses import Rules
from delivery.webhooks.service import Wish, add
from storage.models import Unit, WebhookAttempt, WebhookMessage, now
from tests.application import TEST
from tests.e2e.house import House


def keep_systems(house: House) -> None:
    """Known as ``system`` and ``webhook``."""
    with house.wiring.store.transaction(TEST) as uow:
        unit = uow.session.get_one(Unit, house.actors["requester"].unit_id)
        account = service.add_account(uow, unit, NewAccount("Gestion des dossiers", "it@demo.invalid"))
        for label, days in (("Production 2027", 365), ("Essais", 30)):
            made = service.add_key(uow, account.user_id, NewKey(label, tuple(Scope), days))
        service.revoke_key(uow, account.user_id, made.key.id)
        wish = Wish("https://systeme.demo.invalid/truchement/rappels", (), "Retour des pièces au dossier")
        webhook = add(uow, account.user_id, wish, Rules(), house.wiring.sealer).webhook
        data = {"order_number": "2026-000001"}
        told = WebhookMessage(webhook_id=webhook.id, event="translation.delivered", payload=data, attempts=2)
        told.sent_at = now()
        told.tries = [WebhookAttempt(failure="timed_out", milliseconds=15002), WebhookAttempt(status=204)]
        late = WebhookMessage(webhook_id=webhook.id, event="document.read", payload=data, failed_at=now())
        late.tries = [WebhookAttempt(status=500, failure="answered_500", milliseconds=120)]
        uow.session.add_all([told, late])
        # As after an address that was given up.
        webhook.failures, webhook.disabled_at, webhook.disabled_reason = 3, now(), "exhausted"
        house.ids["system"], house.ids["webhook"] = account.user_id, webhook.id
