"""The rows of accounts and bodies, for administrators."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.errors import NotFoundError
from storage.models import (
    Body,
    BodyKind,
    BodySiret,
    FederatedIdentity,
    LoginSession,
    Order,
    PasswordTicket,
    Role,
    Unit,
    User,
    UserRole,
)

PER_PAGE = 50


class Standing(StrEnum):
    """Where an account stands. One that waits has no role: it opens nothing."""

    OPEN = "open"
    WAITING = "waiting"
    INVITED = "invited"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: ``text`` in names and addresses; None is any."""

    text: str = ""
    body_id: UUID | None = None
    role: Role | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """An account in the list; ``seen_at`` is its last use that is still known, ``linked`` says that it is somebody
    at a provider of identities."""

    user: User
    seen_at: datetime | None
    linked: bool = False

    @property
    def standing(self) -> Standing:
        """Closed, waiting for a role, waiting for its password to be chosen, or open."""
        if self.user.disabled_at is not None:
            return Standing.CLOSED
        if not self.user.granted:
            return Standing.WAITING
        return Standing.OPEN if self.user.password_hash or self.linked else Standing.INVITED


@dataclass(frozen=True, slots=True)
class Accounts:
    """One page of the list; ``counts`` are by standing, whatever standing is wanted."""

    rows: tuple[Account, ...]
    page: int
    pages: int
    total: int
    counts: Mapping[Standing, int]


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body in the list; ``accounts`` are those that are not closed."""

    body: Body
    accounts: int
    orders: int


def list_users(session: Session, wanted: Wanted, page: int) -> Accounts:
    """The accounts that match, by body, then by name."""
    counts = {s: _count(session, _matching(wanted, s)) for s in Standing}
    total = counts[wanted.standing] if wanted.standing else sum(counts.values())
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    found = (
        _matching(wanted, wanted.standing)
        .options(joinedload(User.unit).joinedload(Unit.body))
        .order_by(Body.name, func.lower(User.name), User.email)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    users = session.scalars(found).all()
    ids = [user.id for user in users]
    seen, linked = _seen(session, ids), _linked(session, ids)
    rows = tuple(Account(u, seen.get(u.id), u.id in linked) for u in users)
    return Accounts(rows, page, pages, total, counts)


def _matching(wanted: Wanted, standing: Standing | None) -> Select[User]:
    found = select(User).join(Unit, User.unit_id == Unit.id).join(Body, Unit.body_id == Body.id)
    # Systems have a screen of their own.
    found = found.where(User.service.is_(False))
    if wanted.text.strip():
        found = found.where(named(wanted.text.strip()))
    if wanted.body_id is not None:
        found = found.where(Body.id == wanted.body_id)
    if wanted.role is not None:
        found = found.where(User.granted.any(UserRole.role == wanted.role))
    return found if standing is None else found.where(*_standing(standing))


def named(text: str) -> ColumnElement[bool]:
    """Whether an account's name or address holds the text, in whatever case."""
    # SQLite knows the case of unaccented letters only: « émile » must find « Émile » there too.
    spellings = sorted({text, text.lower(), text.upper(), text.title()})
    return or_(*(c.icontains(s, autoescape=True) for c in (User.name, User.email) for s in spellings))


def _standing(standing: Standing) -> tuple[ColumnElement[bool], ...]:
    if standing is Standing.CLOSED:
        return (User.disabled_at.is_not(None),)
    if standing is Standing.WAITING:
        return (User.disabled_at.is_(None), ~User.granted.any())
    linked = select(FederatedIdentity.id).where(FederatedIdentity.user_id == User.id).exists()
    gets_in = or_(User.password_hash.is_not(None), linked)
    return (User.disabled_at.is_(None), User.granted.any(), gets_in if standing is Standing.OPEN else ~gets_in)


