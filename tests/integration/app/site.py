"""A whole web application over a temporary database, for the tests of this folder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from app.settings import Settings, load
from app.signin.passwords import Passwords
from app.web import Features, create_app
from storage.actors import system
from storage.database import open_engine, session_maker
from storage.disk import DiskBlobs
from storage.models import Base, Body, BodyKind, Role, Unit, User, UserRole
from storage.unit_of_work import Store

EMAIL, PASSWORD = "lea.martin@cpam.example", "correct cheval pile agrafe"
TEST = system("test")
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@dataclass(frozen=True)
class Wired:
    """The part of the wiring that the web application asks for."""

    settings: Settings
    store: Store
    secrets: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """The application, its store, and the account of ``EMAIL``."""

    app: Flask
    engine: Engine
    store: Store
    passwords: Passwords
    user_id: UUID

    def client(self) -> FlaskClient:
        """A browser without cookies."""
        return self.app.test_client()

    def signed_in(self) -> FlaskClient:
        """A browser signed in as ``EMAIL``."""
        client = self.client()
        response = sign_in(client)
        assert response.status_code == 302, response.text
        return client


def make_site(
    folder: Path, features: Features | None = None, secrets: tuple[str, ...] = ("test-secret",), **settings: str
) -> Site:
    """``settings`` are environment names without their prefix. A folder that holds a site already goes on."""
    environment = {"TRUCHEMENT_DATA": str(folder)} | {f"TRUCHEMENT_{k}": v for k, v in settings.items()}
    folder.mkdir(parents=True, exist_ok=True)
    chosen = load(environment)
    engine = open_engine(chosen.database_url)
    Base.metadata.create_all(engine)
    store = Store(session_maker(engine), DiskBlobs(folder / "blobs"), lambda _queue: None)
    passwords = Passwords(CHEAP)
    with store.read(TEST) as uow:
        user_id = uow.session.scalar(select(User.id).where(User.email == EMAIL))
    user_id = user_id or add_user(store, passwords, EMAIL, (Role.REQUESTER,))
    app = create_app(Wired(chosen, store, secrets), features or Features(), passwords)
    return Site(app, engine, store, passwords, user_id)


def add_user(store: Store, passwords: Passwords, email: str, roles: Sequence[Role]) -> UUID:
    """An account with ``PASSWORD`` in a body of its own, of the kind that these roles count in."""
    kind = BodyKind.CAISSE if Role.REQUESTER in roles else BodyKind.LIAISON
    with store.transaction(TEST) as uow:
        body = Body(name=f"CPAM de {email}", kind=kind)
        unit = Unit(body=body, name="Relations internationales")
        user = User(unit=unit, email=email, name="Léa Martin", password_hash=passwords.hash(PASSWORD))
        user.granted = [UserRole(role=role) for role in roles]
        uow.session.add_all([body, unit, user])
        uow.session.flush()
        return user.id


def token_of(client: FlaskClient, path: str = "/connexion") -> str:
    """The anti-forgery token of a page."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def sign_in(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, **fields: str):
    """The answer to the sign-in form."""
    form = {"csrf_token": token_of(client), "email": email, "password": password} | fields
    return client.post("/connexion", data=form)
