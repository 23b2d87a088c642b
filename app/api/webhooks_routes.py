"""The addresses that a system wants called, and what they were told. An account sees its own alone."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, g, url_for

from app.api import catalogue, cursors, models, questions, showing
from app.api.serving import Reply, add, new_blueprint
from delivery.webhooks import queries, service
from delivery.webhooks.addresses import Rules
from delivery.webhooks.sealing import Sealer
from delivery.webhooks.service import Wish
from storage.models import Webhook
from storage.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True)
class Views:
    """The views."""

    store: Store
    rules: Rules
    sealer: Sealer

    def webhooks(self) -> Reply:
        with self.store.read(g.actor) as uow:
            rows = queries.of_account(uow.session, g.actor.person)
            return Reply(models.WebhookList(items=[showing.webhook(row) for row in rows]))

    def create(self, body: questions.NewWebhook) -> Reply:
        with self.store.write(g.actor) as uow:
            made = service.add(uow, g.actor.person, _wish(body), self.rules, self.sealer)
            shown = models.WebhookWithSecret(webhook=showing.webhook(made.webhook), secret=made.secret)
            uow.commit()
        return Reply(shown, 201, {"Location": url_for("api_webhooks.getWebhook", webhook_id=made.webhook.id)})

    def webhook(self, webhook_id: UUID) -> Reply:
        with self.store.read(g.actor) as uow:
            return Reply(showing.webhook(queries.webhook(uow.session, webhook_id, g.actor.person)))

    def _act(self, webhook_id: UUID, act: Callable[[UnitOfWork, Webhook], object]) -> Reply:
        with self.store.write(g.actor) as uow:
            row = queries.webhook(uow.session, webhook_id, g.actor.person, lock=True)
            act(uow, row)
            shown = showing.webhook(row)
            uow.commit()
        return Reply(shown)

    def change(self, webhook_id: UUID, body: questions.NewWebhook) -> Reply:
        return self._act(webhook_id, lambda uow, row: service.change(uow, row, _wish(body), self.rules))

    def enable(self, webhook_id: UUID) -> Reply:
        return self._act(webhook_id, service.enable)

    def disable(self, webhook_id: UUID) -> Reply:
        return self._act(webhook_id, service.disable)

    def remove(self, webhook_id: UUID) -> Reply:
        with self.store.write(g.actor) as uow:
            service.remove(uow, queries.webhook(uow.session, webhook_id, g.actor.person, lock=True))
            uow.commit()
        return Reply(status=204)

    def renew_secret(self, webhook_id: UUID) -> Reply:
        with self.store.write(g.actor) as uow:
            row = queries.webhook(uow.session, webhook_id, g.actor.person, lock=True)
            made = service.renew_secret(uow, row, self.sealer)
            shown = models.WebhookWithSecret(webhook=showing.webhook(row), secret=made.secret)
            uow.commit()
        return Reply(shown)

    def ping(self, webhook_id: UUID) -> Reply:
        with self.store.write(g.actor) as uow:
            message = service.ping(uow, queries.webhook(uow.session, webhook_id, g.actor.person))
            shown = showing.message(message, ())
            uow.commit()
        return Reply(shown, 202)

    def messages(self, webhook_id: UUID, query: questions.PageQuery) -> Reply:
        place = cursors.read(query.cursor)
        with self.store.read(g.actor) as uow:
            row = queries.webhook(uow.session, webhook_id, g.actor.person)
            rows = queries.messages(uow.session, row.id, query.limit + 1, place)
            items = [showing.message(each, each.tries) for each in rows[: query.limit]]
        last = items[-1] if len(rows) > query.limit else None
        following = cursors.write(last.created_at, last.id) if last else None
        return Reply(models.MessagePage(items=items, next_cursor=following))

    def send_again(self, webhook_id: UUID, message_id: UUID) -> Reply:
        with self.store.write(g.actor) as uow:
            row = queries.webhook(uow.session, webhook_id, g.actor.person, lock=True)
            message = service.send_again(uow, row, message_id)
            shown = showing.message(message, message.tries)
            uow.commit()
        return Reply(shown, 202)


def _wish(body: questions.NewWebhook) -> Wish:
    return Wish(body.url, [event.value for event in body.events], body.description)


def create_blueprint(store: Store, rules: Rules, sealer: Sealer) -> Blueprint:
    """The blueprint ``api_webhooks``."""
    blueprint, views = new_blueprint("api_webhooks"), Views(store, rules, sealer)
    add(blueprint, catalogue.LIST_WEBHOOKS, views.webhooks)
    add(blueprint, catalogue.CREATE_WEBHOOK, views.create)
    add(blueprint, catalogue.SHOW_WEBHOOK, views.webhook)
    add(blueprint, catalogue.CHANGE_WEBHOOK, views.change)
    add(blueprint, catalogue.REMOVE_WEBHOOK, views.remove)
    add(blueprint, catalogue.RENEW_SECRET, views.renew_secret)
    add(blueprint, catalogue.ENABLE_WEBHOOK, views.enable)
    add(blueprint, catalogue.DISABLE_WEBHOOK, views.disable)
    add(blueprint, catalogue.PING_WEBHOOK, views.ping)
    add(blueprint, catalogue.LIST_MESSAGES, views.messages)
    add(blueprint, catalogue.SEND_AGAIN, views.send_again)
    return blueprint
