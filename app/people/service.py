"""Bodies, units and accounts: made, changed, closed.

A change of rights holds from the person's next request on, for an actor is read anew each time.
"""

from dataclasses import dataclass, field
from uuid import UUID

from app.people import queries
from app.people.errors import (
    AccountClosedError,
    AlreadyActiveError,
    BodyClosedError,
    BodyKindMissingError,
    BodyNameTakenError,
    EmailTakenError,
    LastAdministratorError,
    LiaisonBodyError,
    OwnAccountError,
    UnitNameMissingError,
    UnitNameTakenError,
    UnitUnknownError,
)
from app.people.rules import check_email, check_roles, clean_name
from app.signin.queries import end_sessions, spend_tickets
from app.signin.service import Signin, plain_email
from storage.errors import NotFoundError
from storage.models import Body, BodyKind, Role, Straight, Unit, User, UserRole, now
from storage.unit_of_work import UnitOfWork

SENDING = (BodyKind.CAISSE, BodyKind.MINISTRY)


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to make; without a password it waits for its invitation. ``head`` of a unit has a meaning outside
    the liaison body only, ``medical`` clearance within it only: elsewhere they are left out."""

    email: str
    name: str
    roles: frozenset[Role]
    head: bool = False
    medical: bool = False
    password_hash: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class UserChange:
    """What an administrator can change of an account."""

    name: str
    roles: frozenset[Role]
    head: bool = False
    medical: bool = False


def add_body(uow: UnitOfWork, name: str, kind: BodyKind) -> Body:
    """A new body, without units; raises NameMissingError, BodyNameTakenError."""
    plain = clean_name(name)
    if queries.body_name_taken(uow.session, plain):
        raise BodyNameTakenError()
    body = Body(name=plain, kind=kind)
    with uow.unique(Body.name, BodyNameTakenError()):
        uow.session.add(body)
    uow.record("created", "body", body.id, body.id, kind=kind.value)
    return body


def open_body(uow: UnitOfWork, name: str, kind: BodyKind | None, unit: str, *, medical: bool = False) -> Body:
    """A new body that sends pieces, with its first unit, for without one nobody could join it.

    Raises BodyKindMissingError, UnitNameMissingError and the errors of ``add_body``.
    """
    if kind not in SENDING:
        raise BodyKindMissingError()
    body = add_body(uow, name, kind)
    if not unit.strip():
        raise UnitNameMissingError()
    add_unit(uow, body, unit, medical=medical)
    return body


def rename_body(uow: UnitOfWork, body_id: UUID, name: str) -> Body:
    """Another name for a body; files already delivered keep the old one."""
    body, plain = queries.body(uow.session, body_id), clean_name(name)
    if queries.body_name_taken(uow.session, plain, but=body.id):
        raise BodyNameTakenError()
    with uow.unique(Body.name, BodyNameTakenError()):
        body.name = plain
    uow.record("renamed", "body", body.id, body.id)
    return body


def set_straight(uow: UnitOfWork, body_id: UUID, rule: Straight | None) -> Body:
    """Which documents of a body pass triage by themselves; None to follow the setting."""
    body = queries.body(uow.session, body_id)
    if body.straight is not rule:
        body.straight = rule
        uow.record("changed", "body", body.id, body.id, straight=rule.value if rule else "")
    return body


def close_body(uow: UnitOfWork, body_id: UUID) -> int:
    """Closes a body and its accounts; its orders stay, and are finished. Returns how many accounts were closed."""
    body = queries.body(uow.session, body_id)
    if body.kind is BodyKind.LIAISON:
        raise LiaisonBodyError()
    if body.closed_at is not None:
        return 0
    users = queries.open_users(uow.session, body.id)
    for user in users:
        _shut(uow, user)
    body.closed_at = now()
    uow.record("closed", "body", body.id, body.id, accounts=len(users))
    return len(users)


def reopen_body(uow: UnitOfWork, body_id: UUID) -> Body:
    """Opens a body again; its accounts stay closed until each is opened by hand."""
    body = queries.body(uow.session, body_id)
    if body.closed_at is not None:
        body.closed_at = None
        uow.record("reopened", "body", body.id, body.id)
    return body


def add_unit(uow: UnitOfWork, body: Body, name: str, *, medical: bool = False) -> Unit:
    """A new unit of a body; raises BodyClosedError, UnitNameTakenError."""
    plain = clean_name(name)
    if body.closed_at is not None:
        raise BodyClosedError()
    queries.lock_body(uow.session, body.id)
    if queries.unit_name_taken(uow.session, body.id, plain):
        raise UnitNameTakenError()
    unit = Unit(body_id=body.id, name=plain, medical=medical)
    uow.session.add(unit)
    uow.session.flush()
    uow.record("created", "unit", unit.id, body.id, medical=medical)
    return unit


def change_unit(uow: UnitOfWork, unit_id: UUID, name: str, *, medical: bool) -> Unit:
    """Another name, or whether the unit is the medical service: who may see medical pieces follows at once."""
    unit, plain = queries.unit(uow.session, unit_id), clean_name(name)
    if unit is None:
        raise NotFoundError()
    queries.lock_body(uow.session, unit.body_id)
    if queries.unit_name_taken(uow.session, unit.body_id, plain, but=unit.id):
        raise UnitNameTakenError()
    unit.name, unit.medical = plain, medical
    uow.record("changed", "unit", unit.id, unit.body_id, medical=medical)
    return unit


def add_user(uow: UnitOfWork, unit: Unit, new: NewUser) -> User:
    """A new account in a unit. The address is kept in lower case, as sign-in looks for it.

    Raises EmailInvalidError, EmailTakenError, NameMissingError, BodyClosedError, and the errors of the roles.
    """
    email, name, body = plain_email(new.email), clean_name(new.name), uow.session.get_one(Body, unit.body_id)
    check_email(email)
    _check_place(body, new.roles)
    if queries.email_taken(uow.session, email):
        raise EmailTakenError()
    liaison = body.kind is BodyKind.LIAISON
    user = User(
        unit_id=unit.id,
        email=email,
        name=name,
        head=new.head and not liaison,
        medical=new.medical and liaison,
        password_hash=new.password_hash,
    )
    user.granted = [UserRole(role=role) for role in sorted(new.roles)]
    with uow.unique(User.email, EmailTakenError()):
        uow.session.add(user)
    uow.record("created", "user", user.id, unit.body_id, roles=sorted(r.value for r in new.roles))
    return user


def change_user(uow: UnitOfWork, user_id: UUID, unit: Unit, change: UserChange) -> User:
    """Changes an account; raises LastAdministratorError when nobody would keep the accounts any more."""
    user, name = queries.user(uow.session, user_id), clean_name(change.name)
    body = uow.session.get_one(Body, unit.body_id)
    _check_place(body, change.roles, moved=unit.id != user.unit_id)
    if Role.ADMINISTRATOR not in change.roles:
        _check_not_last(uow, user)
    before, liaison = sorted(r.value for r in user.roles), body.kind is BodyKind.LIAISON
    user.name, user.unit_id, user.unit = name, unit.id, unit
    user.head, user.medical = change.head and not liaison, change.medical and liaison
    kept = {granted.role: granted for granted in user.granted}
    user.granted = [kept.get(role) or UserRole(role=role) for role in sorted(change.roles)]
    after = sorted(r.value for r in change.roles)
    uow.record(
        "changed",
        "user",
        user.id,
        unit.body_id,
        before=before,
        after=after,
        unit=unit.id,
        head=user.head,
        medical=user.medical,
    )
    return user


def disable_user(uow: UnitOfWork, user_id: UUID) -> User:
    """Closes an account: its sign-ins end now, its links no longer work, what the person did stays."""
    user = queries.user(uow.session, user_id)
    if user.id == uow.actor.user_id:
        raise OwnAccountError()
    if user.disabled_at is None:
        _check_not_last(uow, user)
        _shut(uow, user)
    return user


def enable_user(uow: UnitOfWork, user_id: UUID) -> User:
    """Opens a closed account again, with the password that it had; raises BodyClosedError."""
    user = queries.user(uow.session, user_id)
    if user.unit.body.closed_at is not None:
        raise BodyClosedError()
    if user.disabled_at is not None:
        user.disabled_at = None
        uow.record("enabled", "user", user.id, user.unit.body_id)
    return user


def invite_again(uow: UnitOfWork, signin: Signin, user_id: UUID) -> User:
    """Sends a new invitation; the earlier ones no longer work."""
    user = queries.user(uow.session, user_id)
    if user.disabled_at is not None:
        raise AccountClosedError()
    if user.password_hash is not None:
        raise AlreadyActiveError()
    spend_tickets(uow.session, user.id, now())
    signin.invite(uow, user)
    return user


def end_user_sessions(uow: UnitOfWork, user_id: UUID, keep: UUID | None = None) -> User:
    """Ends a person's sign-ins now, but for ``keep``, the one in use when the account is one's own."""
    user = queries.user(uow.session, user_id)
    end_sessions(uow.session, user.id, now(), but=keep)
    uow.record("sessions_ended", "user", user.id, user.unit.body_id)
    return user


def chosen_unit(uow: UnitOfWork, unit_id: UUID | None) -> Unit:
    """The unit that a form names; raises UnitUnknownError."""
    unit = queries.unit(uow.session, unit_id) if unit_id else None
    if unit is None:
        raise UnitUnknownError()
    return unit


def is_empty(uow: UnitOfWork) -> bool:
    """Whether nobody has an account yet."""
    return queries.is_empty(uow.session)


def _check_place(body: Body, roles: frozenset[Role], *, moved: bool = True) -> None:
    check_roles(body.kind, roles)
    if moved and body.closed_at is not None:
        raise BodyClosedError()


def _check_not_last(uow: UnitOfWork, user: User) -> None:
    administrators = {found.id for found in queries.lock_administrators(uow.session)}
    if administrators == {user.id}:
        raise LastAdministratorError()


def _shut(uow: UnitOfWork, user: User) -> None:
    present = now()
    user.disabled_at = present
    end_sessions(uow.session, user.id, present)
    spend_tickets(uow.session, user.id, present)
    uow.record("disabled", "user", user.id, user.unit.body_id)
