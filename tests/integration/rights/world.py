"""The real application over real data, and what of its database changed."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app.wiring import Wiring
from tests.application import PASSWORD, PASSWORDS, TEST, make_application, make_wiring, token_of
from tests.integration.rights.objects import Ids, make_objects
from tests.integration.rights.people import Person, make_people

# When a sign-in or a key was last used may be noted by any request.
UNTOLD = {"login_session": {"seen_at"}, "api_key": {"last_used_at", "last_address"}}
Dump = Mapping[str, frozenset[tuple[object, ...]]]


@dataclass
class Database:
    """The file of the database, looked at and put back from outside the application."""

    path: Path
    _connection: sqlite3.Connection = field(init=False)
    _pristine: sqlite3.Connection = field(init=False)
    _version: int = field(init=False)
    before: Dump = field(init=False)

    def __post_init__(self) -> None:
        self._connection = sqlite3.connect(self.path, isolation_level=None)
        self._pristine = sqlite3.connect(":memory:")
        self._connection.backup(self._pristine)
        self.before = self._dump()
        self._version = self._now()

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()
        self._pristine.close()

    def changed(self) -> set[str]:
        """The tables that hold something else than at the beginning."""
        if self._now() == self._version:
            return set()
        after = self._dump()
        return {table for table in after if after[table] != self.before.get(table)}

    def restore(self) -> None:
        """Puts everything back as it was at the beginning, if somebody wrote at all."""
        if self._now() != self._version:
            self._pristine.backup(self._connection)
            self._version = self._now()

    def _now(self) -> int:
        # SQLite's own count of the commits of other connections.
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _dump(self) -> Dump:
        tables = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {table: self._rows(table) for (table,) in tables}

    def _rows(self, table: str) -> frozenset[tuple[object, ...]]:
        columns = [row[1] for row in self._connection.execute(f'PRAGMA table_info("{table}")')]
        kept = ", ".join(f'"{name}"' for name in columns if name not in UNTOLD.get(table, ()))
        return frozenset(self._connection.execute(f'SELECT {kept} FROM "{table}"').fetchall())


@dataclass
class World:
    """The application, who calls it, what they ask for, and its database."""

    wiring: Wiring
    app: Flask
    people: Mapping[str, Person]
    objects: Mapping[str, Ids]
    database: Database
    _forms: dict[str, tuple[str, str]] = field(default_factory=dict)

    def browser(self, name: str) -> FlaskClient:
        """The browser of a person, with their sign-in and nothing else."""
        client = self.app.test_client()
        if name in self.people:
            client.set_cookie("truchement", self.people[name].token)
        return client

    def form_browser(self, name: str) -> tuple[FlaskClient, str]:
        """The browser of a person who has a page open, and that page's token against forgery."""
        if name not in self._forms:
            client = self.browser(name)
            token = token_of(client, "/aide")
            cookie = client.get_cookie("truchement_page")
            assert cookie
            self._forms[name] = (cookie.value, token)
        cookie_value, token = self._forms[name]
        client = self.browser(name)
        client.set_cookie("truchement_page", cookie_value)
        return client, token

    def close(self) -> None:
        """Lets go of everything."""
        self.database.close()
        self.wiring.engine.dispose()


def make_world(folder: Path) -> World:
    """The application as it is wired for one machine, in ``folder``."""
    wiring = make_wiring(folder, {"SECRET": "a secret for tests", "API_PER_MINUTE": "100000"})
    with wiring.store.transaction(TEST) as uow:
        people = make_people(uow, PASSWORDS.hash(PASSWORD))
        objects = make_objects(uow, people, folder / "mail")
    return World(wiring, make_application(wiring), people, objects, Database(folder / "truchement.db"))
