"""A house with systems that call it: accounts, keys, and a client that presents them."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.service_accounts import service
from app.service_accounts.scopes import Scope
from app.service_accounts.service import NewAccount, NewKey
from storage.models import Role, Unit, User
from tests.application import TEST
from tests.integration.app.workshop import House, open_house

EVERYTHING = tuple(Scope)
SCAN = Path(__file__).parents[3] / "samples" / "de_rentenbescheid.pdf"
BASE = "/api/v1"


@dataclass(frozen=True)
class Caller:
    """A system with its key."""

    client: FlaskClient
    account_id: UUID
    secret: str

    def call(self, method: str, path: str, headers: Mapping[str, str] | None = None, **more: Any) -> TestResponse:
        """One request below the prefix."""
        told = {"Authorization": f"Bearer {self.secret}", **(headers or {})}
        with self.client.open(BASE + path, method=method, headers=told, **more) as answer:
            answer.get_data()  # whole, so that what is behind it can be closed
            return answer

    def get(self, path: str, **headers: str) -> TestResponse:
        """A GET; headers by name, with ``_`` for ``-``."""
        return self.call("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, json: Any = None, **headers: str) -> TestResponse:
        """A POST."""
        return self.call("POST", path, {n.replace("_", "-"): v for n, v in headers.items()}, json=json)

    def order(self, *files: tuple[bytes, str], key: str = "", **fields: str) -> TestResponse:
        """Sends an order; without files, a sound one of one page."""
        sent = files or ((SCAN.read_bytes(), "bescheid.pdf"),)
        data = {**fields, "files": [(io.BytesIO(content), name) for content, name in sent]}
        headers = {"Idempotency-Key": key} if key else {}
        return self.call("POST", "/orders", headers, data=data, content_type="multipart/form-data")


def unit_of(house: House, role: Role = Role.REQUESTER) -> Unit:
    """The unit of the person of a role."""
    with house.wiring.store.read(TEST) as uow:
        unit = uow.session.get_one(User, house.actors[role].user_id).unit
        assert unit.body
        return unit


def caller(
    house: House,
    *scopes: Scope,
    unit: Unit | None = None,
    days: int = 30,
    name: str = "Logiciel métier",
    contact: str = "",
    whole_body: bool = False,
    medical: bool = False,
) -> Caller:
    """A system of a body, by default that of the requester, with a key for ``scopes`` or for everything."""
    with house.wiring.store.transaction(TEST) as uow:
        where = uow.session.get_one(Unit, (unit or unit_of(house)).id)
        new = NewAccount(name, contact, whole_body=whole_body, medical=medical)
        account = service.add_account(uow, where, new)
        made = service.add_key(uow, account.user_id, NewKey("clé", scopes or EVERYTHING, days))
        account_id, secret = account.user_id, made.secret
    return Caller(house.app.test_client(), account_id, secret)


@contextmanager
def calling_house(folder: Path, **settings: str) -> Iterator[House]:
    """The house, with room enough for a great many requests unless told otherwise."""
    with open_house(folder, **({"API_PER_MINUTE": "100000"} | settings)) as house:
        yield house
