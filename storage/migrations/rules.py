"""The rule for migrations, held by looking at what each one does to a database: expand, backfill, contract.

While an upgrade goes on, programs of the version before write to the schema of the version after. So a
migration may add what these programs need not know of, and may not take away, rename or tighten what they use,
unless it says which revision's programs do without it, and that revision was published
(docs/decisions/0005-expand-then-contract.md).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, inspect
from sqlalchemy.types import TypeEngine

from storage import migrations
from storage.migrations import floor

# A type that holds all that another held.
WIDER = {
    ("SMALLINT", "INTEGER"),
    ("SMALLINT", "BIGINT"),
    ("INTEGER", "BIGINT"),
    ("VARCHAR", "TEXT"),
    ("JSON", "JSONB"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """What a program that writes to a column must know of it. ``length`` is None where there is no limit."""

    kind: str
    length: int | None
    nullable: bool
    has_default: bool


@dataclass(frozen=True, slots=True)
class Table:
    """``bonds`` are what the rows must satisfy beside their columns, by name, with the columns concerned."""

    columns: Mapping[str, Column]
    bonds: Mapping[str, frozenset[str]]


Schema = Mapping[str, Table]


def read_schema(engine: Engine) -> Schema:
    """The tables of a database as they are."""
    looked = inspect(engine)
    return {name: _table(looked, name) for name in looked.get_table_names() if name not in _OWN}


_OWN = {"alembic_version", floor.TABLE.name}


def _table(looked: Any, name: str) -> Table:
    columns = {each["name"]: _column(each) for each in looked.get_columns(name)}
    bonds: dict[str, frozenset[str]] = {}
    for each in looked.get_unique_constraints(name):
        bonds[str(each["name"])] = frozenset(each["column_names"])
    for each in looked.get_foreign_keys(name):
        bonds[str(each["name"])] = frozenset(each["constrained_columns"])
    for each in looked.get_check_constraints(name):
        # Which columns a check reads is not told: it concerns those that are named in it.
        bonds[str(each["name"])] = frozenset(column for column in columns if column in each["sqltext"])
    for each in looked.get_indexes(name):
        if each["unique"]:
            bonds[str(each["name"])] = frozenset(str(column) for column in each["column_names"])
    return Table(columns, bonds)


def _column(told: Any) -> Column:
    kind: TypeEngine[Any] = told["type"]
    family = str(kind).split("(")[0].strip().upper()
    has_default = told.get("default") is not None or bool(told.get("identity") or told.get("computed"))
    return Column(family, getattr(kind, "length", None), bool(told["nullable"]), has_default)


def tightened(before: Schema, after: Schema) -> Iterator[tuple[str, str]]:
    """What a program that works on ``before`` could stumble over on ``after``: the name of it and a sentence."""
    for name, table in before.items():
        if name not in after:
            yield name, f"the table {name} is gone or renamed"
            continue
        yield from _columns(name, table.columns, after[name].columns)
        yield from _bonds(name, table, after[name])


def _columns(table: str, before: Mapping[str, Column], after: Mapping[str, Column]) -> Iterator[tuple[str, str]]:
    for name, old in before.items():
        label = f"{table}.{name}"
        if name not in after:
            yield label, f"the column {label} is gone or renamed"
            continue
        yield from ((label, f"the column {label} {said}") for said in _narrower(old, after[name]))
    for name, new in after.items():
        if name not in before and not new.nullable and not new.has_default:
            yield f"{table}.{name}", f"the new column {table}.{name} is NOT NULL and has no server default"


def _narrower(old: Column, new: Column) -> Iterator[str]:
    if old.nullable and not new.nullable:
        yield "becomes NOT NULL"
    if old.has_default and not new.has_default and not new.nullable:
        yield "loses its server default"
    if new.length is not None and (old.length is None or new.length < old.length):
        yield f"is cut from {old.length or 'no limit'} to {new.length}"
    if old.kind != new.kind and (old.kind, new.kind) not in WIDER:
        yield f"changes from {old.kind} to {new.kind}"


def _bonds(table: str, before: Table, after: Table) -> Iterator[tuple[str, str]]:
    for name, columns in after.bonds.items():
        known = columns & before.columns.keys()
        # A bond on new columns alone asks nothing of a program that does not know them.
        if before.bonds.get(name) != columns and known == columns:
            yield name, f"{name} asks more of the rows of {table} than was asked"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """``known`` are the revisions in their order; ``released`` those at which a published version ends."""

    known: list[str]
    released: list[str]

    def breaches(self, module: ModuleType, before: Schema, after: Schema) -> Iterator[str]:
        """What is wrong with one migration, in sentences."""
        own, since = module.revision, getattr(module, "contracts", None)
        if since is not None:
            yield from (f"{own}: {said}" for said in self._contract(own, since))
            return
        kept: tuple[str, ...] = getattr(module, "kept_already", ())
        for name, said in tightened(before, after):
            if name not in kept:
                yield f"{own}: {said}; only a contract may do so (docs/decisions/0005-expand-then-contract.md)"

    def _contract(self, own: str, since: str) -> Iterator[str]:
        if since not in self.known or self.known.index(since) >= self.known.index(own):
            yield f"contracts = {since!r} names no earlier migration"
            return
        published = [self.known.index(each) for each in self.released if each in self.known]
        newest = max((each for each in published if each < self.known.index(own)), default=-1)
        if newest < self.known.index(since):
            yield f"contracts = {since!r}, which no published version holds yet (storage/migrations/releases.py)"


def review(engine: Engine, released: Mapping[str, str]) -> list[str]:
    """Runs every migration on an empty database, one after the other, and says which break the rule."""
    scripts = migrations.chain(engine)
    known = [script.revision for script in scripts]
    rulebook = Rulebook(known, list(released.values()))
    found = [
        f"releases: {version} ends at {revision}, which is no migration"
        for version, revision in released.items()
        if revision not in known
    ]
    before: Schema = {}
    for script in scripts:
        migrations.upgrade(engine, script.revision)
        after = read_schema(engine)
        found += rulebook.breaches(script.module, before, after)
        before = after
    return found
