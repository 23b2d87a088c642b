"""The mail page: mails kept as files, or those that the server has not taken yet.

A mail can hold the link by which a password is chosen: only administrators come here, and opening one is recorded.
The text is shown of these mails alone, which an administrator has to hand over. The others speak of orders, and
may quote what a coordinator wrote to a requester about a person: that is for whoever may see the order.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.mailroom import queries, service
from app.mailroom.kept import list_kept, read_kept
from app.signin.letters import holds_link
from storage.access import allow
from storage.errors import N_
from storage.models import Role, now
from storage.unit_of_work import Store

FAILURES = {
    "mail_not_sent": N_("le serveur de courriel n'a pas répondu, ou a refusé l'envoi"),
    "restored": N_("une sauvegarde a été restaurée : il a pu partir depuis"),
    "database_busy": N_("la base était occupée"),
    "database_unavailable": N_("la base était injoignable"),
}
FAILURE_OF_FILE = N_("le fichier n'a pas pu être écrit : le disque est peut-être plein")
REFUSED = N_("le serveur a refusé ce courriel (réponse %(reply)s) : l'adresse est peut-être erronée")
OTHER_FAILURE = N_("défaut du service")


@dataclass(frozen=True, slots=True)
class MailWay:
    """How mail leaves: kept in ``folder``, or handed to ``server``, shown without its password."""

    folder: Path | None
    server: str
    sender: str


@dataclass(frozen=True)
class Views:
    """The views."""

    store: Store
    way: MailWay

    @allow(Role.ADMINISTRATOR)
    def mails(self) -> str:
        folder = self.way.folder
        shelf = list_kept(folder, request.args.get("page", 1, int)) if folder else None
        with self.store.read(g.actor) as uow:
            waiting, given_up = queries.waiting(uow.session), queries.given_up(uow.session)
            sent = () if folder else queries.last_sent(uow.session)
        return render_template(
            "app/administration/mails.html",
            way=self.way,
            shelf=shelf,
            waiting=waiting,
            given_up=given_up,
            sent=sent,
            reason=self._reason,
            present=now(),
            address=lambda page: url_for("administration_mail.mails", page=page),
        )

    def _reason(self, code: str) -> str:
        if code == "mail_not_sent" and self.way.folder:
            return str(gettext(FAILURE_OF_FILE))
        kind, _, reply = code.partition(":")
        if kind == "mail_refused":
            return str(gettext(REFUSED, reply=reply))
        return str(gettext(FAILURES[code])) if code in FAILURES else f"{gettext(OTHER_FAILURE)} ({code})"

    @allow(Role.ADMINISTRATOR)
    def mail(self, name: str) -> Response | str:
        if self.way.folder is None:
            return redirect(url_for("administration_mail.mails"))
        letter = read_kept(self.way.folder, name)
        with self.store.write(g.actor) as uow:
            uow.record("view", "mail", letter.head.name)
            uow.commit()
        return render_template(
            "app/administration/mail.html", letter=letter, shown=holds_link(letter.head.subject)
        )

    @allow(Role.ADMINISTRATOR)
    def send_again(self, message_id: UUID) -> Response:
        with self.store.write(g.actor) as uow:
            due = service.send_now(uow, message_id)
            uow.commit()
        if due:
            flash(gettext("Le courriel repart : rechargez la page dans quelques secondes."), "info")
        else:
            flash(gettext("Ce courriel est déjà parti."), "success")
        return redirect(url_for("administration_mail.mails"))


def create_blueprint(store: Store, way: MailWay) -> Blueprint:
    """The blueprint ``administration_mail``."""
    pages = Blueprint("administration_mail", __name__, url_prefix="/administration/courriels")
    views = Views(store, way)
    pages.get("/")(views.mails)
    pages.get("/<name>")(views.mail)
    pages.post("/<uuid:message_id>/renvoyer")(views.send_again)
    return pages
