"""The page that asks for a code after the password, and the page where people see to their second factor."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.factor.errors import CodeWrongError, StepOverError
from app.factor.service import Factors
from app.failures import filled
from app.gate import is_fragment, wants_json
from app.sealing import SealBrokenError
from app.signin.entering import Door, answer
from app.signin.errors import TooManyAttemptsError
from app.signin.queries import user_by_id
from storage.access import allow_everybody, allow_signed_in
from storage.errors import N_, ServiceError
from storage.unit_of_work import UnitOfWork

#: What is open to a person who must add a second factor first.
OPEN = frozenset({"signin.sign_out", "pages.help_page", "pages.language", "pages.accessibility", "pages.legal"})


class FactorNeededError(ServiceError):
    """The person's role asks for a second factor, and the time to choose one is over."""

    code = "second_factor_needed"
    status = 403
    template = N_("Votre rôle exige un second facteur : activez-le depuis « Mon compte », puis recommencez.")


def guard() -> Response | None:
    """Keeps whoever must add a second factor on the page where that is done."""
    if g.get("signed") is None or not g.signed.must_add_factor:
        return None
    endpoint = request.endpoint or ""
    if endpoint in OPEN or endpoint.startswith("factor."):
        return None
    if request.method != "GET" or is_fragment() or wants_json():
        raise FactorNeededError()
    return redirect(url_for("factor.show"))


@dataclass(frozen=True)
class Views:
    """The views."""

    door: Door

    @property
    def factors(self) -> Factors:
        """The services."""
        return self.door.factors

    @allow_everybody
    def ask(self) -> Response:
        if not self.door.is_asked():
            return redirect(url_for("signin.sign_in"))
        return answer("app/factor/ask.html")

    @allow_everybody
    def enter(self) -> Response:
        try:
            return self.door.by_code(request.form.get("code", ""))
        except StepOverError as error:
            flash(filled(error.template, error.values), "warning")
            return redirect(url_for("signin.sign_in"))
        except (CodeWrongError, TooManyAttemptsError, SealBrokenError) as error:
            return answer("app/factor/ask.html", error)

    def _page(self, error: ServiceError | None = None, form: str = "") -> Response:
        with self.door.store.read(g.actor) as uow:
            offer = self.factors.offered(uow)
            shown = render_template(
                "app/factor/show.html",
                state=self.factors.state(uow, user_by_id(uow.session, g.actor.person)),
                offer=offer,
                picture=Markup(offer.picture) if offer else "",  # noqa: S704 - drawn here, of our own text
                error=filled(error.template, error.values) if error else "",
                form=form,
                must=g.signed.must_add_factor,
            )
        return make_response(shown, error.status if error else 200)

    @allow_signed_in
    def show(self) -> Response:
        return self._page()

    @allow_signed_in
    def offer(self) -> Response:
        try:
            with self.door.store.write(g.actor) as uow:
                self.factors.offer(uow)
                uow.commit()
        except ServiceError as error:
            return self._page(error)
        return redirect(url_for("factor.show"))

    @allow_signed_in
    def confirm(self) -> Response:
        form = request.form

        def act(uow: UnitOfWork) -> Response:
            made = self.factors.confirm(uow, form.get("code", ""), form.get("password", ""), g.signed.session_id)
            return self._codes(made)

        return self._try(act, "confirm")

    @allow_signed_in
    def renew(self) -> Response:
        def act(uow: UnitOfWork) -> Response:
            return self._codes(self.factors.renew_recovery(uow, request.form.get("password", "")))

        return self._try(act, "renew")

    @allow_signed_in
    def turn_off(self) -> Response:
        def act(uow: UnitOfWork) -> Response:
            self.factors.turn_off(uow, request.form.get("password", ""))
            flash(gettext("Le second facteur est désactivé."), "success")
            return redirect(url_for("factor.show"))

        return self._try(act, "turn-off")

    def _codes(self, made: object) -> Response:
        """The recovery codes, shown in the answer itself: this once."""
        return make_response(render_template("app/factor/codes.html", codes=made))

    def _try(self, act: Callable[[UnitOfWork], Response], form: str) -> Response:
        """Counts the attempt, then makes it; what is wrong is said in the form that was sent."""
        try:
            with self.door.store.write(g.actor) as uow:
                try:
                    self.factors.admit(uow, g.actor.person)
                except TooManyAttemptsError:
                    uow.commit()
                    raise
                uow.commit()
            with self.door.store.write(g.actor) as uow:
                response = act(uow)
                uow.commit()
        except ServiceError as error:
            return self._page(error, form)
        return response


def create_blueprint(door: Door) -> Blueprint:
    """The blueprint ``factor``."""
    pages, views = Blueprint("factor", __name__), Views(door)
    pages.get("/connexion/code")(views.ask)
    pages.post("/connexion/code")(views.enter)
    pages.get("/compte/second-facteur")(views.show)
    pages.post("/compte/second-facteur/preparer")(views.offer)
    pages.post("/compte/second-facteur/activer")(views.confirm)
    pages.post("/compte/second-facteur/codes")(views.renew)
    pages.post("/compte/second-facteur/desactiver")(views.turn_off)
    return pages
