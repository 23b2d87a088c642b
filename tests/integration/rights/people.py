"""Who walks: one person per role and place, each with a browser that is signed in already."""

from dataclasses import dataclass
from datetime import timedelta

from app.signin.service import digest
from storage.actors import Actor, person
from storage.models import Body, BodyKind, LoginSession, Role, Unit, User, now
from storage.unit_of_work import UnitOfWork
from tests.factories import make_body, make_unit, make_user

HEAD, CLEARED = "head", "cleared"
# Name, unit, roles, then what else they are. The units of two caisses, then those of the liaison body.
PEOPLE: tuple[tuple[str, str, tuple[Role, ...], str], ...] = (
    ("author", "north pensions", (Role.REQUESTER,), ""),
    ("colleague", "north pensions", (Role.REQUESTER,), ""),
    ("second unit", "north family", (Role.REQUESTER,), ""),
    ("head", "north family", (Role.REQUESTER,), HEAD),
    ("doctor", "north medical", (Role.REQUESTER,), ""),
    ("other author", "south pensions", (Role.REQUESTER,), ""),
    ("other head", "south pensions", (Role.REQUESTER,), HEAD),
    ("other doctor", "south medical", (Role.REQUESTER,), HEAD),
    ("false translator", "south pensions", (Role.TRANSLATOR, Role.REVISER, Role.COORDINATOR), CLEARED),
    ("false administrator", "south pensions", (Role.ADMINISTRATOR, Role.AUDITOR), CLEARED),
    ("coordinator", "liaison", (Role.COORDINATOR,), ""),
    ("cleared coordinator", "liaison", (Role.COORDINATOR,), CLEARED),
    ("translator", "liaison", (Role.TRANSLATOR,), ""),
    ("idle translator", "liaison", (Role.TRANSLATOR,), ""),
    ("cleared translator", "liaison", (Role.TRANSLATOR,), CLEARED),
    ("reviser", "liaison", (Role.REVISER,), ""),
    ("idle reviser", "liaison", (Role.REVISER,), ""),
    ("cleared reviser", "liaison", (Role.REVISER,), CLEARED),
    ("translating reviser", "liaison", (Role.TRANSLATOR, Role.REVISER), ""),
    ("case officer", "liaison", (Role.CASE_OFFICER,), CLEARED),
    ("editor", "liaison", (Role.EDITOR,), CLEARED),
    ("statistician", "liaison", (Role.STATISTICIAN,), CLEARED),
    ("administrator", "liaison", (Role.ADMINISTRATOR,), CLEARED),
    ("auditor", "liaison", (Role.AUDITOR,), CLEARED),
)
EVERYBODY = frozenset(name for name, *_ in PEOPLE)
# Browsers that hold no valid sign-in: none at all, or one whose account is closed, that ran out, that was left.
STRANGERS = ("anonymous", "closed account", "expired", "signed out", "idle too long")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the table: their rights, their address, and the token of their sign-in."""

    actor: Actor
    email: str
    token: str


def make_people(uow: UnitOfWork, password_hash: str) -> dict[str, Person]:
    """Everybody, with their sign-ins."""
    bodies = {"north": make_body(uow), "south": make_body(uow), "liaison": make_body(uow, BodyKind.LIAISON)}
    units: dict[str, Unit] = {}
    found = {}
    for name, place, roles, more in PEOPLE:
        if place not in units:
            units[place] = make_unit(uow, bodies[place.split()[0]], medical=place.endswith("medical"))
        user = make_user(uow, units[place], *roles, head=more == HEAD, medical=more == CLEARED)
        found[name] = _signed_in(uow, user, bodies[place.split()[0]], name, password_hash)
    for name in STRANGERS[1:]:
        user = make_user(uow, units["liaison"], *Role, head=True, medical=True)
        found[name] = _signed_in(uow, user, bodies["liaison"], name, password_hash)
    return found


def _signed_in(uow: UnitOfWork, user: User, body: Body, name: str, password_hash: str) -> Person:
    token, present = f"token of {name}", now()
    user.password_hash = password_hash
    row = LoginSession(user_id=user.id, token_hash=digest(token), expires_at=present + timedelta(hours=12))
    if name == "closed account":
        user.disabled_at = present
    if name == "expired":
        row.expires_at = present - timedelta(seconds=1)
    if name == "signed out":
        row.ended_at = present
    if name == "idle too long":
        row.seen_at = present - timedelta(hours=2)
    uow.session.add(row)
    uow.session.flush()
    return Person(person(user, body), user.email, token)
