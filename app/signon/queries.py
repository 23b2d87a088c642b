"""The rows of sign-on: identities at the provider, and whose number an establishment's is."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from storage.models import Body, BodyKind, BodySiret, FederatedIdentity, Role, Unit, User, UserRole


def identity(session: Session, issuer: str, subject: str) -> FederatedIdentity | None:
    """Who a person of the provider is here."""
    return session.scalar(
        select(FederatedIdentity)
        .options(joinedload(FederatedIdentity.user).joinedload(User.unit).joinedload(Unit.body))
        .where(FederatedIdentity.issuer == issuer, FederatedIdentity.subject == subject)
    )


def add_identity(session: Session, row: FederatedIdentity) -> bool:
    """Adds it; False when another request added the same person first. What came before stays."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def identities_of(session: Session, user_id: UUID) -> Sequence[FederatedIdentity]:
    """Who an account is at providers."""
    found = select(FederatedIdentity).where(FederatedIdentity.user_id == user_id)
    return session.scalars(found.order_by(FederatedIdentity.created_at)).all()


def remove_identities(session: Session, user_id: UUID) -> None:
    """Forgets who an account is at providers."""
    session.execute(delete(FederatedIdentity).where(FederatedIdentity.user_id == user_id))


def place(session: Session, siret: str) -> BodySiret | None:
    """Whose number it is."""
    return session.scalar(
        select(BodySiret)
        .options(joinedload(BodySiret.body), joinedload(BodySiret.unit))
        .where(BodySiret.siret == siret)
    )


def first_unit(session: Session, body_id: UUID) -> Unit | None:
    """Where a newcomer of a body waits, by name; never in its medical service."""
    found = select(Unit).where(Unit.body_id == body_id, Unit.medical.is_(False))
    return session.scalar(found.order_by(Unit.name).limit(1))


def administrators(session: Session) -> Sequence[User]:
    """The open accounts of those who give roles."""
    found = select(User).join(Unit, User.unit_id == Unit.id).join(Body, Unit.body_id == Body.id)
    return session.scalars(
        found.where(
            Body.kind == BodyKind.LIAISON,
            User.disabled_at.is_(None),
            User.granted.any(UserRole.role == Role.ADMINISTRATOR),
        ).order_by(User.email)
    ).all()
