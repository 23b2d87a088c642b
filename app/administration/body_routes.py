"""The bodies that send pieces, and their units."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app.administration.forms import BodyForm, Refused, errors_of, identifier, message_of
from app.people import establishments, queries, service
from app.people.errors import PeopleError
from storage.access import allow
from storage.errors import N_, NotFoundError
from storage.models import BodyKind, Role, Straight
from storage.unit_of_work import Store, UnitOfWork

KINDS = {
    BodyKind.LIAISON: N_("organisme de liaison"),
    BodyKind.CAISSE: N_("caisse"),
    BodyKind.MINISTRY: N_("ministère"),
}


@dataclass(frozen=True)
class Views:
    """The views."""

    store: Store

    @allow(Role.ADMINISTRATOR)
    def bodies(self) -> str:
        with self.store.read(g.actor) as uow:
            rows = queries.body_rows(uow.session)
            return render_template("app/administration/bodies.html", rows=rows, kinds=KINDS)

    @allow(Role.ADMINISTRATOR)
    def fresh(self) -> Response:
        return self._new(BodyForm())

    def _new(self, form: BodyForm, error: PeopleError | None = None) -> Response:
        kinds = [(kind, gettext(KINDS[kind])) for kind in service.SENDING]
        shown = render_template(
            "app/administration/body_new.html", form=form, kinds=kinds, errors=errors_of(error)
        )
        return make_response(shown, error.status if error else 200)

    @allow(Role.ADMINISTRATOR)
    def add(self) -> Response:
        form = BodyForm.sent()
        try:
            with self.store.write(g.actor) as uow:
                body_id = service.open_body(uow, form.name, form.kind, form.unit, medical=form.medical).id
                uow.commit()
        except PeopleError as error:
            return self._new(form, error)
        flash(gettext("Organisme créé. Invitez maintenant les personnes qui déposeront des pièces."), "success")
        return redirect(url_for("administration_bodies.body", body_id=body_id))

    @allow(Role.ADMINISTRATOR)
    def body(self, body_id: UUID) -> Response:
        return self._body(body_id)

    def _body(self, body_id: UUID, refused: Refused | None = None, status: int = 200) -> Response:
        with self.store.read(g.actor) as uow:
            members = queries.members(uow.session, body_id)
            shown = render_template(
                "app/administration/body.html",
                body=queries.body(uow.session, body_id),
                members=members,
                accounts=sum(members.values()),
                refused=refused or Refused(),
                sirets=queries.sirets(uow.session, body_id),
                kinds=KINDS,
            )
        return make_response(shown, status)

    def _act(self, body_id: UUID, form: str, act: Callable[[UnitOfWork], str]) -> Response:
        """Does it and says so, or shows the body's page with the reason in the form that was sent."""
        try:
            with self.store.write(g.actor) as uow:
                said = act(uow)
                uow.commit()
        except PeopleError as error:
            sent = request.form
            typed = sent.get("siret" if form == "siret" else "name", "")
            refused = Refused(form, typed, "medical" in sent, message_of(error))
            return self._body(body_id, refused, error.status)
        flash(said, "success")
        return redirect(url_for("administration_bodies.body", body_id=body_id))

    @allow(Role.ADMINISTRATOR)
    def rename(self, body_id: UUID) -> Response:
        def act(uow: UnitOfWork) -> str:
            service.rename_body(uow, body_id, request.form.get("name", ""))
            return str(gettext("Nom enregistré. Les fichiers déjà livrés gardent l'ancien."))

        return self._act(body_id, "rename", act)

    @allow(Role.ADMINISTRATOR)
    def straight(self, body_id: UUID) -> Response:
        def act(uow: UnitOfWork) -> str:
            sent = request.form.get("straight", "")
            service.set_straight(uow, body_id, Straight(sent) if sent in set(Straight) else None)
            return str(gettext("Règle enregistrée. Elle vaut pour les pièces lues à partir de maintenant."))

        return self._act(body_id, "straight", act)

    @allow(Role.ADMINISTRATOR)
    def close(self, body_id: UUID) -> Response:
        def act(uow: UnitOfWork) -> str:
            closed = service.close_body(uow, body_id)
            return str(
                ngettext(
                    "Organisme fermé, avec %(num)s compte. Ses demandes en cours seront menées à leur terme.",
                    "Organisme fermé, avec %(num)s comptes. Ses demandes en cours seront menées à leur terme.",
                    closed,
                )
            )

        return self._act(body_id, "close", act)

    @allow(Role.ADMINISTRATOR)
    def reopen(self, body_id: UUID) -> Response:
        def act(uow: UnitOfWork) -> str:
            service.reopen_body(uow, body_id)
            return str(gettext("Organisme rouvert. Rouvrez un à un les comptes qui doivent l'être."))

        return self._act(body_id, "reopen", act)

    @allow(Role.ADMINISTRATOR)
    def add_unit(self, body_id: UUID) -> Response:
        def act(uow: UnitOfWork) -> str:
            body = queries.body(uow.session, body_id)
            service.add_unit(uow, body, request.form.get("name", ""), medical="medical" in request.form)
            return str(gettext("Service ajouté."))

        return self._act(body_id, "add", act)

    @allow(Role.ADMINISTRATOR)
    def change_unit(self, body_id: UUID, unit_id: UUID) -> Response:
        def act(uow: UnitOfWork) -> str:
            sent = request.form
            unit = service.change_unit(uow, unit_id, sent.get("name", ""), medical="medical" in sent)
            if unit.body_id != body_id:
                raise NotFoundError()
            return str(gettext("Service enregistré."))

        return self._act(body_id, str(unit_id), act)

    @allow(Role.ADMINISTRATOR)
    def add_siret(self, body_id: UUID) -> Response:
        def act(uow: UnitOfWork) -> str:
            sent = request.form
            establishments.add_siret(uow, body_id, sent.get("siret", ""), identifier(sent.get("unit")))
            return str(gettext("SIRET ajouté."))

        return self._act(body_id, "siret", act)

    @allow(Role.ADMINISTRATOR)
    def remove_siret(self, body_id: UUID) -> Response:
        def act(uow: UnitOfWork) -> str:
            establishments.remove_siret(uow, body_id, request.form.get("siret", ""))
            return str(gettext("SIRET retiré. Les comptes déjà ouverts restent."))

        return self._act(body_id, "siret", act)


def create_blueprint(store: Store) -> Blueprint:
    """The blueprint ``administration_bodies``."""
    pages = Blueprint("administration_bodies", __name__, url_prefix="/administration/organismes")
    views = Views(store)
    pages.get("/")(views.bodies)
    pages.get("/nouveau")(views.fresh)
    pages.post("/nouveau")(views.add)
    pages.get("/<uuid:body_id>")(views.body)
    pages.post("/<uuid:body_id>")(views.rename)
    pages.post("/<uuid:body_id>/tri")(views.straight)
    pages.post("/<uuid:body_id>/fermer")(views.close)
    pages.post("/<uuid:body_id>/rouvrir")(views.reopen)
    pages.post("/<uuid:body_id>/sirets")(views.add_siret)
    pages.post("/<uuid:body_id>/sirets/retirer")(views.remove_siret)
    pages.post("/<uuid:body_id>/services")(views.add_unit)
    pages.post("/<uuid:body_id>/services/<uuid:unit_id>")(views.change_unit)
    return pages
