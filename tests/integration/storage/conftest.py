"""A real database and a real blob store in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.blobs import DiskBlobs
from storage.database import open_engine, session_maker
from storage.migrations import upgrade
from storage.unit_of_work import Store
from storage.workflow import Queue


@pytest.fixture
def woken() -> list[Queue]:
    """The hints that were given."""
    return []


@pytest.fixture
def store(tmp_path: Path, woken: list[Queue]) -> Iterator[Store]:
    """An empty, migrated SQLite database with blobs on disk."""
    engine = open_engine(f"sqlite:///{tmp_path / 'test.db'}")
    upgrade(engine)
    yield Store(session_maker(engine), DiskBlobs(tmp_path / "blobs"), woken.append)
    engine.dispose()
