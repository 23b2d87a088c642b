"""The way to the provider of identities and back, and out of it."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, g, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.gate import safe_path
from app.signin import limits, steps
from app.signin.entering import Door, answer, away
from app.signin.errors import TooManyAttemptsError
from app.signin.limits import digest
from app.signin.service import Entrance, How
from app.signin.sessions import client
from app.signon.errors import ProviderDownError, SignOnError, TokenInvalidError, WrongReturnError
from app.signon.party import Request
from app.signon.service import Proven, SignOn
from storage.access import allow_everybody, allow_signed_in
from storage.actors import ANONYMOUS, person
from storage.errors import NotFoundError, ServiceError
from storage.models import StepKind, Way, now
from storage.unit_of_work import UnitOfWork

PARAMETERS = ("state", "code", "iss", "error")


@dataclass(frozen=True)
class Views:
    """The views; there is nothing behind them where no provider is set."""

    door: Door
    signon: SignOn | None

    @property
    def name(self) -> str:
        """What the provider is called; empty where there is none."""
        return self.signon.party.name if self.signon else ""

    @property
    def _on(self) -> SignOn:
        if self.signon is None:
            raise NotFoundError()
        return self.signon

    @allow_everybody
    def start(self) -> Response:
        return self._leave_for(safe_path(request.form.get("next")), None)

    @allow_signed_in
    def link(self) -> Response:
        return self._leave_for(None, g.actor.person)

    def _leave_for(self, target: str | None, linking: UUID | None) -> Response:
        asked, own = Request.fresh(), self._on
        try:
            url = own.address(asked)
            with self.door.store.write(ANONYMOUS) as uow:
                self._count(uow)
                facts = {"state": asked.state, "nonce": asked.nonce, "verifier": asked.verifier, "target": target}
                token = steps.begin(uow, StepKind.PROVIDER, facts, linking)
                uow.commit()
        except (ProviderDownError, TooManyAttemptsError) as error:
            return self._failed(error)
        response = away(url, "app/signon/away.html", provider=own.party.name, leaving=False)
        self.door.step.give(response, token)
        return response

    def _count(self, uow: UnitOfWork) -> None:
        """Sign-ons that are begun leave rows for ten minutes: one address may not leave any number."""
        limit = (limits.Limit(limits.key("signon", client().address), limits.PER_ADDRESS),)
        if wait := limits.waiting(uow, limit):
            raise TooManyAttemptsError(wait)
        limits.count(uow, limit)

    @allow_everybody
    def back(self) -> Response:
        own = self._on
        try:
            with self.door.store.write(ANONYMOUS) as uow:
                # Gone before anything is asked of the provider: whoever comes back a second time has nothing.
                step = steps.take(uow, StepKind.PROVIDER, self.door.step.read())
                uow.commit()
            if step is None:
                raise WrongReturnError()
            asked = Request(step.facts["state"], step.facts["nonce"], step.facts["verifier"])
            proven = own.prove(asked, {name: request.args[name] for name in PARAMETERS if name in request.args})
            if step.user_id is not None:
                return self._linked(proven, step.user_id)
            return self._enter(proven, safe_path(step.facts["target"]))
        except (SignOnError, ProviderDownError) as error:
            self._record(error)
            return self._failed(error)

    def _enter(self, proven: Proven, target: str | None) -> Response:
        own, who = self._on, proven.identity
        with self.door.store.write(ANONYMOUS) as uow:
            user = own.admit(uow, who)
            uow.actor = person(user, user.unit.body)
            told = {"methods": list(who.methods), "source": who.source}
            how = How(Way.PROVIDER, own.sealer.seal(proven.id_token), told=told)
            before = g.signed.session_id if g.signed else None
            token = self.door.signin.open(uow, Entrance(client(), now(), before), how)
            uow.commit()
        return self.door.let_in(token, target)

    def _linked(self, proven: Proven, user_id: UUID) -> Response:
        # The browser that comes back must still be that of the person who left.
        if g.actor.user_id != user_id:
            raise WrongReturnError()
        with self.door.store.write(g.actor) as uow:
            self._on.link(uow, proven.identity)
            uow.commit()
        flash(gettext("Votre compte est relié."), "success")
        response = redirect(url_for("account.show"))
        self.door.step.take_back(response)
        return response

    def _record(self, error: ServiceError) -> None:
        why = error.why if isinstance(error, TokenInvalidError) else None
        with self.door.store.write(ANONYMOUS) as uow:
            known, siret = digest(client().address)[:16], error.values.get("siret")
            uow.record("sign_on_refused", "account", known, code=error.code, reason=why, siret=siret)
            uow.commit()

    def _failed(self, error: ServiceError) -> Response:
        response = answer("app/signon/failed.html", error, provider=self._on.party.name)
        self.door.step.take_back(response)
        return response

    @allow_everybody
    def left(self) -> Response:
        # Only who was sent there by a sign-out is told that it is done.
        if secrets.compare_digest(request.args.get("state", ""), session.pop("leaving", "") or "-"):
            session["signed_out"] = True
        return redirect(url_for("signin.sign_in"))

    def leave(self, proof: str) -> Response | None:
        """The way out of the provider, for a sign-in that came from it; None where there is none, or where it does
        not answer: signed out here they are all the same."""
        if self.signon is None:
            return None
        state, name = secrets.token_urlsafe(32), self.signon.party.name
        try:
            url = self.signon.way_out(proof, state)
        except ProviderDownError:
            flash(
                gettext(
                    "Vous êtes déconnecté d'ici, mais %(provider)s ne répond pas : fermez le navigateur.",
                    provider=name,
                ),
                "warning",
            )
            return None
        if url is None:
            return None
        session["leaving"] = state
        return away(url, "app/signon/away.html", provider=name, leaving=True)


def create_blueprint(views: Views) -> Blueprint:
    """The blueprint ``signon``."""
    pages = Blueprint("signon", __name__)
    pages.post("/connexion/fournisseur")(views.start)
    pages.get("/connexion/fournisseur/retour")(views.back)
    pages.get("/connexion/fournisseur/sortie")(views.left)
    pages.post("/compte/fournisseur/relier")(views.link)
    return pages
