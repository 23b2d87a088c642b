"""Metrics: of the whole service from its rows, of each process from itself; for who holds the token alone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert, text, update

from app.beat import seal
from app.features import features
from app.settings import load
from app.watch import measured, queries
from app.watch.exposition import serve
from app.watch.meters import Meters
from app.watch.rows import families
from app.web import create_app
from app.wiring import Wiring, wire
from ocr.errors import ChildTimedOutError
from storage import queue
from storage.actors import system
from storage.database import open_engine
from storage.messages import Mail
from storage.models import AuditEvent, Base, OutboxMessage, Role, WorkItem, now
from storage.queue import Lease
from storage.workflow import DocumentStatus, Queue, TranslationStatus
from tests.backends import DATABASES
from tests.backends import database as database_of
from tests.factories import make_actor, make_body, make_document, make_order, make_translation, make_unit
from tests.integration.cli.command import truchement
from tests.service import free_port
from translate.engines.protocol import BRACKETS, Translated
from translate.errors import EngineTimeoutError

TOKEN = "a token of the watchman"
ACTOR = system("test")
PAGE = Path(__file__).parents[3] / "docs" / "metrics.md"
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@contextmanager
def house(folder: Path, **settings: str) -> Iterator[Wiring]:
    named = {"TRUCHEMENT_DATA": str(folder)} | {f"TRUCHEMENT_{name}": value for name, value in settings.items()}
    wiring = wire(load(named))
    wiring.prepare()
    yield wiring
    wiring.engine.dispose()


def client_of(wiring: Wiring) -> FlaskClient:
    return create_app(wiring, features(wiring)).test_client()


def scrape(client: FlaskClient, token: str = TOKEN) -> Samples:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return samples(answer.text)


def samples(told: str) -> Samples:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
    }


def named(samples: Samples, name: str, **labels: str) -> float:
    return samples[name, tuple(sorted(labels.items()))]


def test_without_a_token_there_is_nothing(tmp_path: Path) -> None:
    with house(tmp_path / "data") as wiring:
        client = client_of(wiring)
        for header in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}):
            assert client.get("/metrics", headers=header).status_code == 404


def test_with_one_nobody_else_is_told_anything(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\nthe next token of the watchman\n")
    with house(tmp_path / "data", METRICS_TOKEN_FILE=str(file)) as wiring:
        client = client_of(wiring)
        for given in (
            "",
            TOKEN,
            f"Basic {TOKEN}",
            "Bearer",
            "Bearer x",
            f"Bearer {TOKEN}é",
            f"Bearer {TOKEN[:-1]}",
        ):
            refused = client.get("/metrics", headers={"Authorization": given})
            assert (refused.status_code, refused.data) == (401, b"")
        assert scrape(client)
        assert scrape(client, "the next token of the watchman")


def fill(wiring: Wiring) -> None:
    """Two to read, one of them urgent and old; one held, its lease over; failures, messages, an unsealed event."""
    past = now() - timedelta(hours=2)
    with wiring.store.transaction(ACTOR) as uow:
        author = make_actor(uow, make_unit(uow, make_body(uow)), Role.REQUESTER)
        order = make_order(uow, author)
        for kind, urgent in (
            (Queue.READ, True),
            (Queue.READ, False),
            (Queue.DRAFT, False),
            (Queue.DELIVER, False),
        ):
            queue.enqueue(uow.session, kind, uuid4(), order.body_id, urgent=urgent)
        uow.session.flush()
        uow.session.execute(update(WorkItem).where(WorkItem.urgent).values(created_at=past))
        held = queue.claim(uow.session, Queue.DRAFT, "test", Lease())
        assert held
        uow.session.execute(update(WorkItem).where(WorkItem.id == held.item_id).values(leased_until=past))
        queue.claim(uow.session, Queue.DELIVER, "test", Lease())
        for reason in ("damaged_file", "Herr Schmidt", "asthme"):
            make_document(uow, order, status=DocumentStatus.FAILED).reason = reason
        document = make_document(uow, order, status=DocumentStatus.READ)
        make_translation(uow, document, status=TranslationStatus.DRAFTED).status_since = past
        uow.send(Mail("a@cpam.example", "Schmidt", "Schmidt"))
        uow.session.flush()
        uow.session.execute(update(OutboxMessage).values(created_at=past))
        uow.send(Mail("b@cpam.example", "Schmidt", "Schmidt"))
        gone = OutboxMessage(kind=Mail.kind, payload={}, failed_at=past)
        uow.session.add(gone)
        uow.record("received", "document", document.id)


def test_the_rows_are_counted(tmp_path: Path) -> None:
    with house(tmp_path / "data", METRICS_TOKEN=TOKEN) as wiring:
        client = client_of(wiring)
        fill(wiring)
        found = scrape(client)
        assert named(found, "truchement_work_open", queue="read", urgency="urgent") == 1
        assert named(found, "truchement_work_open", queue="read", urgency="normal") == 1
        assert named(found, "truchement_work_open", queue="deliver", urgency="urgent") == 0
        assert 7190 < named(found, "truchement_work_oldest_seconds", queue="read", urgency="urgent") < 7400
        assert named(found, "truchement_work_oldest_seconds", queue="read", urgency="normal") < 200
        assert named(found, "truchement_work_in_progress", queue="draft") == 1
        assert named(found, "truchement_leases_expired", queue="draft") == 1
        assert named(found, "truchement_work_in_progress", queue="deliver") == 1
        assert named(found, "truchement_leases_expired", queue="deliver") == 0
        assert named(found, "truchement_documents", status="failed") == 3
        assert named(found, "truchement_documents", status="read") == 1
        assert named(found, "truchement_translations", status="drafted") == 1
        assert 7190 < named(found, "truchement_translations_oldest_seconds", status="drafted") < 7400
        assert named(found, "truchement_failures", kind="document", code="damaged_file") == 1
        assert named(found, "truchement_failures", kind="document", code="other") == 2
        assert named(found, "truchement_outbox_waiting", kind="mail") == 2
        assert 7190 < named(found, "truchement_outbox_oldest_seconds", kind="mail") < 7400
        assert named(found, "truchement_outbox_given_up", kind="mail") == 1
        assert named(found, "truchement_audit_unsealed") == 1
        assert named(found, "truchement_disk_free_bytes", folder="blobs") > 0
        assert named(found, "truchement_database_up") == 1
        assert not any(name == "truchement_backup_age_seconds" for name, _ in found)
        for word in ("Schmidt", "asthme", "cpam"):
            assert word not in str(found)


def test_a_database_that_is_away_is_told_and_no_row_is_invented(tmp_path: Path) -> None:
    dead = f"postgresql+psycopg://a:b@127.0.0.1:{free_port()}/base"
    wiring = wire(
        load(
            {"TRUCHEMENT_DATA": str(tmp_path), "TRUCHEMENT_DATABASE_URL": dead, "TRUCHEMENT_METRICS_TOKEN": TOKEN}
        )
    )
    found = scrape(client_of(wiring))
    assert named(found, "truchement_database_up") == 0
    assert not any(name.startswith("truchement_work") for name, _ in found)
    wiring.engine.dispose()


def test_a_backup_is_known_by_the_journal(tmp_path: Path) -> None:
    with house(tmp_path / "data", METRICS_TOKEN=TOKEN) as wiring:
        assert truchement("backup", tmp_path / "kept", data=tmp_path / "data").status == 0
        assert named(scrape(client_of(wiring)), "truchement_backup_age_seconds") < 600


def test_the_last_seal_is_told_once_there_is_one(tmp_path: Path) -> None:
    with house(tmp_path / "data", METRICS_TOKEN=TOKEN) as wiring:
        with wiring.store.transaction(ACTOR) as uow:
            uow.record("received", "document", uuid4())
        assert not any(name == "truchement_audit_sealed_age_seconds" for name, _ in scrape(client_of(wiring)))
        assert seal(wiring.store) == 1
        with wiring.store.transaction(ACTOR) as uow:
            uow.session.execute(update(AuditEvent).values(at=now() - timedelta(hours=2)))
        age = named(scrape(client_of(wire(wiring.settings))), "truchement_audit_sealed_age_seconds")
        assert 7190 < age < 7400


def test_requests_are_counted_by_the_pattern_of_their_address(tmp_path: Path) -> None:
    with house(tmp_path / "data", METRICS_TOKEN=TOKEN) as wiring:
        client = client_of(wiring)
        for path in ("/aide", f"/demandes/{uuid4()}", f"/demandes/{uuid4()}", "/Schmidt", "/Mueller"):
            client.get(path)
        client.open("/aide", method="SCHMIDT")
        found = scrape(client)
    assert named(found, "truchement_requests_total", route="/aide", method="GET", status="200") == 1
    assert named(found, "truchement_request_seconds_count", route="/aide") >= 1
    assert named(found, "truchement_requests_total", route="unmatched", method="GET", status="404") == 2
    told = [labels for name, labels in found if name == "truchement_requests_total"]
    assert not re.search(r"Schmidt|SCHMIDT|Mueller|[0-9a-f]{8}-", str(told))


class Slow:
    """An engine that fails on demand."""

    name, label, version, source, target = "argos", "Argos de→fr", "1", "de", "fr"
    chain, demonstration, placeholder = ("de-fr",), False, BRACKETS

    def translate(self, sentences: Any, *, tick: Any = None) -> list[Translated]:
        if "hang" in sentences:
            raise EngineTimeoutError(engine="argos", seconds=1)
        return [Translated(sentence, 1.0) for sentence in sentences]

    def close(self) -> None:
        """Nothing to close."""


def test_a_worker_counts_words_pages_steps_and_what_breaks() -> None:
    meters = Meters()
    engine = measured.route(lambda source, target: Slow(), meters)("de", "fr")
    engine.translate(["zwei Wörter", "eins"])
    with pytest.raises(EngineTimeoutError):
        engine.translate(["hang"])

    def broken() -> bool:
        raise ValueError

    def pages() -> Iterator[Any]:
        yield type("Page", (), {"source": "ocr"})()
        raise ChildTimedOutError(page=2)

    with pytest.raises(ChildTimedOutError):
        list(measured.pages(pages(), meters))
    steps = measured.steps({Queue.READ: lambda: True, Queue.DRAFT: lambda: False, Queue.DELIVER: broken}, meters)
    assert steps[Queue.READ]()
    assert not steps[Queue.DRAFT]()
    with pytest.raises(ValueError):
        steps[Queue.DELIVER]()
    found = told_by(meters)
    pair = {"engine": "argos", "source": "de", "target": "fr"}
    assert named(found, "truchement_engine_words_total", **pair) == 3
    assert named(found, "truchement_engine_seconds_total", **pair) > 0
    assert named(found, "truchement_engine_failures_total", **pair, code="engine_timeout") == 1
    assert named(found, "truchement_pages_read_total", source="ocr") == 1
    assert named(found, "truchement_child_failures_total", task="read", code="reading_too_long") == 1
    assert named(found, "truchement_step_seconds_count", queue="read") == 1
    assert ("truchement_step_seconds_count", (("queue", "draft"),)) not in found
    assert named(found, "truchement_defects_total", queue="deliver") == 1


def told_by(meters: Meters) -> Samples:
    return samples(generate_latest(meters.registry).decode())


def test_a_worker_answers_on_a_port_of_its_own() -> None:
    meters, port = Meters(), free_port()
    meters.pages.labels("ocr").inc(7)
    serve("127.0.0.1", port, (TOKEN,), meters.registry)
    address = f"http://127.0.0.1:{port}/metrics"
    with urlopen(Request(address, headers={"Authorization": f"Bearer {TOKEN}"})) as answer:
        assert named(samples(answer.read().decode()), "truchement_pages_read_total", source="ocr") == 7
    for refused, header in ((address, "Bearer no"), (f"http://127.0.0.1:{port}/", f"Bearer {TOKEN}")):
        with pytest.raises(HTTPError) as told:
            urlopen(Request(refused, headers={"Authorization": header}))
        assert told.value.code in (401, 404)
        told.value.close()
    serve("127.0.0.1", port, (TOKEN,), meters.registry)  # taken: told in the log, and no error


def exported() -> set[str]:
    own = {metric.name for metric in Meters().registry.collect()}
    rows = queries.Rows([], [], [], [], [], [], [], [], queries.Counted((), 0), now(), now())
    outside = {"truchement_database_up", "truchement_disk_free_bytes"}
    counters = {m.name for m in Meters().registry.collect() if m.type == "counter"}
    return {f"{n}_total" if n in counters else n for n in own} | {m.name for m in families(rows, now())} | outside


def in_table() -> list[str]:
    return re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_metric_is_in_the_table_and_the_reverse() -> None:
    assert len(in_table()) == len(set(in_table())) > 20
    assert set(in_table()) == exported()


def test_what_a_scrape_gives_is_what_is_exported(tmp_path: Path) -> None:
    with house(tmp_path / "data", METRICS_TOKEN=TOKEN) as wiring:
        client = client_of(wiring)
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    names = set(re.findall(r"^# TYPE (\w+)", answer.text, re.MULTILINE))
    assert names <= exported()
    assert exported() - names <= {"truchement_backup_age_seconds", "truchement_audit_sealed_age_seconds"}


MANY = 10_000


@pytest.fixture(params=DATABASES)
def crowded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """A database where ten thousand documents wait, and as many are done and past."""
    with database_of(request.param, tmp_path) as address:
        engine = open_engine(address)
        with engine.begin() as connection:
            crowd(connection)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
        yield engine
        engine.dispose()


def crowd(connection: Any) -> None:
    def add(table: str, *rows: dict[str, Any], **common: Any) -> None:
        connection.execute(insert(Base.metadata.tables[table]), [common | row for row in rows])

    body, unit, user, order = (uuid4() for _ in range(4))
    present = now()
    add("body", {"id": body}, name="B", kind="caisse")
    add("unit", {"id": unit}, body_id=body, name="U", medical=False)
    add("user", {"id": user}, unit_id=unit, email="e", name="N")
    add(
        "order",
        {"id": order, "number": "1", "due_on": present.date(), "confidentiality": "ordinary"},
        body_id=body,
        unit_id=unit,
        created_by=user,
    )
    add("blob", {"key": "k", "sha256": "s", "size": 1}, body_id=body)
    documents = [uuid4() for _ in range(MANY)]
    told = {"blob_key": "k", "file_name": "f", "media_type": "m", "size": 1, "sha256": "s", "page_count": 1}
    add("document", *({"id": one} for one in documents), body_id=body, order_id=order, created_by=user, **told)
    add("translation", *({"id": uuid4(), "document_id": one} for one in documents), order_id=order)
    work = {"queue": "read", "body_id": body}
    add("work_item", *({"id": uuid4(), "subject_id": one} for one in documents), **work, first=0)
    add("work_item", *({"id": uuid4(), "subject_id": one} for one in documents), **work, first=1, done_at=present)
    add("outbox_message", *({"id": uuid4()} for _ in range(MANY)), kind="mail", payload={}, sent_at=present)
    event = {"actor_kind": "user", "action": "view", "object_kind": "document", "object_id": "x", "details": {}}
    add("audit_event", *({"id": uuid4(), "sequence": n} for n in range(1, MANY)), **event)


#: What scans a whole table of rows that are done and past would grow for ever.
PLANS = {
    "held": queries.held_work(now()),
    "open": queries.open_work(),
    "outbox": queries.outbox(),
    "unsealed": queries.unsealed(),
    "sealed": queries.last_sealed(),
    "backup": queries.last_backup(),
    "documents": queries.documents(),
    "translations": queries.translations(),
    "failed documents": queries.failed_documents(),
    "failed pages": queries.failed_pages(),
    "failed translations": queries.failed_translations(),
}


def test_a_crowd_makes_no_scrape_slow(crowded: Any) -> None:
    """By the plan, never by the clock: every query goes through an index."""
    with crowded.connect() as connection:
        plans = {name: plan(connection, query) for name, query in PLANS.items()}
    word = "SCAN" if crowded.dialect.name == "sqlite" else "Seq Scan"
    bare = {
        name: lines
        for name, lines in plans.items()
        for line in lines
        if word in line and "INDEX" not in line and "Index" not in line
    }
    # PostgreSQL may read straight a table of which much is counted, as short a way; an empty one it always does.
    allowed = {"open", "documents", "translations", "failed pages"} if word == "Seq Scan" else set()
    assert bare.keys() <= allowed, bare


def plan(connection: Any, query: Any) -> list[str]:
    written = query.compile(connection, compile_kwargs={"literal_binds": True})
    way = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return [str(row[-1]) for row in connection.execute(text(f"{way} {written}".replace(":", "\\:")))]
