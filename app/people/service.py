"""Bodies, units and accounts: made, changed, closed."""

from dataclasses import dataclass, field

from sqlalchemy import func, select

from storage.models import Body, BodyKind, Role, Unit, User, UserRole
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to make; without a password it waits for its invitation."""

    email: str
    name: str
    roles: frozenset[Role]
    head: bool = False
    medical: bool = False
    password_hash: str | None = field(default=None, repr=False)


def add_body(uow: UnitOfWork, name: str, kind: BodyKind) -> Body:
    """A new body, without units."""
    body = Body(name=name, kind=kind)
    uow.session.add(body)
    uow.session.flush()
    uow.record("created", "body", body.id, body.id, kind=kind.value)
    return body


def add_unit(uow: UnitOfWork, body: Body, name: str, *, medical: bool = False) -> Unit:
    """A new unit of a body."""
    unit = Unit(body_id=body.id, name=name, medical=medical)
    uow.session.add(unit)
    uow.session.flush()
    uow.record("created", "unit", unit.id, body.id, medical=medical)
    return unit


def add_user(uow: UnitOfWork, unit: Unit, new: NewUser) -> User:
    """A new account in a unit."""
    user = User(
        unit_id=unit.id,
        email=new.email,
        name=new.name,
        head=new.head,
        medical=new.medical,
        password_hash=new.password_hash,
    )
    user.granted = [UserRole(role=role) for role in sorted(new.roles)]
    uow.session.add(user)
    uow.session.flush()
    uow.record("created", "user", user.id, unit.body_id, roles=sorted(r.value for r in new.roles))
    return user


def is_empty(uow: UnitOfWork) -> bool:
    """Whether nobody has an account yet."""
    return not uow.session.scalar(select(func.count(User.id)))
