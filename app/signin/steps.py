"""Sign-ins half done: kept on the server for the one browser that holds the token, used once, gone after
minutes."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.signin import queries
from app.signin.limits import digest
from storage.models import PendingSignIn, StepKind, now
from storage.unit_of_work import UnitOfWork

# Long enough to find a telephone, or to sign in at a provider that asks for much.
LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Step:
    """What a sign-in half done remembers."""

    user_id: UUID | None
    facts: Mapping[str, Any]


def begin(uow: UnitOfWork, kind: StepKind, facts: Mapping[str, Any], user_id: UUID | None = None) -> str:
    """Keeps a sign-in half done; returns the token for the browser's cookie."""
    token, present = secrets.token_urlsafe(32), now()
    queries.remove_steps(uow.session, present)
    uow.session.add(
        PendingSignIn(
            kind=kind,
            token_hash=digest(token),
            user_id=user_id,
            facts=dict(facts),
            expires_at=present + LASTS,
        )
    )
    return token


def look(uow: UnitOfWork, kind: StepKind, token: str | None) -> Step | None:
    """The sign-in half done that a token stands for; None when there is none or it is too old."""
    row = queries.step_by_hash(uow.session, kind, digest(token or ""), now())
    return Step(row.user_id, dict(row.facts)) if row else None


def take(uow: UnitOfWork, kind: StepKind, token: str | None) -> Step | None:
    """The same, and it is gone: of two who come with one token, one gets it."""
    step = look(uow, kind, token)
    return step if queries.remove_step(uow.session, kind, digest(token or "")) else None


def drop(uow: UnitOfWork, user_id: UUID) -> None:
    """Forgets what a person had half done, when their rights to sign in change."""
    queries.remove_steps_of(uow.session, user_id)
