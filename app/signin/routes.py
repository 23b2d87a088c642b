"""The sign-in page, and the two pages by which a password is chosen again."""

from dataclasses import dataclass

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.failures import filled
from app.gate import safe_path
from app.signin.errors import TicketInvalidError, TooManyAttemptsError, WrongCredentialsError
from app.signin.passwords import MINIMUM
from app.signin.service import Entrance, Signin
from app.signin.sessions import Cookie, client
from storage.access import allow_everybody, allow_signed_in
from storage.actors import ANONYMOUS
from storage.errors import N_, ServiceError
from storage.unit_of_work import Store

DONE = N_("Votre mot de passe est enregistré. Connectez-vous.")


@dataclass(frozen=True)
class Views:
    """The three pages of a person who is not signed in."""

    signin: Signin
    store: Store
    cookie: Cookie

    @allow_everybody
    def sign_in(self) -> Response:
        target = safe_path(request.args.get("next"))
        if g.actor.user_id is not None:
            return redirect(target or url_for("pages.home"))
        return _page("sign_in", target=target, signed_out=session.pop("signed_out", False))

    @allow_everybody
    def enter(self) -> Response:
        email, password = request.form.get("email", ""), request.form.get("password", "")
        target = safe_path(request.form.get("next"))
        try:
            token = self._open(email, password)
        except (WrongCredentialsError, TooManyAttemptsError) as error:
            return _page("sign_in", error, email=email, target=target)
        session.clear()  # a page cookie from before the sign-in must not outlive it
        response = redirect(target or url_for("pages.home"))
        self.cookie.give(response, token)
        return response

    def _open(self, email: str, password: str) -> str:
        with self.store.write(ANONYMOUS) as uow:
            try:
                admitted = self.signin.admit(uow, email, client())
            except TooManyAttemptsError:
                uow.commit()
                raise
            uow.commit()
        try:
            with self.store.read(ANONYMOUS) as uow:
                actor = self.signin.verify(uow, email, password)
        except WrongCredentialsError:
            with self.store.write(ANONYMOUS) as uow:
                self.signin.refuse(uow, email)
                uow.commit()
            raise
        before = g.signed.session_id if g.signed else None
        with self.store.write(actor) as uow:
            token = self.signin.open(uow, password, Entrance(client(), admitted, before))
            uow.commit()
        return token

    @allow_signed_in
    def sign_out(self) -> Response:
        with self.store.write(g.actor) as uow:
            self.signin.end(uow, g.signed.session_id)
            uow.commit()
        session.clear()
        # Clear-Site-Data is heard over https only: on a plain network the page that comes next does it.
        session["signed_out"] = True
        response = redirect(url_for("signin.sign_in"))
        self.cookie.take_back(response)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    @allow_everybody
    def forgotten(self) -> Response:
        return _page("forgotten", sent=False)

    @allow_everybody
    def ask_ticket(self) -> Response:
        with self.store.write(ANONYMOUS) as uow:
            self.signin.forgotten(uow, request.form.get("email", ""), client())
            uow.commit()
        return _page("forgotten", sent=True)

    @allow_everybody
    def choose(self) -> Response:
        return _page("choose")

    @allow_everybody
    def redeem(self) -> Response:
        form = request.form
        try:
            with self.store.write(ANONYMOUS) as uow:
                self.signin.redeem(uow, form.get("code", ""), form.get("password", ""), form.get("again", ""))
                uow.commit()
        except ServiceError as error:
            return _page("choose", error, code=form.get("code", ""))
        flash(gettext(DONE), "success")
        return redirect(url_for("signin.sign_in"))


def create_blueprint(signin: Signin, store: Store, cookie: Cookie) -> Blueprint:
    """The blueprint ``signin``."""
    pages, views = Blueprint("signin", __name__), Views(signin, store, cookie)
    pages.get("/connexion")(views.sign_in)
    pages.post("/connexion")(views.enter)
    pages.post("/deconnexion")(views.sign_out)
    pages.get("/mot-de-passe-oublie")(views.forgotten)
    pages.post("/mot-de-passe-oublie")(views.ask_ticket)
    pages.get("/mot-de-passe")(views.choose)
    pages.post("/mot-de-passe")(views.redeem)
    return pages


def _page(name: str, error: ServiceError | None = None, **values: object) -> Response:
    shown = {"email": "", "target": None, "code": "", "minimum": MINIMUM, "signed_out": False} | values
    shown["error"] = filled(error.template, error.values) if error else ""
    shown["spent"] = isinstance(error, TicketInvalidError)
    response = make_response(render_template(f"app/signin/{name}.html", **shown))
    if error is not None:
        response.status_code = error.status
    if isinstance(error, TooManyAttemptsError):
        response.headers["Retry-After"] = str(error.retry_after)
    return response
