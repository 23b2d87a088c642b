"""What a migration may do to a schema that an older program uses, and what it may not."""

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine

from storage.database import open_engine
from storage.migrations.floor import reckon
from storage.migrations.releases import RELEASED
from storage.migrations.rules import Rulebook, Schema, read_schema, review, tightened

FIRST = (
    "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL DEFAULT '', note TEXT, n INTEGER,"
    " parent_id INTEGER, code VARCHAR(10))",
)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'rules.db'}")


def schema(engine: Engine, statements: Sequence[str]) -> Schema:
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    found = read_schema(engine)
    engine.dispose()
    return found


def anew(columns: str) -> tuple[str, ...]:
    """The table made again with other columns, as SQLite alters one."""
    return ("DROP TABLE thing", f"CREATE TABLE thing ({columns})")


WHOLE = "id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL DEFAULT '', note TEXT, n INTEGER, parent_id INTEGER"

ALLOWED = {
    "table": ("CREATE TABLE other (id INTEGER PRIMARY KEY, thing_id INTEGER NOT NULL REFERENCES thing (id))",),
    "nullable": ("ALTER TABLE thing ADD COLUMN more TEXT",),
    "default": ("ALTER TABLE thing ADD COLUMN more TEXT NOT NULL DEFAULT ''",),
    "reference": ("ALTER TABLE thing ADD COLUMN other_id INTEGER REFERENCES parent (id)",),
    "index": ("CREATE INDEX ix_thing_n ON thing (n)",),
    "wider": anew(f"{WHOLE.replace('VARCHAR(40)', 'VARCHAR(80)').replace('n INT', 'n BIGINT')}, code VARCHAR(10)"),
    "looser": anew(f"{WHOLE.replace(' NOT NULL', '')}, code VARCHAR(10)"),
}
REFUSED = {
    "dropped table": ("DROP TABLE parent",),
    "renamed table": ("ALTER TABLE parent RENAME TO elder",),
    "dropped column": ("ALTER TABLE thing DROP COLUMN note",),
    "renamed column": ("ALTER TABLE thing RENAME COLUMN note TO remark",),
    "not null": (
        "ALTER TABLE thing ADD COLUMN more TEXT NOT NULL DEFAULT ''",
        *anew(f"{WHOLE}, code VARCHAR(10) NOT NULL"),
    ),
    "without default": anew(f"{WHOLE}, code VARCHAR(10), more TEXT NOT NULL"),
    "lost default": anew(f"{WHOLE.replace(chr(32) + 'DEFAULT ' + chr(39) * 2, '')}, code VARCHAR(10)"),
    "shorter": anew(f"{WHOLE}, code VARCHAR(9)"),
    "limit": anew(f"{WHOLE.replace('note TEXT', 'note VARCHAR(200)')}, code VARCHAR(10)"),
    "other type": anew(f"{WHOLE.replace('n INTEGER', 'n TEXT')}, code VARCHAR(10)"),
    "unique": ("CREATE UNIQUE INDEX uq_thing_code ON thing (code)",),
    "foreign key": anew(
        f"{WHOLE}, code VARCHAR(10), CONSTRAINT fk_parent FOREIGN KEY (parent_id) REFERENCES parent (id)"
    ),
    "check": anew(f"{WHOLE}, code VARCHAR(10), CONSTRAINT ck_n CHECK (n > 0)"),
}


@pytest.mark.parametrize("change", ALLOWED.values(), ids=ALLOWED.keys())
def test_an_older_program_stands_what_is_added(engine: Engine, change: tuple[str, ...]) -> None:
    before = schema(engine, FIRST)
    assert list(tightened(before, schema(engine, change))) == []


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED.keys())
def test_what_an_older_program_would_stumble_over_is_found(engine: Engine, change: tuple[str, ...]) -> None:
    before = schema(engine, FIRST)
    assert len({name for name, _ in tightened(before, schema(engine, change))}) == 1


def migration(revision: str, **constants: object) -> ModuleType:
    module = ModuleType(revision)
    module.__dict__.update(revision=revision, **constants)
    return module


def breaches(engine: Engine, module: ModuleType, released: Sequence[str]) -> list[str]:
    before = schema(engine, FIRST)
    after = schema(engine, REFUSED["dropped column"])
    return list(Rulebook(["0001", "0002", "0003"], list(released)).breaches(module, before, after))


def test_a_migration_that_drops_is_refused(engine: Engine) -> None:
    [said] = breaches(engine, migration("0003"), ["0002"])
    assert said.startswith("0003: the column thing.note is gone")


def test_a_contract_of_what_was_published_is_not(engine: Engine) -> None:
    assert breaches(engine, migration("0003", contracts="0002"), ["0002"]) == []


@pytest.mark.parametrize(
    ("since", "released"),
    [("0002", []), ("0002", ["0001"]), ("0002", ["0003"]), ("0003", ["0003"]), ("9999", ["0002"])],
    ids=["nothing published", "published before", "published together", "itself", "unknown"],
)
def test_a_contract_waits_for_a_release(engine: Engine, since: str, released: list[str]) -> None:
    assert len(breaches(engine, migration("0003", contracts=since), released)) == 1


def test_what_every_program_keeps_already_may_be_asked(engine: Engine) -> None:
    before = schema(engine, FIRST)
    after = schema(engine, REFUSED["unique"])
    rulebook = Rulebook(["0001"], [])
    assert list(rulebook.breaches(migration("0001", kept_already=("uq_thing_code",)), before, after)) == []
    assert len(list(rulebook.breaches(migration("0001", kept_already=("other",)), before, after))) == 1


@pytest.mark.parametrize(
    ("applied", "contracts", "floor"),
    [
        ([], {}, None),
        (["1", "2"], {}, "1"),
        (["1", "2", "3", "4"], {"4": "2"}, "2"),
        (["1", "2", "3", "4", "5"], {"4": "3", "5": "2"}, "3"),
        (["1", "2", "3"], {"4": "2"}, "1"),
    ],
)
def test_the_floor_is_the_highest_that_a_contract_asks(
    applied: list[str], contracts: dict[str, str], floor: str | None
) -> None:
    assert reckon(applied, contracts) == floor


def test_our_own_migrations_keep_the_rule(engine: Engine) -> None:
    assert review(engine, RELEASED) == []
    engine.dispose()


def test_a_release_that_ends_nowhere_is_found(engine: Engine) -> None:
    assert review(engine, {"0.0.1": "nothing"}) == ["releases: 0.0.1 ends at nothing, which is no migration"]
    engine.dispose()
