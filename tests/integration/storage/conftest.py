"""A real database and a real blob store: on one machine, and on the production services."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import open_engine, session_maker
from storage.unit_of_work import Store
from storage.workflow import Queue
from tests.backends import STORES, blobs, database


@pytest.fixture
def woken() -> list[Queue]:
    """The hints that were given."""
    return []


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path, woken: list[Queue]) -> Iterator[Store]:
    """An empty, migrated database with an empty blob store."""
    rows, objects = request.param
    with database(rows, tmp_path) as address, blobs(objects, tmp_path) as kept:
        engine = open_engine(address)
        yield Store(session_maker(engine), kept, woken.append)
        engine.dispose()
