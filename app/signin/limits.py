"""How many attempts there may be, and when the next one is welcome."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.signin import queries
from storage.models import LoginAttempt, now
from storage.unit_of_work import UnitOfWork

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 30
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """``most`` attempts within ``WINDOW`` for what ``key`` stands for."""

    key: str
    most: int


def digest(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def key(kind: str, value: object) -> str:
    """What attempts of an account or an address are counted under: nobody reads it back."""
    return digest(f"{kind}:{value}")


def of_account(email: str) -> Limit:
    """The password of one account, existing or not; ``email`` in lower case."""
    return Limit(key("account", email), PER_ACCOUNT)


def of_address(address: str) -> Limit:
    """All that comes from one address of the network."""
    return Limit(key("address", address), PER_ADDRESS)


def of_factor(user_id: object) -> Limit:
    """What a person who gave the password once gives beside it."""
    return Limit(key("factor", user_id), PER_ACCOUNT)


def waiting(uow: UnitOfWork, limits: Iterable[Limit]) -> int:
    """Seconds until one more attempt is welcome; 0 when it is now."""
    present = now()
    return max(
        _wait(queries.attempts(uow.session, each.key, present - WINDOW), each.most, present) for each in limits
    )


def count(uow: UnitOfWork, limits: Iterable[Limit]) -> datetime:
    """Counts an attempt, before it is made: a hundred at once are counted too. Returns its time."""
    present = now()
    uow.session.add_all(LoginAttempt(key=each.key, at=present) for each in limits)
    return present


def forget(uow: UnitOfWork, limit: Limit) -> None:
    """Makes the next attempt welcome."""
    queries.forget_attempts(uow.session, limit.key)


def is_reached(uow: UnitOfWork, limit: Limit) -> bool:
    """Whether the attempts counted so far were the last ones for now."""
    return len(queries.attempts(uow.session, limit.key, now() - WINDOW)) >= limit.most


def first_today(uow: UnitOfWork, what: str) -> bool:
    """Whether something happens for the first time within a day; from then on it does not."""
    present = now()
    if queries.attempts(uow.session, what, present - KEPT):
        return False
    uow.session.add(LoginAttempt(key=what, at=present))
    return True


def _wait(made: Sequence[datetime], most: int, present: datetime) -> int:
    if len(made) < most:
        return 0
    return math.ceil((made[-most] + WINDOW - present).total_seconds())
