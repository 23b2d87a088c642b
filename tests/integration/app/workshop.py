"""The whole application over a migrated database, with its real steps: for the tests of its own screens."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app.features import features, intake_services
from app.parts import Parts
from app.settings import load
from app.signin.passwords import Passwords
from app.web import create_app
from app.wiring import Wiring, wire
from intake.checks import check_file
from intake.service import OrderRequest, create_order
from storage.actors import Actor, person
from storage.migrations import upgrade
from storage.models import Body, BodyKind, Order, Role, Unit, User, UserRole
from storage.workflow import Queue
from tests.integration.app.site import CHEAP, PASSWORD, TEST, sign_in


@dataclass(frozen=True)
class House:
    """One account per role, whose address is the role's word."""

    wiring: Wiring
    app: Flask
    actors: Mapping[Role, Actor]
    parts: Parts

    def client(self, role: Role) -> FlaskClient:
        """A browser signed in as the person of a role."""
        client = self.app.test_client()
        assert sign_in(client, address(role)).status_code == 302
        return client

    def post(self, client: FlaskClient, path: str, page: str, **fields: str):
        """Sends a form with the token of ``page``."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', client.get(page).text)
        assert found
        return client.post(path, data={"csrf_token": found[1]} | fields)

    def send(self, path: Path, request: OrderRequest | None = None) -> Order:
        """An order of one file, by the requester, through the checks of every upload."""
        intake = intake_services(self.wiring)
        file = check_file(path, path.name, intake.limits, intake.look)
        with self.wiring.store.write(self.actors[Role.REQUESTER]) as uow:
            order = create_order(uow, request or OrderRequest(), [file], intake.terms, intake.today())
            uow.commit()
        return order

    def work(self, *only: Queue) -> None:
        """Runs the steps until nothing is left to do now."""
        steps, moving = self.parts.steps(), True
        while moving:
            moving = False
            for queue in only or tuple(Queue):
                moving = steps[queue]() or moving


def address(role: Role) -> str:
    """The address of a role's account."""
    return f"{role.value}@house.example"


@contextmanager
def open_house(folder: Path, **settings: str) -> Iterator[House]:
    """``settings`` are environment names without their prefix."""
    environment = {"TRUCHEMENT_DATA": str(folder)} | {f"TRUCHEMENT_{k}": v for k, v in settings.items()}
    wiring = wire(load(environment))
    upgrade(wiring.engine)
    passwords = Passwords(CHEAP)
    with wiring.store.transaction(TEST) as uow:
        actors = {}
        for kind in (BodyKind.LIAISON, BodyKind.CAISSE):
            body = Body(name=f"Body {kind.value}", kind=kind)
            unit = Unit(body=body, name="Unit")
            uow.session.add_all([body, unit])
            for role in Role:
                if (role is Role.REQUESTER) == (kind is BodyKind.CAISSE):
                    user = User(unit=unit, email=address(role), name=f"The {role.value}")
                    user.password_hash = passwords.hash(PASSWORD)
                    user.granted = [UserRole(role=role)]
                    uow.session.add(user)
                    uow.session.flush()
                    actors[role] = person(user, body)
    yield House(wiring, create_app(wiring, features(wiring), passwords), actors, Parts(wiring, 1))
    wiring.engine.dispose()
