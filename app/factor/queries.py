"""The rows of second factors."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, inspect, select, update
from sqlalchemy.orm import Session

from storage.models import LoginSession, RecoveryCode, SecondFactor


def factor(session: Session, user_id: UUID) -> SecondFactor | None:
    """A person's second factor, confirmed or offered."""
    return session.get(SecondFactor, user_id)


def confirmed(session: Session, user_id: UUID) -> SecondFactor | None:
    """A person's second factor, once it counts."""
    found = factor(session, user_id)
    return found if found is not None and found.confirmed_at is not None else None


def all_factors(session: Session) -> Sequence[SecondFactor]:
    """Everybody's."""
    return session.scalars(select(SecondFactor)).all()


def is_known(session: Session) -> bool:
    """Whether the database has second factors at all; one that was never prepared has none."""
    return inspect(session.connection()).has_table(SecondFactor.__tablename__)


def spend_step(session: Session, user_id: UUID, step: int) -> bool:
    """Marks a period's code as used; False when it, or a later one, was: of two at once one wins."""
    newer = update(SecondFactor).where(SecondFactor.user_id == user_id, SecondFactor.last_step < step)
    return session.execute(newer.values(last_step=step).returning(SecondFactor.user_id)).first() is not None


def spend_recovery(session: Session, user_id: UUID, code_hash: str, at: datetime) -> bool:
    """Uses a recovery code up; False when there is none such."""
    left = update(RecoveryCode).where(
        RecoveryCode.user_id == user_id, RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None)
    )
    return session.execute(left.values(used_at=at).returning(RecoveryCode.id)).first() is not None


def recovery_left(session: Session, user_id: UUID) -> int:
    """How many recovery codes are unused."""
    left = select(func.count()).select_from(RecoveryCode)
    return session.scalar(left.where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))) or 0


def replace_recovery(session: Session, user_id: UUID, hashes: Iterable[str]) -> None:
    """Puts new recovery codes in the place of the earlier ones."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.add_all(RecoveryCode(user_id=user_id, code_hash=each) for each in hashes)


def remove(session: Session, user_id: UUID) -> None:
    """Forgets the second factor and its recovery codes."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))


def set_due(session: Session, user_id: UUID, due: datetime | None) -> None:
    """From when on a person's open sign-ins need a second factor."""
    held = update(LoginSession).where(LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))
    session.execute(held.values(factor_due_at=due))
