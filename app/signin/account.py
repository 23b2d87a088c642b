"""The page where a person sees to their account: who they are here, their password, their open sign-ins."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.factor.service import Factors
from app.failures import filled
from app.signin.entering import Door
from app.signin.passwords import MINIMUM
from app.signin.queries import user_by_id
from app.signin.service import Signin
from app.signin.sessions import Cookie
from app.signon.queries import identities_of
from storage.access import allow_signed_in
from storage.errors import ServiceError
from storage.unit_of_work import Store


@dataclass(frozen=True)
class Views:
    """The views; a person can only act on their own account here. ``provider`` is what the provider of identities
    is called, empty where there is none."""

    signin: Signin
    factors: Factors
    store: Store
    cookie: Cookie
    provider: str

    def _page(self, error: ServiceError | None = None) -> Response:
        with self.store.read(g.actor) as uow:
            user = user_by_id(uow.session, g.actor.person)
            shown = render_template(
                "app/signin/account.html",
                sessions=self.signin.sessions(uow),
                error=filled(error.template, error.values) if error else "",
                minimum=MINIMUM,
                factor=self.factors.state(uow, user),
                provider=self.provider,
                identities=identities_of(uow.session, user.id),
            )
        return make_response(shown, error.status if error else 200)

    @allow_signed_in
    def show(self) -> Response:
        return self._page()

    @allow_signed_in
    def change_password(self) -> Response:
        form = request.form
        try:
            with self.store.write(g.actor) as uow:
                self.signin.change_password(
                    uow,
                    form.get("current", ""),
                    form.get("password", ""),
                    form.get("again", ""),
                    g.signed.session_id,
                )
                uow.commit()
        except ServiceError as error:
            return self._page(error)
        flash(gettext("Votre mot de passe est changé. Vos autres sessions sont fermées."), "success")
        return redirect(url_for("account.show"))

    @allow_signed_in
    def end_others(self) -> Response:
        with self.store.write(g.actor) as uow:
            self.signin.end_others(uow, g.signed.session_id)
            uow.commit()
        flash(gettext("Vos autres sessions sont fermées."), "success")
        return redirect(url_for("account.show"))

    @allow_signed_in
    def end_session(self, session_id: UUID) -> Response:
        with self.store.write(g.actor) as uow:
            self.signin.end(uow, session_id)
            uow.commit()
        if session_id == g.signed.session_id:
            response = redirect(url_for("signin.sign_in"))
            self.cookie.take_back(response)
            return response
        flash(gettext("La session est fermée."), "success")
        return redirect(url_for("account.show"))


def create_blueprint(door: Door, provider: str) -> Blueprint:
    """The blueprint ``account``."""
    pages = Blueprint("account", __name__, url_prefix="/compte")
    views = Views(door.signin, door.factors, door.store, door.cookie, provider)
    pages.get("/")(views.show)
    pages.post("/mot-de-passe")(views.change_password)
    pages.post("/autres-sessions")(views.end_others)
    pages.post("/sessions/<uuid:session_id>/fermer")(views.end_session)
    return pages
