"""What both ways of signing in end with, and what each asks on the way: used by the routes of ``signin`` and
``signon``."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g, make_response, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from app.factor.errors import CodeWrongError, StepOverError
from app.factor.service import Factors
from app.failures import filled
from app.gate import safe_path
from app.signin import steps
from app.signin.errors import TooManyAttemptsError, WrongCredentialsError
from app.signin.queries import user_by_id
from app.signin.service import Entrance, How, Signin
from app.signin.sessions import Cookie, client
from storage.actors import ANONYMOUS, Actor, person
from storage.errors import ServiceError, TemporaryError
from storage.models import StepKind, Way
from storage.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True)
class Door:
    """What lets people in. ``step`` is the cookie of a sign-in half done."""

    signin: Signin
    factors: Factors
    store: Store
    cookie: Cookie
    step: Cookie

    def by_password(self, email: str, password: str, target: str | None) -> Response:
        """The answer to the sign-in form: in, or on to the second factor. Raises WrongCredentialsError,
        TooManyAttemptsError."""
        admitted = self._admit(email)
        try:
            with self.store.read(ANONYMOUS) as uow:
                actor = self.signin.verify(uow, email, password)
                asked = self.factors.is_on(uow, actor.person)
        except WrongCredentialsError:
            with self.store.write(ANONYMOUS) as uow:
                self.signin.refuse(uow, email, client())
                uow.commit()
            raise
        if asked:
            return self._ask_code(actor, password, admitted, target)
        with self.store.write(actor) as uow:
            self.signin.renew_hash(uow, password)
            how = How(Way.PASSWORD, factor_due_at=self.factors.due(uow, actor.person))
            token = self.signin.open(uow, Entrance(client(), admitted, _before()), how)
            uow.commit()
        return self.let_in(token, target)

    def by_code(self, code: str) -> Response:
        """The answer to the page that asks for the second factor. Raises StepOverError when the password was given
        too long ago, CodeWrongError, TooManyAttemptsError, SealBrokenError."""
        with self.store.write(ANONYMOUS) as uow:
            step = steps.look(uow, StepKind.FACTOR, self.step.read())
            if step is None or step.user_id is None:
                raise StepOverError()
            actor, user_id = self._actor(uow, step.user_id), step.user_id
            try:
                self.factors.admit(uow, user_id)
            except TooManyAttemptsError:
                uow.commit()
                raise
            uow.commit()
        try:
            with self.store.write(actor) as uow:
                way = self.factors.check(uow, user_id, code)
                if steps.take(uow, StepKind.FACTOR, self.step.read()) is None:
                    raise StepOverError()
                admitted = datetime.fromisoformat(step.facts["admitted"])
                token = self.signin.open(uow, Entrance(client(), admitted, _before()), How(way))
                uow.commit()
        except CodeWrongError:
            with self.store.write(ANONYMOUS) as uow:
                self.factors.refuse(uow, user_id)
                uow.commit()
            raise
        return self.let_in(token, safe_path(step.facts.get("target")))

    def is_asked(self) -> bool:
        """Whether this browser has given a password and owes a code."""
        with self.store.read(ANONYMOUS) as uow:
            return steps.look(uow, StepKind.FACTOR, self.step.read()) is not None

    def let_in(self, token: str, target: str | None) -> Response:
        """The way in, with the cookie of the sign-in."""
        session.clear()  # a page cookie from before the sign-in must not outlive it
        response = redirect(target or url_for("pages.home"))
        self.cookie.give(response, token)
        self.step.take_back(response)
        return response

    def _admit(self, email: str) -> datetime:
        with self.store.write(ANONYMOUS) as uow:
            try:
                admitted = self.signin.admit(uow, email, client())
            except TooManyAttemptsError:
                uow.commit()
                raise
            uow.commit()
        return admitted

    def _ask_code(self, actor: Actor, password: str, admitted: datetime, target: str | None) -> Response:
        facts = {"admitted": admitted.isoformat(), "target": target}
        with self.store.write(actor) as uow:
            self.signin.renew_hash(uow, password)
            token = steps.begin(uow, StepKind.FACTOR, facts, actor.person)
            uow.commit()
        response = redirect(url_for("factor.ask"))
        self.step.give(response, token)
        return response

    def _actor(self, uow: UnitOfWork, user_id: UUID) -> Actor:
        user = user_by_id(uow.session, user_id)
        if user.disabled_at is not None:
            raise StepOverError()
        return person(user, user.unit.body)


def _before() -> UUID | None:
    """The sign-in that this browser holds already; it ends."""
    return g.signed.session_id if g.signed else None


def answer(template: str, error: ServiceError | None = None, **values: object) -> Response:
    """A page of signing in, with the reason why it did not come to that."""
    shown = {**values, "error": filled(error.template, error.values) if error else ""}
    response = make_response(render_template(template, **shown), error.status if error else 200)
    if isinstance(error, TooManyAttemptsError | TemporaryError):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def away(url: str, template: str, **values: object) -> Response:
    """A page that leads to another site at once, with the way there for who stays.

    No redirection: the policy forbids a form to end elsewhere, and browsers hold every further redirection of the
    other site to it too.
    """
    response = make_response(render_template(template, url=url, **values))
    response.headers["Refresh"] = f"0; url={url}"
    return response
