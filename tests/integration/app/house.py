"""The real application with all its packages over a real database: a liaison body, a caisse, their people."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.people import service as people
from app.people.service import NewUser
from app.signin.passwords import Passwords
from app.wiring import Wiring
from storage.models import AuditEvent, Body, BodyKind, OutboxMessage, Role, Unit, User
from tests.application import PASSWORD, PASSWORDS, TEST, make_application, make_wiring, signed_in, token_of

OUTSIDE = "lea@cpam.example"


@dataclass(frozen=True)
class House:
    """Accounts, bodies and units by a short name: ``admin`` is in ``liaison``, ``lea`` in the caisse ``cpam``."""

    app: Flask
    wiring: Wiring
    passwords: Passwords
    ids: dict[str, UUID] = field(default_factory=dict)

    def signed_in(self, email: str = "admin@liaison.example") -> FlaskClient:
        """A browser signed in; the password is the same for everybody."""
        return signed_in(self.app, email)

    def add(self, unit: str, email: str, *roles: Role, invited: bool = False, name: str = "") -> UUID:
        """An account in a unit; ``invited`` leaves it without a password."""
        login = email.partition("@")[0]
        hashed = None if invited else self.passwords.hash(PASSWORD)
        new = NewUser(email, name or login.title(), frozenset(roles), password_hash=hashed)
        with self.wiring.store.transaction(TEST) as uow:
            user = people.add_user(uow, uow.session.get_one(Unit, self.ids[unit]), new)
            self.ids[login] = user.id
            return user.id

    def user(self, user_id: UUID) -> User:
        """An account as it is now, with its unit."""
        with self.wiring.store.read(TEST) as uow:
            user = uow.session.get_one(User, user_id)
            assert user.unit.body
            assert user.granted
            return user

    def body(self, body_id: UUID) -> Body:
        """A body as it is now, with its units."""
        with self.wiring.store.read(TEST) as uow:
            body = uow.session.get_one(Body, body_id)
            assert body.units is not None
            return body

    def acts(self) -> list[tuple[str, str, str]]:
        """The audit log but for sign-ins: action, kind and identifier of the object."""
        with self.wiring.store.read(TEST) as uow:
            events = uow.session.scalars(select(AuditEvent).order_by(AuditEvent.at, AuditEvent.id)).all()
            return [(e.action, e.object_kind, e.object_id) for e in events if e.action != "sign_in"]

    def mails(self) -> list[OutboxMessage]:
        """The mails written, the oldest first."""
        with self.wiring.store.read(TEST) as uow:
            rows = select(OutboxMessage).where(OutboxMessage.kind == "mail").order_by(OutboxMessage.created_at)
            return list(uow.session.scalars(rows))


def make_house(folder: Path, **settings: str) -> House:
    """``settings`` are environment names without their prefix."""
    wiring = make_wiring(folder, settings)
    house = House(make_application(wiring), wiring, PASSWORDS)
    with wiring.store.transaction(TEST) as uow:
        liaison = people.add_body(uow, "Organisme de liaison", BodyKind.LIAISON)
        cpam = people.add_body(uow, "CPAM du Rhône", BodyKind.CAISSE)
        units = {
            "desk": people.add_unit(uow, liaison, "Traduction"),
            "abroad": people.add_unit(uow, cpam, "Relations internationales"),
            "doctors": people.add_unit(uow, cpam, "Échelon local", medical=True),
        }
        house.ids.update({"liaison": liaison.id, "cpam": cpam.id, **{n: u.id for n, u in units.items()}})
    house.add("desk", "admin@liaison.example", Role.ADMINISTRATOR, name="Camille Admin")
    house.add("abroad", OUTSIDE, Role.REQUESTER, name="Léa Martin")
    return house


def post(client: FlaskClient, path: str, data: Mapping[str, str | Sequence[str]] | None = None):
    """The answer to a form, sent with the page's token."""
    return client.post(path, data={"csrf_token": token_of(client, "/aide"), **(data or {})})


def notice(client: FlaskClient, path: str) -> str:
    """What the page says was done."""
    found = re.search(r'id="notices".*?</div>\s*</div>', client.get(path).text, re.S)
    assert found
    return re.sub(r"<[^>]+>|\s+", " ", found[0])


def beside(page: str, field_id: str) -> str:
    """The error beside a field, empty when there is none."""
    found = re.search(rf'id="{field_id}-messages"[^>]*>(?:<p[^>]*>([^<]*)</p>)?', page)
    assert found, f"no field {field_id}"
    return found[1] or ""