def _count(session: Session, found: Select[User]) -> int:
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _seen(session: Session, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    rows = select(LoginSession.user_id, func.max(LoginSession.seen_at)).where(LoginSession.user_id.in_(ids))
    return dict(session.execute(rows.group_by(LoginSession.user_id)).all())


def _linked(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    rows = select(FederatedIdentity.user_id).where(FederatedIdentity.user_id.in_(ids))
    return set(session.scalars(rows))


def user(session: Session, user_id: UUID) -> User:
    """A person's account with its unit and body; raises NotFoundError."""
    found = session.scalar(
        select(User)
        .options(joinedload(User.unit).joinedload(Unit.body))
        .where(User.id == user_id, User.service.is_(False))
    )
    if found is None:
        raise NotFoundError()
    return found


def account(session: Session, user_id: UUID) -> Account:
    """An account as the list shows it; raises NotFoundError."""
    found = user(session, user_id)
    return Account(found, _seen(session, [found.id]).get(found.id), bool(_linked(session, [found.id])))


def invitation(session: Session, user_id: UUID) -> PasswordTicket | None:
    """Of the unused links by which a person can choose a password, the one that holds longest; it may be over."""
    sent = select(PasswordTicket).where(PasswordTicket.user_id == user_id, PasswordTicket.used_at.is_(None))
    return session.scalar(sent.order_by(PasswordTicket.expires_at.desc()).limit(1))


def email_taken(session: Session, email: str) -> bool:
    """Whether an account has the address; ``email`` is in lower case."""
    return session.scalar(select(User.id).where(func.lower(User.email) == email)) is not None


def lock_administrators(session: Session) -> Sequence[User]:
    """The open accounts of administrators, held so that two of them cannot leave at the same moment."""
    # First the lock, then the look: a statement that waited for a lock still sees, on PostgreSQL, the rows of when
    # it began.
    liaison = select(Body.id).where(Body.kind == BodyKind.LIAISON).order_by(Body.id)
    session.scalars(liaison.with_for_update(key_share=True)).all()
    found = select(User).where(User.disabled_at.is_(None), User.granted.any(UserRole.role == Role.ADMINISTRATOR))
    return session.scalars(found).all()


def bodies(session: Session, *, closed: bool = True) -> Sequence[Body]:
    """The bodies with their units, by name; ``closed`` ones too unless told otherwise."""
    found = select(Body).options(selectinload(Body.units)).order_by(Body.name)
    return session.scalars(found if closed else found.where(Body.closed_at.is_(None))).all()


def body_rows(session: Session) -> tuple[BodyRow, ...]:
    """The bodies, with how much each holds."""
    users = select(Unit.body_id, func.count(User.id)).join(Unit, User.unit_id == Unit.id)
    users = users.where(User.disabled_at.is_(None)).group_by(Unit.body_id)
    accounts = dict(session.execute(users).all())
    orders = dict(session.execute(select(Order.body_id, func.count()).group_by(Order.body_id)).all())
    return tuple(BodyRow(b, accounts.get(b.id, 0), orders.get(b.id, 0)) for b in bodies(session))


def body(session: Session, body_id: UUID) -> Body:
    """A body with its units; raises NotFoundError."""
    found = session.scalar(select(Body).options(selectinload(Body.units)).where(Body.id == body_id))
    if found is None:
        raise NotFoundError()
    return found


def unit(session: Session, unit_id: UUID) -> Unit | None:
    """A unit with its body."""
    return session.scalar(select(Unit).options(joinedload(Unit.body)).where(Unit.id == unit_id))


def open_users(session: Session, body_id: UUID) -> Sequence[User]:
    """The open accounts of a body."""
    found = select(User).join(Unit, User.unit_id == Unit.id).options(joinedload(User.unit).joinedload(Unit.body))
    return session.scalars(
        found.where(Unit.body_id == body_id, User.disabled_at.is_(None)).order_by(User.name)
    ).all()


def members(session: Session, body_id: UUID) -> dict[UUID, int]:
    """How many open accounts each unit of a body has."""
    rows = select(User.unit_id, func.count()).join(Unit, User.unit_id == Unit.id)
    rows = rows.where(Unit.body_id == body_id, User.disabled_at.is_(None)).group_by(User.unit_id)
    return dict(session.execute(rows).all())


def body_name_taken(session: Session, name: str, but: UUID | None = None) -> bool:
    """Whether a body has the name, whatever its case."""
    found = select(Body.name)
    return _among(name, session.scalars(found if but is None else found.where(Body.id != but)))


def lock_body(session: Session, body_id: UUID) -> None:
    """Holds a body until the commit, so that its units' names are looked at by one transaction at a time."""
    session.scalar(select(Body.id).where(Body.id == body_id).with_for_update())


def unit_name_taken(session: Session, body_id: UUID, name: str, but: UUID | None = None) -> bool:
    """Whether a unit of the body has the name, whatever its case."""
    found = select(Unit.name).where(Unit.body_id == body_id)
    return _among(name, session.scalars(found if but is None else found.where(Unit.id != but)))


def _among(name: str, names: Iterable[str]) -> bool:
    # Compared here, for SQLite's lower() leaves « É » as it is.
    return name.casefold() in {each.casefold() for each in names}


def sirets(session: Session, body_id: UUID) -> Sequence[BodySiret]:
    """The numbers of a body's establishments."""
    found = select(BodySiret).options(joinedload(BodySiret.unit)).where(BodySiret.body_id == body_id)
    return session.scalars(found.order_by(BodySiret.siret)).all()


def siret(session: Session, number: str) -> BodySiret | None:
    """Whose number it is."""
    return session.scalar(select(BodySiret).options(joinedload(BodySiret.body)).where(BodySiret.siret == number))


def add_siret(session: Session, row: BodySiret) -> bool:
    """Adds it; False when another request gave the number to a body first."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def is_empty(session: Session) -> bool:
    """Whether nobody has an account yet."""
    return not session.scalar(select(func.count(User.id)))
