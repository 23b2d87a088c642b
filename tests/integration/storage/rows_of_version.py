"""A program of one version, at work: it writes and reads every table by the models of the tree it stands in.

    PYTHONPATH=TREE python rows_of_version.py DATABASE_URL ROUNDS [WORDS]
    PYTHONPATH=TREE python rows_of_version.py words

It knows nothing but ``storage.models`` and ``storage.database``, so that the trees of several versions can run
it. ``words`` prints the words of every enumeration that its tree knows, as JSON; given back as WORDS, no other
is written, as decision 5 asks of a version that is published. Otherwise prints the newest revision that its
tree knows, how many tables, and how many rows it has read at the end.
"""

import json
import sys
import time
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Boolean, Column, Date, Enum, Float, Integer, String, Text, Uuid, select
from sqlalchemy.orm import Mapper, Session

from storage import migrations
from storage.database import open_engine, session_maker
from storage.models import Base
from storage.models.base import UtcDateTime

allowed: dict[str, list[str]] = {}
numbers = count(time.time_ns() % 1_000_000_000)


def value(column: Column[Any], made: dict[str, dict[str, Any]]) -> Any:
    """Something that the column takes; for a reference, the row made before in this round, if there is one."""
    for key in column.foreign_keys:
        return made.get(key.column.table.name, {}).get(key.column.name)
    kind = column.type
    if isinstance(kind, Enum):
        assert kind.enum_class
        return next(
            word for word in kind.enum_class if word.value in allowed.get(kind.enum_class.__name__, [word.value])
        )
    if isinstance(kind, String | Text):
        return uuid4().hex[: getattr(kind, "length", None) or 32]
    plain: list[tuple[type, Any]] = [
        (Uuid, uuid4()),
        (UtcDateTime, datetime.now(UTC)),
        (Date, date(2026, 12, 31)),
        (Boolean, False),
        (Integer, next(numbers) % 2_000_000_000),
        (Float, 0.5),
        (JSON, {}),
    ]
    return next(given for family, given in plain if isinstance(kind, family))


def changes(column: Column[Any]) -> bool:
    """Whether a program may write another text there."""
    text = isinstance(column.type, Text | String) and not isinstance(column.type, Enum)
    return text and not column.primary_key and not column.foreign_keys


def write(session: Session, mappers: list[Mapper[Any]]) -> None:
    """One row of each table, written, then changed."""
    made: dict[str, dict[str, Any]] = {}
    for mapper in mappers:
        columns = {attribute.key: attribute.columns[0] for attribute in mapper.column_attrs}
        row = mapper.class_(**{name: value(column, made) for name, column in columns.items()})
        session.add(row)
        session.flush()
        made[str(mapper.local_table.name)] = {column.name: getattr(row, name) for name, column in columns.items()}
        for name in filter(lambda each: changes(columns[each]), columns):
            setattr(row, name, value(columns[name], made))
        session.flush()


def main(url: str, rounds: int) -> None:
    engine = open_engine(url)
    open_session = session_maker(engine)
    order = [table.name for table in Base.metadata.sorted_tables]
    mappers = sorted(Base.registry.mappers, key=lambda mapper: order.index(str(mapper.local_table.name)))
    for _ in range(rounds):
        with open_session(True) as session:
            write(session, mappers)
            session.commit()
        with open_session(False) as session:
            for mapper in mappers:
                session.scalars(select(mapper.class_).limit(20)).unique().all()
    with open_session(False) as session:
        seen = sum(len(session.scalars(select(mapper.class_)).unique().all()) for mapper in mappers)
    print(migrations.newest(engine), len(mappers), seen)


def words() -> dict[str, list[str]]:
    """The words of each enumeration that a column holds."""
    kinds = {
        column.type.enum_class
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Enum) and column.type.enum_class
    }
    return {kind.__name__: [word.value for word in kind] for kind in kinds}


if __name__ == "__main__":
    if sys.argv[1] == "words":
        print(json.dumps(words()))
        sys.exit(0)
    allowed.update(json.loads(sys.argv[3]) if len(sys.argv) > 3 else {})
    main(sys.argv[1], int(sys.argv[2]))
