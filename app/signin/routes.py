"""The sign-in page, and the two pages by which a password is chosen again."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, g, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.gate import safe_path
from app.signin.entering import Door, answer
from app.signin.errors import TicketInvalidError, TooManyAttemptsError, WrongCredentialsError
from app.signin.passwords import MINIMUM
from app.signin.service import Signin
from app.signin.sessions import client
from storage.access import allow_everybody, allow_signed_in
from storage.actors import ANONYMOUS
from storage.errors import N_, ServiceError
from storage.unit_of_work import Store

Leave = Callable[[str], Response | None]
DONE = N_("Votre mot de passe est enregistré. Connectez-vous.")


@dataclass(frozen=True)
class Views:
    """The three pages of a person who is not signed in. ``provider`` is what the provider of identities is called,
    empty where there is none; ``leave`` answers a sign-out where it has to be told."""

    door: Door
    provider: str
    leave: Leave

    @property
    def signin(self) -> Signin:
        """The services."""
        return self.door.signin

    @property
    def store(self) -> Store:
        """Where units of work come from."""
        return self.door.store

    def _page(self, name: str, error: ServiceError | None = None, **values: object) -> Response:
        shown = {"email": "", "target": None, "code": "", "minimum": MINIMUM, "signed_out": False} | values
        shown |= {"provider": self.provider, "spent": isinstance(error, TicketInvalidError)}
        return answer(f"app/signin/{name}.html", error, **shown)

    @allow_everybody
    def sign_in(self) -> Response:
        target = safe_path(request.args.get("next"))
        if g.actor.user_id is not None:
            return redirect(target or url_for("pages.home"))
        return self._page("sign_in", target=target, signed_out=session.pop("signed_out", False))

    @allow_everybody
    def enter(self) -> Response:
        email, password = request.form.get("email", ""), request.form.get("password", "")
        target = safe_path(request.form.get("next"))
        try:
            return self.door.by_password(email, password, target)
        except (WrongCredentialsError, TooManyAttemptsError) as error:
            return self._page("sign_in", error, email=email, target=target)

    @allow_signed_in
    def sign_out(self) -> Response:
        with self.store.write(g.actor) as uow:
            proof = self.signin.end(uow, g.signed.session_id)
            uow.commit()
        session.clear()
        # Clear-Site-Data is heard over https only: on a plain network the page that comes next does it.
        session["signed_out"] = True
        response = (self.leave(proof) if proof else None) or redirect(url_for("signin.sign_in"))
        self.door.cookie.take_back(response)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    @allow_everybody
    def forgotten(self) -> Response:
        return self._page("forgotten", sent=False)

    @allow_everybody
    def ask_ticket(self) -> Response:
        with self.store.write(ANONYMOUS) as uow:
            self.signin.forgotten(uow, request.form.get("email", ""), client())
            uow.commit()
        return self._page("forgotten", sent=True)

    @allow_everybody
    def choose(self) -> Response:
        return self._page("choose")

    @allow_everybody
    def redeem(self) -> Response:
        form = request.form
        try:
            with self.store.write(ANONYMOUS) as uow:
                self.signin.redeem(uow, form.get("code", ""), form.get("password", ""), form.get("again", ""))
                uow.commit()
        except ServiceError as error:
            return self._page("choose", error, code=form.get("code", ""))
        flash(gettext(DONE), "success")
        return redirect(url_for("signin.sign_in"))


def create_blueprint(door: Door, provider: str, leave: Leave) -> Blueprint:
    """The blueprint ``signin``."""
    pages, views = Blueprint("signin", __name__), Views(door, provider, leave)
    pages.get("/connexion")(views.sign_in)
    pages.post("/connexion")(views.enter)
    pages.post("/deconnexion")(views.sign_out)
    pages.get("/mot-de-passe-oublie")(views.forgotten)
    pages.post("/mot-de-passe-oublie")(views.ask_ticket)
    pages.get("/mot-de-passe")(views.choose)
    pages.post("/mot-de-passe")(views.redeem)
    return pages
