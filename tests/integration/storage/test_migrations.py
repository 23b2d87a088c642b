"""The migrations make what the models say, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import migrations
from storage.database import open_engine
from storage.models import Base
from tests.backends import DATABASES, database


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with database(request.param, tmp_path, empty=True) as address:
        engine = open_engine(address)
        yield engine
        engine.dispose()


def test_up_down_and_up_again_without_drift(engine: Engine) -> None:
    migrations.upgrade(engine)
    assert migrations.current(engine) == migrations.newest(engine)
    assert migrations.drift(engine) == []
    migrations.downgrade(engine, "base")
    assert migrations.current(engine) is None
    migrations.upgrade(engine)
    assert migrations.drift(engine) == []


def test_a_drift_is_told(engine: Engine) -> None:
    migrations.upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE unit ADD COLUMN stray TEXT")
        connection.exec_driver_sql("DROP TABLE login_attempt")
    told = " ".join(migrations.drift(engine))
    assert "stray" in told
    assert "login_attempt" in told
    assert "login_attempt" in Base.metadata.tables
