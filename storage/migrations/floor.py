"""The oldest program that may use a database, written in it by whoever migrates it.

An older program does not know the migrations that came after it, so it cannot tell by itself whether they took
away something that it uses. The row of ``schema_floor`` tells it: programs whose own migrations hold that
revision may work here. Like Alembic's table it is no part of the models, and no backup holds it: it is reckoned
anew from the migrations each time that one runs.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Column, Connection, MetaData, String, Table, delete, insert, inspect, select

TABLE = Table("schema_floor", MetaData(), Column("revision", String(32), primary_key=True))


def reckon(applied: Iterable[str], contracts: Mapping[str, str]) -> str | None:
    """The floor of a database that holds the migrations ``applied``, in their order; None when it is empty.
    ``contracts`` says from which revision on programs do without what a migration took away."""
    order = list(applied)
    floors = [contracts[revision] for revision in order if revision in contracts]
    return max([*floors, order[0]], key=order.index) if order else None


def record(connection: Connection, revision: str | None) -> None:
    """Writes the floor; with none, forgets it."""
    if revision is None:
        TABLE.drop(connection, checkfirst=True)
        return
    TABLE.create(connection, checkfirst=True)
    if read(connection) != revision:
        connection.execute(delete(TABLE))
        connection.execute(insert(TABLE).values(revision=revision))


def read(connection: Connection) -> str | None:
    """The floor; None where nobody has written one."""
    if not inspect(connection).has_table(TABLE.name):
        return None
    return connection.scalar(select(TABLE.c.revision))
