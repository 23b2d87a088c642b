"""Alive is not ready; ready is every part, each in its time, told without an address."""

import json
import socket
import threading
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from app.features import features
from app.settings import load
from app.watch.probes import Probe, ask
from app.watch.readiness import database
from app.web import create_app
from app.wiring import Wiring, wire
from storage import migrations
from tests.backends import many_machines
from tests.service import free_port


def house(folder: Path, **settings: str) -> Wiring:
    named = {f"TRUCHEMENT_{name}": value for name, value in settings.items()}
    wiring = wire(load({"TRUCHEMENT_DATA": str(folder)} | named))
    wiring.prepare()
    assert wiring.celery
    return wiring


def client_of(wiring: Wiring) -> FlaskClient:
    return create_app(wiring, features(wiring)).test_client()


def ready(client: FlaskClient) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    parts = [json.loads(line) for line in answer.text.splitlines()]
    assert all(part.keys() == {"part", "ready", "code", "ms"} for part in parts)
    return answer.status_code, {part["part"]: part["code"] for part in parts}


WHOLE = {"database": "ok", "blobs": "ok", "broker": "ok"}


def test_a_whole_house_is_ready(tmp_path: Path) -> None:
    wiring = house(tmp_path / "data")
    assert ready(client_of(wiring)) == (200, WHOLE)
    wiring.engine.dispose()


@pytest.mark.services
def test_a_house_on_many_machines_is_ready(tmp_path: Path) -> None:
    with many_machines(tmp_path) as settings:
        wiring = house(tmp_path / "data", **settings)
        assert ready(client_of(wiring)) == (200, WHOLE)
        migrations.downgrade(wiring.engine, "-1")
        assert ready(client_of(wiring)) == (503, WHOLE | {"database": "schema_outdated"})
        wiring.engine.dispose()


@pytest.mark.parametrize(
    ("revision", "status", "code"),
    [("0001", 503, "schema_outdated"), ("9999", 200, "schema_newer"), (None, 503, "schema_missing")],
)
def test_the_schema_must_be_the_codes(tmp_path: Path, revision: str | None, status: int, code: str) -> None:
    wiring = house(tmp_path / "data")
    with wiring.engine.begin() as connection:
        if revision is None:
            connection.execute(text("DROP TABLE alembic_version"))
        else:
            connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    assert ready(client_of(wiring)) == (status, WHOLE | {"database": code})
    wiring.engine.dispose()


def test_a_schema_on_which_this_code_may_no_longer_work_is_not_ready(tmp_path: Path) -> None:
    wiring = house(tmp_path / "data")
    with wiring.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("UPDATE schema_floor SET revision = '9998'"))
    assert ready(client_of(wiring)) == (503, WHOLE | {"database": "schema_too_new"})
    wiring.engine.dispose()


def test_a_database_that_was_never_made_is_not_made_by_asking(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    assert database(f"sqlite:///{path}") == "schema_missing"
    assert not path.exists()


def test_each_part_that_is_missing_is_named_and_nothing_else_is(tmp_path: Path) -> None:
    wiring = house(tmp_path / "data")
    dead = f"127.0.0.1:{free_port()}"
    broken = wire(
        load(
            {
                "TRUCHEMENT_DATA": str(tmp_path / "data"),
                "TRUCHEMENT_DATABASE_URL": f"postgresql+psycopg://operator:passw0rd@{dead}/base",
                "TRUCHEMENT_BROKER_URL": f"amqp://operator:passw0rd@{dead}//",
                "TRUCHEMENT_BLOBS_URL": (tmp_path / "data" / "truchement.db").as_uri(),
            }
        )
    )
    client = client_of(broken)
    status, parts = ready(client)
    assert (status, parts) == (
        503,
        {"database": "unreachable", "blobs": "blob_store_unavailable", "broker": "unreachable"},
    )
    answer = client.get("/readyz").text
    for hidden in ("passw0rd", "operator", "127.0.0.1", "truchement.db", str(tmp_path)):
        assert hidden not in answer
    wiring.engine.dispose()
    broken.engine.dispose()


def test_a_cookie_costs_no_session_and_alive_needs_no_database(tmp_path: Path) -> None:
    wiring = house(tmp_path / "data")
    client = client_of(wiring)
    client.set_cookie("truchement", "any")
    used: list[object] = []
    event.listen(wiring.engine, "checkout", lambda *told: used.append(told))
    assert client.get("/healthz").json == {"status": "ok"}
    assert ready(client)[0] == 200
    assert used == []
    (tmp_path / "data" / "truchement.db").rename(tmp_path / "aside.db")
    assert client.get("/healthz").status_code == 200
    wiring.engine.dispose()


def test_a_part_that_hangs_is_waited_for_once_and_alone() -> None:
    go_on, begun = threading.Event(), []

    def hang() -> str:
        begun.append(1)
        go_on.wait(30)
        return "ok"

    slow, quick = Probe("slow", hang, seconds=0.3, kept=0), Probe("quick", lambda: "ok")
    began = time.monotonic()
    for _ in range(3):
        assert [(f.part, f.ready, f.code) for f in ask([slow, quick])] == [
            ("slow", False, "too_slow"),
            ("quick", True, "ok"),
        ]
    assert time.monotonic() - began < 5
    assert len(begun) == 1
    go_on.set()


def test_an_answer_is_kept_for_a_moment() -> None:
    asked = []
    probe = Probe("part", lambda: asked.append(1) or "ok", kept=60)
    assert [ask([probe])[0].code for _ in range(5)] == ["ok"] * 5
    assert len(asked) == 1


def test_a_database_that_takes_the_call_and_says_nothing_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"postgresql+psycopg://a:b@127.0.0.1:{mute.getsockname()[1]}/base"
        probe = Probe("database", lambda: database(url), seconds=1)
        began = time.monotonic()
        (found,) = ask([probe])
        assert (found.ready, found.code) == (False, "too_slow")
        assert time.monotonic() - began < 10
