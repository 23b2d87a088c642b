"""The page where a person sees to their account: who they are here, their password, their open sign-ins."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.failures import filled
from app.signin.passwords import MINIMUM
from app.signin.service import Signin
from app.signin.sessions import Cookie
from storage.access import allow_signed_in
from storage.errors import ServiceError
from storage.unit_of_work import Store


@dataclass(frozen=True)
class Views:
    """The views; a person can only act on their own account here."""

    signin: Signin
    store: Store
    cookie: Cookie

    def _page(self, error: ServiceError | None = None) -> Response:
        with self.store.read(g.actor) as uow:
            sessions = self.signin.sessions(uow)
            message = filled(error.template, error.values) if error else ""
            shown = render_template("app/signin/account.html", sessions=sessions, error=message, minimum=MINIMUM)
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


def create_blueprint(signin: Signin, store: Store, cookie: Cookie) -> Blueprint:
    """The blueprint ``account``."""
    pages, views = Blueprint("account", __name__, url_prefix="/compte"), Views(signin, store, cookie)
    pages.get("/")(views.show)
    pages.post("/mot-de-passe")(views.change_password)
    pages.post("/sessions/<uuid:session_id>/fermer")(views.end_session)
    return pages
