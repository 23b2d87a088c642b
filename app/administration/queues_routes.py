"""Queues and failures: what waits, who works, what failed and why, and sending it again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app.administration import queues_queries as queries
from app.administration import queues_words as words
from app.administration.queues_queries import Failure, Group, Kind
from app.administration.queues_service import Resumed, resume, resume_group
from app.administration.queues_states import queue_states
from app.gate import is_fragment
from storage.access import allow
from storage.errors import NotFoundError
from storage.models import Role
from storage.unit_of_work import Store

SHOWN = 5
ALL = 200
MOST_WAITING = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """A group with the first of its failures."""

    group: Group
    failures: list[Failure]


@dataclass(frozen=True)
class Views:
    """The views. What a coordinator sees is decided row by row in ``storage.access``; ``scanning`` says that
    there is an antivirus."""

    store: Store
    scanning: bool

    @allow(Role.ADMINISTRATOR, Role.COORDINATOR)
    def queues(self) -> str:
        only = _only(request.args.get("genre"))
        with self.store.read(g.actor) as uow:
            groups = queries.groups(uow.session, g.actor)
            wanted = [group for group in groups if only in (None, (group.kind, group.code))]
            listed = [
                Listed(
                    group, queries.failures(uow.session, g.actor, group.kind, group.code, ALL if only else SHOWN)
                )
                for group in wanted
            ]
            states = (
                queue_states(uow.session, MOST_WAITING, scanning=self.scanning)
                if g.actor.has(Role.ADMINISTRATOR)
                else []
            )
        shown: dict[str, Any] = {
            "states": states,
            "listed": listed,
            "only": request.args.get("genre") if only else None,
            "words": words,
            "Kind": Kind,
            "roles": Role,
            "most": MOST_WAITING,
        }
        page = "queues_live" if is_fragment() else "queues"
        return render_template(f"app/administration/{page}.html", **shown)

    @allow(Role.ADMINISTRATOR, Role.COORDINATOR)
    def resume_one(self, kind: str, subject_id: UUID) -> Response:
        with self.store.write(g.actor) as uow:
            done = resume(uow, _kind(kind), subject_id)
            uow.commit()
        _tell(Resumed(int(done), more=False))
        return _back()

    @allow(Role.ADMINISTRATOR, Role.COORDINATOR)
    def resume_all(self, kind: str) -> Response:
        with self.store.write(g.actor) as uow:
            done = resume_group(uow, _kind(kind), request.form.get("code", ""))
            uow.commit()
        _tell(done)
        return _back()


def _tell(resumed: Resumed) -> None:
    if not resumed.done:
        flash(gettext("Rien à reprendre : c'est déjà reparti, ou une personne y travaille."), "info")
        return
    said = ngettext("%(num)s travail est reparti.", "%(num)s travaux sont repartis.", resumed.done)
    if resumed.more:
        said += " " + gettext("Il en reste : reprenez encore quand ceux-ci seront passés.")
    flash(said, "success")


def _back() -> Response:
    return redirect(url_for("administration_queues.queues"))


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise NotFoundError() from None


def _only(text: str | None) -> tuple[Kind, str] | None:
    """The group that an address names, as ``document:damaged_file``."""
    kind, _, code = (text or "").partition(":")
    return (_kind(kind), code) if code else None


def create_blueprint(store: Store, *, scanning: bool) -> Blueprint:
    """The blueprint ``administration_queues``."""
    pages = Blueprint("administration_queues", __name__, url_prefix="/administration/files")
    views = Views(store, scanning)
    pages.get("")(views.queues)
    pages.post("/reprendre/<kind>/<uuid:subject_id>")(views.resume_one)
    pages.post("/reprendre/<kind>")(views.resume_all)
    return pages
