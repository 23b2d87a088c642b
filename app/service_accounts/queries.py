"""The rows of service accounts and keys."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.errors import NotFoundError
from storage.models import ApiKey, ServiceAccount, Unit, User

PLACE = joinedload(ServiceAccount.user).joinedload(User.unit).joinedload(Unit.body)


def accounts(session: Session) -> Sequence[ServiceAccount]:
    """Every service account with its keys, the open ones first, by name."""
    found = select(ServiceAccount).options(PLACE, selectinload(ServiceAccount.keys)).join(ServiceAccount.user)
    return session.scalars(found.order_by(User.disabled_at.is_not(None), User.name)).all()


def account(session: Session, account_id: UUID) -> ServiceAccount:
    """One service account with its keys; raises NotFoundError."""
    found = session.scalar(
        select(ServiceAccount)
        .options(PLACE, selectinload(ServiceAccount.keys))
        .where(ServiceAccount.user_id == account_id)
    )
    if found is None:
        raise NotFoundError()
    return found


def key(session: Session, account_id: UUID, key_id: UUID) -> ApiKey:
    """A key of an account; raises NotFoundError."""
    found = session.scalar(select(ApiKey).where(ApiKey.id == key_id, ApiKey.account_id == account_id))
    if found is None:
        raise NotFoundError()
    return found


def usable_key(session: Session, secret_hash: str, present: datetime) -> ApiKey | None:
    """The key of a secret, with its account, if both may still be used."""
    place = joinedload(ApiKey.account).joinedload(ServiceAccount.user).joinedload(User.unit).joinedload(Unit.body)
    found = (
        select(ApiKey)
        .join(ServiceAccount, ApiKey.account_id == ServiceAccount.user_id)
        .join(User, ServiceAccount.user_id == User.id)
        .options(place)
        .where(
            ApiKey.secret_hash == secret_hash,
            ApiKey.revoked_at.is_(None),
            ApiKey.expires_at > present,
            User.disabled_at.is_(None),
        )
    )
    return session.scalar(found)


def note_use(session: Session, key_id: UUID, address: str, present: datetime, every: timedelta) -> None:
    """Writes when a key was last used, and from where, unless that was written a moment ago."""
    stale = (ApiKey.last_used_at.is_(None)) | (ApiKey.last_used_at < present - every)
    session.execute(
        update(ApiKey).where(ApiKey.id == key_id, stale).values(last_used_at=present, last_address=address[:64])
    )
