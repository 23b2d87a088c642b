"""The migrations make what the models say, and can be taken back."""

from pathlib import Path

from storage import migrations
from storage.database import open_engine
from storage.models import Base


def test_up_down_and_up_again_without_drift(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'test.db'}")
    migrations.upgrade(engine)
    assert migrations.current(engine) == migrations.newest(engine)
    assert migrations.drift(engine) == []
    migrations.downgrade(engine, "base")
    assert migrations.current(engine) is None
    migrations.upgrade(engine)
    assert migrations.drift(engine) == []
    engine.dispose()


def test_a_drift_is_told(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'test.db'}")
    migrations.upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE unit ADD COLUMN stray TEXT")
        connection.exec_driver_sql("DROP TABLE login_attempt")
    told = " ".join(migrations.drift(engine))
    assert "stray" in told
    assert "login_attempt" in told
    assert "login_attempt" in Base.metadata.tables
    engine.dispose()
