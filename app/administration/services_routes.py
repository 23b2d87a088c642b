"""The systems of bodies that call the interface for programs: their accounts, their keys, what they asked to be
told."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.administration.forms import errors_of, identifier
from app.api.operations import PREFIX
from app.people.errors import PeopleError
from app.people.queries import bodies
from app.people.service import chosen_unit
from app.service_accounts import queries, service
from app.service_accounts.scopes import WORDS, Scope
from app.service_accounts.service import LONGEST_DAYS, MadeKey, NewAccount, NewKey
from delivery.webhooks.queries import of_account
from storage.access import allow
from storage.models import BodyKind, Role, now
from storage.unit_of_work import Store, UnitOfWork

DAYS = 365


@dataclass(frozen=True)
class Views:
    """``address`` is the public address of the service."""

    store: Store
    address: str

    @allow(Role.ADMINISTRATOR)
    def accounts(self) -> str:
        with self.store.read(g.actor) as uow:
            rows = queries.accounts(uow.session)
            return render_template("app/administration/services.html", rows=rows, present=now())

    @allow(Role.ADMINISTRATOR)
    def fresh(self) -> Response:
        return self._new()

    def _new(self, error: PeopleError | None = None) -> Response:
        with self.store.read(g.actor) as uow:
            found = [body for body in bodies(uow.session, closed=False) if body.kind is not BodyKind.LIAISON]
            units = [(str(unit.id), f"{body.name}, {unit.name}") for body in found for unit in body.units]
        page = render_template(
            "app/administration/service_new.html", form=request.form, units=units, errors=errors_of(error)
        )
        return make_response(page, error.status if error else 200)

    @allow(Role.ADMINISTRATOR)
    def add(self) -> Response:
        form = request.form
        new = NewAccount(
            form.get("name", ""),
            form.get("contact", ""),
            whole_body="whole_body" in form,
            medical="medical" in form,
        )
        try:
            with self.store.write(g.actor) as uow:
                unit = chosen_unit(uow, identifier(form.get("unit")))
                account_id = service.add_account(uow, unit, new).user_id
                uow.commit()
        except PeopleError as error:
            return self._new(error)
        flash(gettext("Compte de service créé. Donnez-lui maintenant une clé."), "success")
        return redirect(url_for("administration_services.account", account_id=account_id))

    @allow(Role.ADMINISTRATOR)
    def account(self, account_id: UUID) -> Response:
        return self._account(account_id)

    def _account(
        self, account_id: UUID, error: PeopleError | None = None, made: MadeKey | None = None
    ) -> Response:
        with self.store.read(g.actor) as uow:
            page = render_template(
                "app/administration/service.html",
                account=queries.account(uow.session, account_id),
                webhooks=of_account(uow.session, account_id),
                scopes=[(scope.value, scope.value, gettext(WORDS[scope])) for scope in Scope],
                form=request.form if error else {},
                chosen=request.form.getlist("scopes") if error else [],
                errors=errors_of(error),
                made=made,
                days=DAYS,
                most=LONGEST_DAYS,
                present=now(),
                base=self.address + PREFIX,
            )
        return make_response(page, error.status if error else 200)

    @allow(Role.ADMINISTRATOR)
    def add_key(self, account_id: UUID) -> Response:
        """Shows the new key, once: it is on no other page, and no log has it."""
        form, known = request.form, {scope.value for scope in Scope}
        days = form.get("days", "")
        new = NewKey(
            form.get("name", ""),
            [Scope(each) for each in form.getlist("scopes") if each in known],
            int(days) if days.isascii() and days.isdecimal() and len(days) < 5 else 0,
        )
        try:
            with self.store.write(g.actor) as uow:
                made = service.add_key(uow, account_id, new)
                uow.commit()
        except PeopleError as error:
            return self._account(account_id, error)
        return self._account(account_id, made=made)

    @allow(Role.ADMINISTRATOR)
    def revoke_key(self, account_id: UUID, key_id: UUID) -> Response:
        return self._act(
            account_id,
            lambda uow: service.revoke_key(uow, account_id, key_id),
            gettext("Clé révoquée : elle n'ouvre plus rien."),
        )

    @allow(Role.ADMINISTRATOR)
    def close(self, account_id: UUID) -> Response:
        return self._act(
            account_id,
            lambda uow: service.close_account(uow, account_id),
            gettext("Compte de service fermé : ses clés n'ouvrent plus rien."),
        )

    @allow(Role.ADMINISTRATOR)
    def reopen(self, account_id: UUID) -> Response:
        return self._act(
            account_id, lambda uow: service.reopen_account(uow, account_id), gettext("Compte de service rouvert.")
        )

    def _act(self, account_id: UUID, act: Callable[[UnitOfWork], object], said: str) -> Response:
        try:
            with self.store.write(g.actor) as uow:
                act(uow)
                uow.commit()
        except PeopleError as error:
            return self._account(account_id, error)
        flash(said, "success")
        return redirect(url_for("administration_services.account", account_id=account_id))


def create_blueprint(store: Store, address: str) -> Blueprint:
    """The blueprint ``administration_services``."""
    pages = Blueprint("administration_services", __name__, url_prefix="/administration/services")
    views = Views(store, address)
    pages.get("/")(views.accounts)
    pages.get("/nouveau")(views.fresh)
    pages.post("/nouveau")(views.add)
    pages.get("/<uuid:account_id>")(views.account)
    pages.post("/<uuid:account_id>/cles")(views.add_key)
    pages.post("/<uuid:account_id>/cles/<uuid:key_id>/revoquer")(views.revoke_key)
    pages.post("/<uuid:account_id>/fermer")(views.close)
    pages.post("/<uuid:account_id>/rouvrir")(views.reopen)
    return pages
