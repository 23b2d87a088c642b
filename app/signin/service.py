"""Signing in and out, and choosing a password.

A sign-in is three beats, so that no transaction lasts while a password is hashed: ``admit`` counts the attempt
before it is made (a hundred at once are counted too), ``verify`` compares, ``open`` or ``refuse`` records.
"""

import hashlib
import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.signin import letters, queries
from app.signin.errors import (
    CurrentPasswordError,
    PasswordsDifferError,
    TicketInvalidError,
    TooManyAttemptsError,
    WrongCredentialsError,
)
from app.signin.passwords import Passwords, check
from storage.actors import Actor, person
from storage.errors import NotFoundError
from storage.models import LoginAttempt, LoginSession, PasswordTicket, User, now
from storage.unit_of_work import UnitOfWork

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 30
RESETS_PER_ACCOUNT = 3
RESET_LASTS = timedelta(minutes=30)
INVITATION_LASTS = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Client:
    """Where a request comes from: address and browser."""

    address: str
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A verified attempt: when it was admitted, and the sign-in that the same browser held before, which ends."""

    client: Client
    admitted: datetime
    before: UUID | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """A person who is signed in. ``stale`` says that the time of last use is to be written."""

    actor: Actor
    session_id: UUID
    email: str
    body: str
    unit: str
    stale: bool


def plain_email(email: str) -> str:
    """An address as accounts keep it."""
    return email.strip().lower()


def digest(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(kind: str, value: str) -> str:
    return digest(f"{kind}:{value}")


@dataclass(frozen=True, slots=True)
class Signin:
    """``idle`` without use, or ``longest`` in all, and a sign-in has to be renewed."""

    passwords: Passwords
    public_url: str
    idle: timedelta
    longest: timedelta

    def admit(self, uow: UnitOfWork, email: str, client: Client) -> datetime:
        """Counts an attempt to sign in and returns its time; raises TooManyAttemptsError, saying when the next one
        is welcome, whether or not the account exists."""
        present = now()
        queries.remove_old(uow.session, present - timedelta(days=1), present - KEPT)
        limits = (
            (_key("account", plain_email(email)), PER_ACCOUNT),
            (_key("address", client.address), PER_ADDRESS),
        )
        wait = max(
            _wait(queries.attempts(uow.session, key, present - WINDOW), most, present) for key, most in limits
        )
        if wait:
            uow.record("sign_in_locked", "account", _key("account", plain_email(email))[:16])
            raise TooManyAttemptsError(wait)
        uow.session.add_all(LoginAttempt(key=key, at=present) for key, _ in limits)
        return present

    def verify(self, uow: UnitOfWork, email: str, password: str) -> Actor:
        """The person whose password it is; raises WrongCredentialsError."""
        user = queries.user_by_email(uow.session, plain_email(email))
        matches = self.passwords.verify(user.password_hash if user else None, password)
        if user is None or not matches or user.disabled_at is not None:
            raise WrongCredentialsError()
        return person(user, user.unit.body)

    def refuse(self, uow: UnitOfWork, email: str) -> None:
        """Records a failed attempt."""
        user = queries.user_by_email(uow.session, plain_email(email))
        known = str(user.id) if user else _key("account", plain_email(email))[:16]
        uow.record("sign_in_failed", "account", known, body_id=user.unit.body_id if user else None)

    def open(self, uow: UnitOfWork, password: str, entrance: Entrance) -> str:
        """Signs the actor in; returns the token for their cookie. Renews a hash made with older parameters."""
        client, user = entrance.client, queries.user_by_id(uow.session, uow.actor.person)
        queries.forget_attempts(uow.session, _key("account", user.email))
        queries.forget_attempts(uow.session, _key("address", client.address), entrance.admitted)
        if entrance.before is not None:
            queries.end_session(uow.session, entrance.before, now())
        if user.password_hash and self.passwords.is_outdated(user.password_hash):
            user.password_hash = self.passwords.hash(password)
        token, present = secrets.token_urlsafe(32), now()
        opened = LoginSession(
            user_id=user.id,
            token_hash=digest(token),
            expires_at=present + self.longest,
            address=client.address[:64],
            agent=client.agent[:200],
        )
        uow.session.add(opened)
        uow.session.flush()
        uow.record("sign_in", "account", user.id, body_id=user.unit.body_id, session=opened.id)
        return token

    def resume(self, uow: UnitOfWork, token: str) -> Signed | None:
        """The person whom a token stands for; None when it ended, ran out or was not used for too long."""
        present = now()
        row = queries.session_by_hash(uow.session, digest(token), present)
        if row is None or row.seen_at < present - self.idle:
            return None
        user = queries.user_by_id(uow.session, row.user_id)
        if user.disabled_at is not None:
            return None
        stale = row.seen_at < present - SEEN_EVERY
        body = user.unit.body
        return Signed(person(user, body), row.id, user.email, body.name, user.unit.name, stale)

    def touch(self, uow: UnitOfWork, session_id: UUID) -> None:
        """Notes that the sign-in was used just now."""
        row = uow.session.get(LoginSession, session_id)
        if row is not None:
            row.seen_at = now()

    def sessions(self, uow: UnitOfWork) -> Sequence[LoginSession]:
        """The actor's sign-ins that hold."""
        return self.sessions_of(uow, uow.actor.person)

    def sessions_of(self, uow: UnitOfWork, user_id: UUID) -> Sequence[LoginSession]:
        """A person's sign-ins that hold, the last used first."""
        present = now()
        return queries.open_sessions(uow.session, user_id, present, present - self.idle)

    def end(self, uow: UnitOfWork, session_id: UUID) -> None:
        """Ends one of the actor's own sign-ins; raises NotFoundError for anybody else's."""
        row = uow.session.get(LoginSession, session_id)
        if row is None or row.user_id != uow.actor.person:
            raise NotFoundError()
        row.ended_at = row.ended_at or now()
        uow.record("sign_out", "account", row.user_id, body_id=uow.actor.body_id, session=row.id)

    def change_password(self, uow: UnitOfWork, current: str, chosen: str, again: str, keep: UUID) -> None:
        """Changes the actor's password; every other sign-in of theirs ends. ``keep`` is the one in use."""
        user = queries.user_by_id(uow.session, uow.actor.person)
        if not self.passwords.verify(user.password_hash, current):
            raise CurrentPasswordError()
        self._choose(uow, user, chosen, again)
        queries.end_sessions(uow.session, user.id, now(), but=keep)

    def forgotten(self, uow: UnitOfWork, email: str, client: Client) -> None:
        """Sends a ticket to the account's address, if there is such an account; nobody is told which."""
        present, address = now(), plain_email(email)
        limits = ((_key("reset", address), RESETS_PER_ACCOUNT), (_key("reset_from", client.address), PER_ADDRESS))
        wait = max(
            _wait(queries.attempts(uow.session, key, present - WINDOW), most, present) for key, most in limits
        )
        uow.session.add_all(LoginAttempt(key=key, at=present) for key, _ in limits)
        user = queries.user_by_email(uow.session, address)
        if wait or user is None or user.disabled_at is not None:
            return
        secret, link = self._ticket(uow, user, RESET_LASTS)
        uow.send(letters.reset(user, link, secret, RESET_LASTS // timedelta(minutes=1)))
        uow.record("password_reset_asked", "account", user.id, body_id=user.unit.body_id)

    def invite(self, uow: UnitOfWork, user: User) -> None:
        """Sends a new account its invitation to choose a password, good for seven days."""
        uow.session.flush()
        secret, link = self._ticket(uow, user, INVITATION_LASTS)
        uow.send(letters.invitation(user, link, secret, INVITATION_LASTS.days))
        uow.record("invited", "account", user.id, body_id=user.unit.body_id)

    def redeem(self, uow: UnitOfWork, secret: str, chosen: str, again: str) -> User:
        """Sets the password of the account that a ticket was sent to; raises TicketInvalidError. Every sign-in of
        the person ends, and every other ticket."""
        ticket = queries.ticket_by_hash(uow.session, digest(secret.strip()), now())
        user = queries.user_by_id(uow.session, ticket.user_id) if ticket else None
        if user is None or user.disabled_at is not None:
            raise TicketInvalidError()
        self._choose(uow, user, chosen, again)
        queries.end_sessions(uow.session, user.id, now())
        queries.forget_attempts(uow.session, _key("account", user.email))
        return user

    def _ticket(self, uow: UnitOfWork, user: User, lasts: timedelta) -> tuple[str, str]:
        secret = secrets.token_urlsafe(24)
        uow.session.add(PasswordTicket(user_id=user.id, token_hash=digest(secret), expires_at=now() + lasts))
        # What follows the # never leaves the browser: no log, no Referer, no proxy sees the secret.
        return secret, f"{self.public_url}/mot-de-passe#{secret}"

    def _choose(self, uow: UnitOfWork, user: User, chosen: str, again: str) -> None:
        if chosen != again:
            raise PasswordsDifferError()
        check(chosen, user.email, user.name)
        user.password_hash = self.passwords.hash(chosen)
        queries.spend_tickets(uow.session, user.id, now())
        uow.record("password_changed", "account", user.id, body_id=user.unit.body_id)


def _wait(made: Sequence[datetime], most: int, present: datetime) -> int:
    """Seconds until one more attempt is welcome; 0 when it is now."""
    if len(made) < most:
        return 0
    return math.ceil((made[-most] + WINDOW - present).total_seconds())
