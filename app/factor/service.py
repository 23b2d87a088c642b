"""The second factor of accounts that have a password here: offered, confirmed, asked for, taken away.

Codes and the password that goes with a change are counted before they are looked at (``admit``, committed on its
own), so that a hundred at once are counted too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.factor import codes, letters, queries
from app.factor.errors import AlreadyOnError, CodeWrongError, NoPasswordError, NothingOfferedError
from app.sealing import SealBrokenError, Sealer
from app.signin import limits, steps
from app.signin.errors import CurrentPasswordError, TooManyAttemptsError
from app.signin.passwords import Passwords
from app.signin.queries import end_sessions, user_by_id
from storage.models import Role, SecondFactor, User, Way, now
from storage.unit_of_work import UnitOfWork

ISSUER = "Truchement"


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret to put into a telephone: as a picture (SVG) and as letters."""

    picture: str
    letters: str


@dataclass(frozen=True, slots=True)
class State:
    """Where a person stands. ``asked`` says that their roles ask for a second factor, ``due_at`` from when on
    nothing opens without."""

    on: bool
    since: datetime | None
    left: int
    asked: bool
    due_at: datetime | None
    possible: bool


@dataclass(frozen=True)
class Factors:
    """``roles`` are those that need one, ``grace`` after they are first asked."""

    sealer: Sealer
    passwords: Passwords
    roles: frozenset[Role]
    grace: timedelta

    def state(self, uow: UnitOfWork, user: User) -> State:
        """Where a person stands."""
        found = queries.confirmed(uow.session, user.id)
        return State(
            on=found is not None,
            since=found.confirmed_at if found else None,
            left=queries.recovery_left(uow.session, user.id) if found else 0,
            asked=bool(user.roles & self.roles),
            due_at=user.factor_due_at if found is None else None,
            possible=user.password_hash is not None,
        )

    def is_on(self, uow: UnitOfWork, user_id: UUID) -> bool:
        """Whether sign-in asks for a code."""
        return queries.confirmed(uow.session, user_id) is not None

    def due(self, uow: UnitOfWork, user_id: UUID) -> datetime | None:
        """From when on a person without a second factor gets nowhere; the grace begins when they are first asked.
        None where their roles ask for none."""
        user = user_by_id(uow.session, user_id)
        if not user.roles & self.roles:
            return None
        if user.factor_due_at is None:
            user.factor_due_at = now() + self.grace
        return user.factor_due_at

    def admit(self, uow: UnitOfWork, user_id: UUID) -> None:
        """Counts an attempt; raises TooManyAttemptsError, saying when the next one is welcome."""
        limit = (limits.of_factor(user_id),)
        if wait := limits.waiting(uow, limit):
            uow.record("factor_locked", "account", user_id)
            raise TooManyAttemptsError(wait)
        limits.count(uow, limit)

    def check(self, uow: UnitOfWork, user_id: UUID, code: str) -> Way:
        """Uses a code of the telephone or a recovery code up, and says which it was; raises CodeWrongError,
        SealBrokenError."""
        found = queries.confirmed(uow.session, user_id)
        if found is None:
            raise CodeWrongError()
        if codes.looks_like_recovery(code):
            self._spend_recovery(uow, user_id, code)
            return Way.RECOVERY
        self._spend(uow, found, code)
        return Way.FACTOR

    def refuse(self, uow: UnitOfWork, user_id: UUID) -> None:
        """Records a wrong code."""
        user = user_by_id(uow.session, user_id)
        uow.record("factor_failed", "account", user.id, body_id=user.unit.body_id)

    def offer(self, uow: UnitOfWork) -> None:
        """Makes a secret for the actor, which counts once they have given a code of it; the one offered before is
        forgotten. Raises AlreadyOnError, NoPasswordError."""
        user = user_by_id(uow.session, uow.actor.person)
        if user.password_hash is None:
            raise NoPasswordError()
        if queries.confirmed(uow.session, user.id) is not None:
            raise AlreadyOnError()
        sealed, found = self.sealer.seal(codes.new_secret()), queries.factor(uow.session, user.id)
        if found is None:
            uow.session.add(SecondFactor(user_id=user.id, sealed=sealed))
        else:
            found.sealed, found.created_at, found.last_step = sealed, now(), 0

    def offered(self, uow: UnitOfWork) -> Offer | None:
        """What is offered to the actor, if anything is."""
        user, found = user_by_id(uow.session, uow.actor.person), queries.factor(uow.session, uow.actor.person)
        if found is None or found.confirmed_at is not None:
            return None
        secret = self.sealer.open(found.sealed)
        return Offer(codes.picture(codes.address(secret, ISSUER, user.email)), codes.grouped(secret))

    def confirm(self, uow: UnitOfWork, code: str, password: str, keep: UUID) -> Sequence[str]:
        """Turns the second factor on and returns the recovery codes, which are shown once. Every other sign-in of
        the person ends; ``keep`` is the one in use. Raises NothingOfferedError, CurrentPasswordError,
        CodeWrongError."""
        user, found = user_by_id(uow.session, uow.actor.person), queries.factor(uow.session, uow.actor.person)
        if found is None or found.confirmed_at is not None:
            raise NothingOfferedError()
        self._check_password(user, password)
        self._spend(uow, found, code)
        found.confirmed_at, user.factor_due_at = now(), None
        queries.set_due(uow.session, user.id, None)
        end_sessions(uow.session, user.id, now(), but=keep)
        self._settle(uow, user, "factor_on")
        uow.send(letters.letter(user, letters.ON))
        return self._new_recovery(uow, user)

    def renew_recovery(self, uow: UnitOfWork, password: str) -> Sequence[str]:
        """Ten new recovery codes; the earlier ones are worth nothing any more."""
        user = self._person_with_factor(uow, password)
        self._settle(uow, user, "recovery_codes_made")
        return self._new_recovery(uow, user)

    def turn_off(self, uow: UnitOfWork, password: str) -> None:
        """Takes the actor's second factor away. Where their roles ask for one, nothing opens before the next."""
        user = self._person_with_factor(uow, password)
        self._remove(uow, user, "factor_off")
        queries.set_due(uow.session, user.id, user.factor_due_at)

    def reset(self, uow: UnitOfWork, user: User) -> None:
        """An administrator, or the operator, takes away a second factor that was lost: the person's sign-ins end,
        and where their roles ask for one they choose another before anything else."""
        self._remove(uow, user, "factor_reset")
        end_sessions(uow.session, user.id, now())
        steps.drop(uow, user.id)

    def reseal(self, uow: UnitOfWork) -> tuple[int, int]:
        """Closes every secret with the key that seals today; returns how many had another one, and how many no key
        opens, which are left as they are."""
        made = lost = 0
        if not queries.is_known(uow.session):
            return made, lost
        for each in queries.all_factors(uow.session):
            if self.sealer.is_current(each.sealed):
                continue
            try:
                each.sealed = self.sealer.seal(self.sealer.open(each.sealed))
                made += 1
            except SealBrokenError:
                lost += 1
        if made:
            uow.record("resealed", "user", "all", keys=made)
        return made, lost

    def _person_with_factor(self, uow: UnitOfWork, password: str) -> User:
        user = user_by_id(uow.session, uow.actor.person)
        if queries.confirmed(uow.session, user.id) is None:
            raise NothingOfferedError()
        self._check_password(user, password)
        return user

    def _check_password(self, user: User, password: str) -> None:
        # A browser left open must not be enough to lock its owner out, or to let oneself in later.
        if not self.passwords.verify(user.password_hash, password):
            raise CurrentPasswordError()

    def _spend(self, uow: UnitOfWork, found: SecondFactor, code: str) -> None:
        step = codes.matching_step(self.sealer.open(found.sealed), code, now())
        if step is None or not queries.spend_step(uow.session, found.user_id, step):
            raise CodeWrongError()

    def _spend_recovery(self, uow: UnitOfWork, user_id: UUID, code: str) -> None:
        if not queries.spend_recovery(uow.session, user_id, codes.recovery_hash(code), now()):
            raise CodeWrongError()
        user = user_by_id(uow.session, user_id)
        left = queries.recovery_left(uow.session, user_id)
        uow.send(letters.letter(user, letters.RECOVERY, left=left))

    def _new_recovery(self, uow: UnitOfWork, user: User) -> Sequence[str]:
        made = codes.new_recovery_codes()
        queries.replace_recovery(uow.session, user.id, map(codes.recovery_hash, made))
        return made

    def _remove(self, uow: UnitOfWork, user: User, action: str) -> None:
        queries.remove(uow.session, user.id)
        user.factor_due_at = now() if user.roles & self.roles else None
        self._settle(uow, user, action)
        uow.send(letters.letter(user, letters.OFF))

    def _settle(self, uow: UnitOfWork, user: User, action: str) -> None:
        limits.forget(uow, limits.of_factor(user.id))
        uow.record(action, "account", user.id, body_id=user.unit.body_id)
