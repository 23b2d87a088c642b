"""The whole application over a migrated database, with its real steps: for the tests of its own screens."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app.features import intake_services
from app.parts import Parts
from app.wiring import Wiring
from intake.checks import check_file
from intake.service import OrderRequest, create_order
from storage.actors import Actor, person
from storage.models import BodyKind, Order, Role
from storage.workflow import Queue
from tests.application import PASSWORD, PASSWORDS, TEST, make_application, make_wiring, signed_in, token_of
from tests.factories import make_body, make_unit, make_user


@dataclass(frozen=True)
class House:
    """One account per role, whose address is the role's word."""

    wiring: Wiring
    app: Flask
    actors: Mapping[Role, Actor]
    parts: Parts

    def client(self, role: Role) -> FlaskClient:
        """A browser signed in as the person of a role."""
        return signed_in(self.app, address(role))

    def post(self, client: FlaskClient, path: str, page: str, **fields: str):
        """Sends a form with the token of ``page``."""
        return client.post(path, data={"csrf_token": token_of(client, page)} | fields)

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


@contextmanager
def open_again(house: House, **settings: str) -> Iterator[House]:
    """The same house, started again under other settings."""
    wiring = make_wiring(house.wiring.settings.data, settings)
    with closing(Parts(wiring, 1)) as parts:
        yield House(wiring, make_application(wiring), house.actors, parts)
    wiring.engine.dispose()


def address(role: Role) -> str:
    """The address of a role's account."""
    return f"{role.value}@house.example"


@contextmanager
def open_house(folder: Path, **settings: str) -> Iterator[House]:
    """``settings`` are environment names without their prefix."""
    wiring = make_wiring(folder, settings)
    hashed = PASSWORDS.hash(PASSWORD)
    with wiring.store.transaction(TEST) as uow:
        actors = {}
        for kind in (BodyKind.LIAISON, BodyKind.CAISSE):
            body = make_body(uow, kind, name=f"Body {kind.value}")
            unit = make_unit(uow, body, name="Unit")
            for role in Role:
                if (role is Role.REQUESTER) == (kind is BodyKind.CAISSE):
                    said = {"email": address(role), "name": f"The {role.value}", "password_hash": hashed}
                    actors[role] = person(make_user(uow, unit, role, **said), body)
    with closing(Parts(wiring, 1)) as parts:
        yield House(wiring, make_application(wiring), actors, parts)
    wiring.engine.dispose()
