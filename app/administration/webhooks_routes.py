"""What other systems were told, and what did not reach them: sent again, enabled, disabled."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.api import cursors
from app.api.errors import CursorInvalidError
from delivery.webhooks import queries, service
from delivery.webhooks.errors import WebhookError
from delivery.webhooks.events import WORDS, Event
from storage.access import allow
from storage.errors import N_
from storage.models import Role, Webhook
from storage.unit_of_work import Store, UnitOfWork

PER_PAGE = 25
FAILURES = {
    "refused_address": N_("adresse refusée : elle mène à un réseau privé, ou n'est pas en https"),
    "unknown_host": N_("nom de serveur inconnu"),
    "certificate": N_("certificat refusé"),
    "no_answer": N_("pas de réponse"),
    "timed_out": N_("pas de réponse à temps"),
    "redirected": N_("redirection, qui n'est pas suivie"),
    "secret_unreadable": N_("secret illisible : la clé du service a changé"),
}
ANSWERED = N_("réponse %(status)s")
REASONS = {
    "": N_("Désactivée par une personne."),
    "exhausted": N_("Désactivée : tous les essais d'un rappel ont échoué pendant trois jours."),
    "gone": N_("Désactivée : l'autre système a demandé à ne plus être appelé (réponse 410)."),
}


def failure_of(code: str, status: int | None) -> str:
    """What went wrong, in the reader's language."""
    if code in FAILURES:
        return str(gettext(FAILURES[code]))
    return str(gettext(ANSWERED, status=status)) if status else code


def event_of(word: str) -> str:
    """What happened, in the reader's language."""
    return str(gettext(WORDS[Event(word)])) if word in {event.value for event in Event} else word


@dataclass(frozen=True)
class Views:
    """The views."""

    store: Store

    @allow(Role.ADMINISTRATOR)
    def webhooks(self) -> str:
        with self.store.read(g.actor) as uow:
            return render_template(
                "app/administration/webhooks.html",
                rows=queries.all_webhooks(uow.session),
                tallies=queries.tallies(uow.session),
            )

    @allow(Role.ADMINISTRATOR)
    def webhook(self, webhook_id: UUID) -> str:
        try:
            place = cursors.read(request.args.get("apres"))
        except CursorInvalidError:
            place = None
        with self.store.read(g.actor) as uow:
            row = queries.webhook(uow.session, webhook_id)
            found = queries.messages(uow.session, row.id, PER_PAGE + 1, place)
            shown = found[:PER_PAGE]
            older = cursors.write(shown[-1].created_at, shown[-1].id) if len(found) > PER_PAGE else None
            return render_template(
                "app/administration/webhook.html",
                webhook=row,
                messages=shown,
                older=older,
                first=place is None,
                reasons=REASONS,
                failure_of=failure_of,
                event_of=event_of,
            )

    @allow(Role.ADMINISTRATOR)
    def send_again(self, webhook_id: UUID, message_id: UUID) -> Response:
        return self._act(
            webhook_id,
            lambda uow, row: service.send_again(uow, row, message_id),
            gettext("Le rappel repart : rechargez la page dans quelques secondes."),
        )

    @allow(Role.ADMINISTRATOR)
    def ping(self, webhook_id: UUID) -> Response:
        return self._act(
            webhook_id, service.ping, gettext("L'essai part : rechargez la page dans quelques secondes.")
        )

    @allow(Role.ADMINISTRATOR)
    def enable(self, webhook_id: UUID) -> Response:
        return self._act(webhook_id, service.enable, gettext("Adresse réactivée : ce qui attendait part."))

    @allow(Role.ADMINISTRATOR)
    def disable(self, webhook_id: UUID) -> Response:
        return self._act(webhook_id, service.disable, gettext("Adresse désactivée : plus rien n'y est envoyé."))

    def _act(self, webhook_id: UUID, act: Callable[[UnitOfWork, Webhook], object], said: str) -> Response:
        try:
            with self.store.write(g.actor) as uow:
                act(uow, queries.webhook(uow.session, webhook_id, lock=True))
                uow.commit()
        except WebhookError as error:
            flash(gettext(error.template), "error")
        else:
            flash(said, "success")
        return redirect(url_for("administration_webhooks.webhook", webhook_id=webhook_id))


def create_blueprint(store: Store) -> Blueprint:
    """The blueprint ``administration_webhooks``."""
    pages = Blueprint("administration_webhooks", __name__, url_prefix="/administration/rappels")
    views = Views(store)
    pages.get("/")(views.webhooks)
    pages.get("/<uuid:webhook_id>")(views.webhook)
    pages.post("/<uuid:webhook_id>/essayer")(views.ping)
    pages.post("/<uuid:webhook_id>/activer")(views.enable)
    pages.post("/<uuid:webhook_id>/desactiver")(views.disable)
    pages.post("/<uuid:webhook_id>/<uuid:message_id>/renvoyer")(views.send_again)
    return pages
