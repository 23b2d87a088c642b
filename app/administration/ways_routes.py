"""Ways in: what came by mail, what of it was left and why, and what an administrator decides about that. Nothing
that a mail says is shown here, but for who sent it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.administration.ways_words import hindrance, why
from intake.dropped import service as dropped
from intake.mailbox import queries, service
from storage.access import allow
from storage.models import Role
from storage.unit_of_work import Store, UnitOfWork

LATEST = 20


@dataclass(frozen=True)
class Views:
    """The views. ``mailbox`` names the mailbox without its password, ``folder`` the watched folder; None where
    none is set."""

    store: Store
    mailbox: str | None
    folder: str | None

    @allow(Role.ADMINISTRATOR)
    def ways(self) -> str:
        with self.store.read(g.actor) as uow:
            return render_template(
                "app/administration/ways.html",
                mailbox=self.mailbox,
                folder=self.folder,
                looked=queries.standing(uow.session, service.NAME),
                looked_into=queries.standing(uow.session, dropped.NAME),
                left=queries.left(uow.session),
                taken=queries.taken(uow.session, LATEST),
                why=why,
                hindrance=hindrance,
            )

    @allow(Role.ADMINISTRATOR)
    def try_again(self, mail_id: UUID) -> Response:
        self._decide(service.try_again, mail_id)
        flash(gettext("Le message sera repris au prochain tour."), "success")
        return redirect(url_for("administration_ways.ways"))

    @allow(Role.ADMINISTRATOR)
    def put_away(self, mail_id: UUID) -> Response:
        self._decide(service.put_away, mail_id)
        flash(gettext("Le message sera classé au prochain tour."), "success")
        return redirect(url_for("administration_ways.ways"))

    def _decide(self, act: Callable[[UnitOfWork, UUID], None], mail_id: UUID) -> None:
        with self.store.write(g.actor) as uow:
            act(uow, mail_id)
            uow.commit()


def create_blueprint(store: Store, mailbox: str | None, folder: str | None) -> Blueprint:
    """The blueprint ``administration_ways``."""
    pages = Blueprint("administration_ways", __name__, url_prefix="/administration/arrivees")
    views = Views(store, mailbox, folder)
    pages.get("")(views.ways)
    pages.post("/messages/<uuid:mail_id>/reprendre")(views.try_again)
    pages.post("/messages/<uuid:mail_id>/classer")(views.put_away)
    return pages
