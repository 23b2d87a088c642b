"""What sign-in reads and removes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from storage.errors import NotFoundError
from storage.models import (
    FederatedIdentity,
    LoginAttempt,
    LoginSession,
    PasswordTicket,
    PendingSignIn,
    StepKind,
    Unit,
    User,
)

WITH_BODY = joinedload(User.unit).joinedload(Unit.body)


def user_by_email(session: Session, email: str) -> User | None:
    """The person's account of an address, which is kept in lower case."""
    return session.scalar(select(User).options(WITH_BODY).where(User.email == email, User.service.is_(False)))


def user_by_id(session: Session, user_id: UUID) -> User:
    """The account; raises NotFoundError."""
    user = session.scalar(select(User).options(WITH_BODY).where(User.id == user_id))
    if user is None:
        raise NotFoundError()
    return user


def session_by_hash(session: Session, token_hash: str, present: datetime) -> LoginSession | None:
    """The sign-in that a token opened, unless it ended or ran out."""
    return session.scalar(
        select(LoginSession).where(
            LoginSession.token_hash == token_hash,
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > present,
        )
    )


def open_sessions(
    session: Session, user_id: UUID, present: datetime, idle_since: datetime
) -> Sequence[LoginSession]:
    """The sign-ins of a person that still hold, the last used first."""
    return session.scalars(
        select(LoginSession)
        .where(
            LoginSession.user_id == user_id,
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > present,
            LoginSession.seen_at > idle_since,
        )
        .order_by(LoginSession.seen_at.desc())
    ).all()


def end_session(session: Session, session_id: UUID, present: datetime) -> None:
    """Ends one sign-in, whose ever it is."""
    row = session.get(LoginSession, session_id)
    if row is not None and row.ended_at is None:
        row.ended_at, row.proof = present, None


def end_sessions(session: Session, user_id: UUID, present: datetime, but: UUID | None = None) -> None:
    """Ends every sign-in of a person, except one."""
    rows = update(LoginSession).where(LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))
    if but is not None:
        rows = rows.where(LoginSession.id != but)
    session.execute(rows.values(ended_at=present, proof=None))


def attempts(session: Session, key: str, since: datetime) -> Sequence[datetime]:
    """When the attempts of one account or address were made, the oldest first."""
    found = select(LoginAttempt.at).where(LoginAttempt.key == key, LoginAttempt.at > since)
    return session.scalars(found.order_by(LoginAttempt.at)).all()


def forget_attempts(session: Session, key: str, at: datetime | None = None) -> None:
    """Removes the attempts of a key, or only the one made at ``at``."""
    rows = delete(LoginAttempt).where(LoginAttempt.key == key)
    session.execute(rows if at is None else rows.where(LoginAttempt.at == at))


def remove_old(session: Session, attempts_before: datetime, sessions_before: datetime) -> None:
    """Removes what no rule looks at any more."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < attempts_before))
    session.execute(delete(LoginSession).where(LoginSession.expires_at < sessions_before))


def ticket_by_hash(session: Session, token_hash: str, present: datetime) -> PasswordTicket | None:
    """A ticket that can still be used."""
    return session.scalar(
        select(PasswordTicket)
        .where(
            PasswordTicket.token_hash == token_hash,
            PasswordTicket.used_at.is_(None),
            PasswordTicket.expires_at > present,
        )
        .with_for_update()
    )


def spend_tickets(session: Session, user_id: UUID, present: datetime) -> None:
    """Makes every ticket of a person useless."""
    session.execute(
        update(PasswordTicket)
        .where(PasswordTicket.user_id == user_id, PasswordTicket.used_at.is_(None))
        .values(used_at=present)
    )


def comes_by_provider(session: Session, user: User) -> bool:
    """Whether a person has no password here and signs in at a provider of identities only."""
    if user.password_hash is not None:
        return False
    known = select(FederatedIdentity.id).where(FederatedIdentity.user_id == user.id).limit(1)
    return session.scalar(known) is not None


def step_by_hash(session: Session, kind: StepKind, token_hash: str, present: datetime) -> PendingSignIn | None:
    """A sign-in half done that can still be finished."""
    return session.scalar(
        select(PendingSignIn).where(
            PendingSignIn.kind == kind,
            PendingSignIn.token_hash == token_hash,
            PendingSignIn.expires_at > present,
        )
    )


def remove_step(session: Session, kind: StepKind, token_hash: str) -> bool:
    """Removes one; False when it was gone already: of two at once one removes it."""
    row = delete(PendingSignIn).where(PendingSignIn.kind == kind, PendingSignIn.token_hash == token_hash)
    return session.execute(row.returning(PendingSignIn.id)).first() is not None


def remove_steps(session: Session, before: datetime) -> None:
    """Removes those that ran out."""
    session.execute(delete(PendingSignIn).where(PendingSignIn.expires_at <= before))


def remove_steps_of(session: Session, user_id: UUID) -> None:
    """Removes those of a person."""
    session.execute(delete(PendingSignIn).where(PendingSignIn.user_id == user_id))
