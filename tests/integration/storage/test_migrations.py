"""The migrations make what the models say, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

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


def put(engine: Engine, table: str, **values: object) -> None:
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(f":{name}" for name in values)
    with engine.begin() as connection:
        connection.execute(text(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'), values)


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def furnish(engine: Engine) -> None:
    """A document of before the antivirus, read page by page: what the newest migration must leave as it is."""
    at = "2026-11-24 10:00:00.000000"
    body, unit, user, order = (f"{digit * 32}" for digit in "1234")
    put(engine, "body", id=body, name="CPAM", kind="caisse", created_at=at)
    put(engine, "unit", id=unit, body_id=body, name="RI", medical=False)
    put(
        engine,
        "user",
        id=user,
        unit_id=unit,
        email="a@test.invalid",
        name="A",
        language="fr",
        head=False,
        medical=False,
        created_at=at,
    )
    put(
        engine,
        "order",
        id=order,
        number="2026-000001",
        body_id=body,
        unit_id=unit,
        created_by=user,
        purpose="",
        question="",
        own_reference="",
        urgency="normal",
        confidentiality="ordinary",
        due_on="2026-12-31",
        due_reason="",
        created_at=at,
    )
    for number, status in enumerate(("received", "read", "cancelled")):
        add_document(engine, number, status)


def add_document(engine: Engine, number: int, status: str) -> None:
    at = "2026-11-24 10:00:00.000000"
    body, user, order = (f"{digit * 32}" for digit in "134")
    put(engine, "blob", key=f"key{number}", body_id=body, sha256="0" * 64, size=1, created_at=at)
    put(
        engine,
        "document",
        id=f"{number:032x}",
        body_id=body,
        order_id=order,
        blob_key=f"key{number}",
        file_name=f"{number}.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        page_count=1,
        status=status,
        status_since=at,
        created_by=user,
        created_at=at,
    )
    put(
        engine,
        "page",
        id=f"{number + 100:032x}",
        document_id=f"{number:032x}",
        number=1,
        status="read" if status == "read" else "waiting",
        crashes=0,
    )


STANDING = "SELECT file_name, status FROM document ORDER BY file_name"


def test_the_antivirus_comes_and_goes_with_data(engine: Engine) -> None:
    migrations.upgrade(engine, "0005")
    furnish(engine)
    before = rows(engine, STANDING)
    migrations.upgrade(engine, "0006")
    assert rows(engine, STANDING) == before
    assert rows(engine, "SELECT count(*) FROM page") == [(3,)]
    assert rows(engine, "SELECT count(*) FROM blob WHERE erased_at IS NULL") == [(3,)]
    add_document(engine, 3, "to_scan")
    put(engine, "scan", document_id=f"{3:032x}", asked_at="2026-11-24 10:00:00.000000", attempts=2)
    put(
        engine,
        "work_item",
        id=f"{900:032x}",
        queue="scan",
        subject_id=f"{3:032x}",
        first=0,
        last=0,
        round=1,
        body_id="1" * 32,
        urgent=False,
        created_at="2026-11-24 10:00:00.000000",
        crashes=0,
        expirations=0,
    )
    add_document(engine, 4, "erased")
    migrations.downgrade(engine, "0005")
    # Nothing that waited is read unexamined, and nothing is lost: it failed, and can be sent again.
    assert rows(engine, STANDING) == [*before, ("3.pdf", "failed"), ("4.pdf", "cancelled")]
    failed = "SELECT status, reason FROM page WHERE reason IS NOT NULL"
    assert rows(engine, failed) == [("failed", "reading_failed")]
    assert rows(engine, "SELECT count(*) FROM work_item") == [(0,)]
    migrations.upgrade(engine, "0006")
    assert rows(engine, "SELECT count(*) FROM page") == [(5,)]


@pytest.mark.parametrize("status", ["quarantined", "discarded"])
def test_going_back_does_not_open_what_is_held(engine: Engine, status: str) -> None:
    migrations.upgrade(engine, "0006")
    furnish(engine)
    add_document(engine, 3, status)
    with pytest.raises(RuntimeError, match="1 fichiers sont retenus"):
        migrations.downgrade(engine, "0005")
    assert migrations.current(engine) == "0006"
    assert ("3.pdf", status) in rows(engine, STANDING)
    assert rows(engine, "SELECT count(*) FROM scan") == [(0,)]


def test_systems_come_and_go_and_leave_no_account_that_opens(engine: Engine) -> None:
    at = "2026-11-24 10:00:00.000000"
    migrations.upgrade(engine, "0008")
    furnish(engine)
    migrations.upgrade(engine, "0012")
    assert rows(engine, 'SELECT name, disabled_at FROM "user" WHERE NOT service') == [("A", None)]
    system, order = "7" * 32, "8" * 32
    said = {"unit_id": "2" * 32, "language": "fr", "head": False, "medical": False, "created_at": at}
    put(engine, "user", id=system, email="s@service.invalid", name="System", service=True, **said)
    put(engine, "service_account", user_id=system, contact="", created_at=at)
    put(
        engine,
        "order",
        id=order,
        number="2026-000002",
        body_id="1" * 32,
        unit_id="2" * 32,
        created_by=system,
        purpose="",
        question="",
        own_reference="",
        urgency="normal",
        confidentiality="ordinary",
        due_on="2026-12-31",
        due_reason="",
        created_at=at,
    )
    migrations.downgrade(engine, "0008")
    # What the system ordered stays, and nobody can be invited to be it.
    assert rows(engine, 'SELECT name FROM "user" WHERE disabled_at IS NOT NULL') == [("System",)]
    assert rows(engine, 'SELECT count(*) FROM "order"') == [(2,)]
    assert rows(engine, "SELECT count(*) FROM page") == [(3,)]
    migrations.upgrade(engine, "0012")
    assert rows(engine, 'SELECT count(*) FROM "user" WHERE service') == [(0,)]
