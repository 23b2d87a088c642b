"""A whole web application over a temporary database, for the tests of this folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from app.settings import Settings, load
from app.signin.passwords import Passwords
from app.web import Features, create_app
from storage.database import open_engine, session_maker
from storage.disk import DiskBlobs
from storage.models import Base, BodyKind, Role, User
from storage.unit_of_work import Store
from tests.application import EMAIL, PASSWORD, PASSWORDS, TEST, environment, signed_in
from tests.factories import make_body, make_unit, make_user


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
        return signed_in(self.app, EMAIL)


def make_site(
    folder: Path, features: Features | None = None, secrets: tuple[str, ...] = ("test-secret",), **settings: str
) -> Site:
    """``settings`` are environment names without their prefix. A folder that holds a site already goes on."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = load(environment(folder, settings))
    engine = open_engine(chosen.database_url)
    Base.metadata.create_all(engine)
    store = Store(session_maker(engine), DiskBlobs(folder / "blobs"), lambda _queue: None)
    with store.read(TEST) as uow:
        user_id = uow.session.scalar(select(User.id).where(User.email == EMAIL))
    user_id = user_id or add_user(store, PASSWORDS, EMAIL, (Role.REQUESTER,))
    app = create_app(Wired(chosen, store, secrets), features or Features(), PASSWORDS)
    return Site(app, engine, store, PASSWORDS, user_id)


def add_user(store: Store, passwords: Passwords, email: str, roles: Sequence[Role]) -> UUID:
    """An account with ``PASSWORD`` in a body of its own, of the kind that these roles count in."""
    kind = BodyKind.CAISSE if Role.REQUESTER in roles else BodyKind.LIAISON
    with store.transaction(TEST) as uow:
        unit = make_unit(uow, make_body(uow, kind, name=f"CPAM de {email}"), name="Relations internationales")
        hashed = passwords.hash(PASSWORD)
        return make_user(uow, unit, *roles, email=email, name="Léa Martin", password_hash=hashed).id
