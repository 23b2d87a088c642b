"""Signing in and out, and choosing a password.

A sign-in is three beats, so that no transaction lasts while a password is hashed: ``admit`` counts the attempt
before it is made (a hundred at once are counted too), ``verify`` compares, ``open`` or ``refuse`` records.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from app.signin import letters, limits, queries
from app.signin.errors import (
    CurrentPasswordError,
    PasswordsDifferError,
    TicketInvalidError,
    TooManyAttemptsError,
    WrongCredentialsError,
)
from app.signin.limits import digest
from app.signin.passwords import Passwords, check
from storage.actors import Actor, person
from storage.errors import NotFoundError
from storage.models import LoginSession, PasswordTicket, User, Way, now
from storage.unit_of_work import UnitOfWork

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
class How:
    """How somebody signs in. ``proof`` is the provider's token, sealed; ``told`` what else the log keeps of it;
    from ``factor_due_at`` on they get nowhere before they have a second factor."""

    way: Way = Way.PASSWORD
    proof: str | None = field(default=None, repr=False)
    factor_due_at: datetime | None = None
    told: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signed:
    """A person who is signed in. ``stale`` says that the time of last use is to be written, ``must_add_factor``
    that nothing is open to them before they have a second factor."""

    actor: Actor
    session_id: UUID
    email: str
    body: str
    unit: str
    stale: bool
    must_add_factor: bool = False


def plain_email(email: str) -> str:
    """An address as accounts keep it."""
    return email.strip().lower()


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
        present, account = now(), limits.of_account(plain_email(email))
        queries.remove_old(uow.session, present - limits.KEPT, present - KEPT)
        both = (account, limits.of_address(client.address))
        if wait := limits.waiting(uow, both):
            uow.record("sign_in_locked", "account", account.key[:16])
            raise TooManyAttemptsError(wait)
        return limits.count(uow, both)

    def verify(self, uow: UnitOfWork, email: str, password: str) -> Actor:
        """The person whose password it is; raises WrongCredentialsError."""
        user = queries.user_by_email(uow.session, plain_email(email))
        matches = self.passwords.verify(user.password_hash if user else None, password)
        if user is None or not matches or user.disabled_at is not None:
            raise WrongCredentialsError()
        return person(user, user.unit.body)

    def refuse(self, uow: UnitOfWork, email: str, client: Client) -> None:
        """Records a failed attempt; after the last one that was allowed the person is told by mail, once a day."""
        address = plain_email(email)
        user, account = queries.user_by_email(uow.session, address), limits.of_account(address)
        known = str(user.id) if user else account.key[:16]
        uow.record("sign_in_failed", "account", known, body_id=user.unit.body_id if user else None)
        if not limits.is_reached(uow, account) or not limits.first_today(uow, limits.key("told", address)):
            return
        if user is not None and user.disabled_at is None and user.password_hash is not None:
            uow.send(letters.locked(user, self.public_url, client.address, limits.WINDOW // timedelta(minutes=1)))

    def unlock(self, uow: UnitOfWork, user: User) -> None:
        """Forgets a person's failed attempts, so that the next one is welcome."""
        for each in (limits.of_account(user.email), limits.of_factor(user.id)):
            limits.forget(uow, each)
        uow.record("unlocked", "account", user.id, body_id=user.unit.body_id)

    def locked_for(self, uow: UnitOfWork, user: User) -> int:
        """Seconds until the person's next attempt is welcome; 0 when it is now."""
        return limits.waiting(uow, (limits.of_account(user.email), limits.of_factor(user.id)))

    def renew_hash(self, uow: UnitOfWork, password: str) -> None:
        """Makes the hash of the password that was just verified anew, if it has older parameters than today's."""
        user = queries.user_by_id(uow.session, uow.actor.person)
        if user.password_hash and self.passwords.is_outdated(user.password_hash):
            user.password_hash = self.passwords.hash(password)

    def open(self, uow: UnitOfWork, entrance: Entrance, how: How) -> str:
        """Signs the actor in; returns the token for their cookie."""
        client, user = entrance.client, queries.user_by_id(uow.session, uow.actor.person)
        for each in (limits.of_account(user.email), limits.of_factor(user.id)):
            limits.forget(uow, each)
        queries.forget_attempts(uow.session, limits.of_address(client.address).key, entrance.admitted)
        if entrance.before is not None:
            queries.end_session(uow.session, entrance.before, now())
        token, present = secrets.token_urlsafe(32), now()
        opened = LoginSession(
            user_id=user.id,
            token_hash=digest(token),
            expires_at=present + self.longest,
            address=client.address[:64],
            agent=client.agent[:200],
            way=how.way,
            proof=how.proof,
            factor_due_at=how.factor_due_at,
        )
        uow.session.add(opened)
        uow.session.flush()
        said = {"session": opened.id, "way": how.way.value, **how.told}
        uow.record("sign_in", "account", user.id, body_id=user.unit.body_id, **said)
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
        due = row.factor_due_at is not None and row.factor_due_at <= present
        body = user.unit.body
        return Signed(person(user, body), row.id, user.email, body.name, user.unit.name, stale, due)

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

    def end(self, uow: UnitOfWork, session_id: UUID) -> str | None:
        """Ends one of the actor's own sign-ins; raises NotFoundError for anybody else's. Returns what its provider
        wants to see at a sign-out, sealed, where it came from one."""
        return self._end(uow, uow.actor.person, session_id)

    def end_of(self, uow: UnitOfWork, user_id: UUID, session_id: UUID) -> None:
        """Ends one sign-in of a person, on an administrator's behalf; raises NotFoundError for another's."""
        self._end(uow, user_id, session_id)

    def end_others(self, uow: UnitOfWork, keep: UUID) -> None:
        """Ends the actor's sign-ins but for ``keep``."""
        queries.end_sessions(uow.session, uow.actor.person, now(), but=keep)
        uow.record("sessions_ended", "account", uow.actor.person, body_id=uow.actor.body_id)

    def _end(self, uow: UnitOfWork, user_id: UUID, session_id: UUID) -> str | None:
        row = uow.session.get(LoginSession, session_id)
        if row is None or row.user_id != user_id:
            raise NotFoundError()
        proof, row.proof = row.proof, None
        row.ended_at = row.ended_at or now()
        body_id = queries.user_by_id(uow.session, user_id).unit.body_id
        uow.record("sign_out", "account", row.user_id, body_id=body_id, session=row.id)
        return proof

    def change_password(self, uow: UnitOfWork, current: str, chosen: str, again: str, keep: UUID) -> None:
        """Changes the actor's password; every other sign-in of theirs ends. ``keep`` is the one in use."""
        user = queries.user_by_id(uow.session, uow.actor.person)
        if not self.passwords.verify(user.password_hash, current):
            raise CurrentPasswordError()
        self._choose(uow, user, chosen, again)
        queries.end_sessions(uow.session, user.id, now(), but=keep)

    def forgotten(self, uow: UnitOfWork, email: str, client: Client) -> None:
        """Sends a ticket to the account's address, if there is such an account; nobody is told which."""
        address = plain_email(email)
        both = (
            limits.Limit(limits.key("reset", address), RESETS_PER_ACCOUNT),
            limits.Limit(limits.key("reset_from", client.address), limits.PER_ADDRESS),
        )
        wait = limits.waiting(uow, both)
        limits.count(uow, both)
        user = queries.user_by_email(uow.session, address)
        if wait or user is None or user.disabled_at is not None or queries.comes_by_provider(uow.session, user):
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

    def welcome(self, uow: UnitOfWork, user: User) -> None:
        """Tells a person who waited for a role that they have one."""
        uow.send(letters.welcome(user, self.public_url))

    def redeem(self, uow: UnitOfWork, secret: str, chosen: str, again: str) -> User:
        """Sets the password of the account that a ticket was sent to; raises TicketInvalidError. Every sign-in of
        the person ends, and every other ticket."""
        ticket = queries.ticket_by_hash(uow.session, digest(secret.strip()), now())
        user = queries.user_by_id(uow.session, ticket.user_id) if ticket else None
        if user is None or user.disabled_at is not None:
            raise TicketInvalidError()
        self._choose(uow, user, chosen, again)
        queries.end_sessions(uow.session, user.id, now())
        limits.forget(uow, limits.of_account(user.email))
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
