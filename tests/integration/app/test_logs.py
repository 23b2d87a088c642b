"""The log is JSON lines that say where and what, and never what people wrote."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from sqlalchemy import text

from app.logs import HumanLines, JsonLines
from app.settings import load
from app.wiring import Wiring, wire
from storage import queue
from storage.actors import system
from storage.messages import Mail
from storage.models import Role, Translation
from storage.workflow import DocumentStatus, Queue, TranslationStatus
from tests.factories import (
    make_actor,
    make_body,
    make_document,
    make_order,
    make_segment,
    make_translation,
    make_unit,
)
from tests.integration.app.showcase import Views as Showcase
from tests.integration.app.showcase import features
from tests.integration.app.site import make_site
from tests.service import ROOT, running, wait_for

SECRET = "Herr Schmidt leidet an Asthma"
ACTOR = system("test")


def lines_of(written: str) -> list[dict[str, Any]]:
    """Every line, each of which must be JSON."""
    return [json.loads(line) for line in written.splitlines()]


def hopeless_work(wiring: Wiring) -> Translation:
    """A translation to draft, the same to deliver, a mail to send."""
    with wiring.store.transaction(ACTOR) as uow:
        author = make_actor(uow, make_unit(uow, make_body(uow)), Role.REQUESTER)
        order = make_order(uow, author)
        kept = []
        for status, kind in (
            (TranslationStatus.DRAFTING, Queue.DRAFT),
            (TranslationStatus.APPROVED, Queue.DELIVER),
        ):
            document = make_document(uow, order, status=DocumentStatus.READ)
            translation = make_translation(uow, document, status=status)
            make_segment(uow, translation, 0, SECRET, SECRET)
            queue.enqueue(uow.session, kind, translation.id, order.body_id)
            kept.append(translation)
        uow.send(Mail("a@cpam.example", SECRET, SECRET))
    return kept[0]


@contextmanager
def loud_worker(data: Path) -> Iterator[subprocess.Popen[str]]:
    log = (data / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.app.loud_worker"],
        cwd=ROOT,
        env={**os.environ, "TRUCHEMENT_DATA": str(data)},
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        text=True,
    )
    log.close()
    assert process.stdin
    process.stdin.write(SECRET)
    process.stdin.close()
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def test_a_worker_that_breaks_in_every_way_tells_where_and_no_word_of_what(tmp_path: Path) -> None:
    wiring = wire(load({"TRUCHEMENT_DATA": str(tmp_path / "data")}))
    wiring.prepare()
    translation = hopeless_work(wiring)
    log = tmp_path / "data" / "log"

    def everything_broke() -> bool:
        told = log.read_text()
        return all(
            name in told for name in ('"draft: defect', '"deliver: defect', '"relay: defect', "nobody caught")
        )

    wiring.engine.dispose()
    with loud_worker(tmp_path / "data") as process:
        wait_for(lambda: everything_broke() or process.poll() is not None, 60)
    written = log.read_text()
    assert "Schmidt" not in written
    assert "Asthma" not in written
    lines = lines_of(written)
    assert {line["part"] for line in lines} == {"worker"}
    drafting = next(line for line in lines if line["message"].startswith("draft: defect"))
    assert drafting["subject"] == str(translation.id)
    assert drafting["queue"] == "draft"
    assert drafting["trace"][0] == "ValueError"
    assert any("loud_worker.py" in step for step in drafting["trace"])
    delivering = next(line for line in lines if line["message"].startswith("deliver: defect"))
    assert "IntegrityError" in delivering["trace"]
    relaying = next(line for line in lines if line["message"].startswith("relay: defect"))
    assert (relaying["queue"], relaying["trace"][0]) == ("relay", "RuntimeError")
    assert "TellingError" in relaying["trace"]
    by_library = {line["logger"]: line["message"] for line in lines}
    assert by_library["celery.worker"] == "twice"
    assert any(line["message"] == "… and 'ValueError'" for line in lines)
    assert by_library["weasyprint"].startswith("loud_worker:")


def test_a_request_that_breaks_is_found_by_the_reference_that_the_person_reads(tmp_path: Path) -> None:
    site = make_site(tmp_path / "data", features=features(Showcase()))
    with caught(JsonLines("web")) as written:
        page = site.client().get(f"/vitrine/casse?name={SECRET}")
    (line,) = lines_of(written.getvalue())
    assert page.headers["X-Request-Id"] in line["message"]
    assert page.headers["X-Request-Id"] in page.text
    assert "/vitrine/casse" in line["message"]
    assert "Schmidt" not in written.getvalue()


@contextmanager
def caught(formatter: logging.Formatter) -> Iterator[io.StringIO]:
    """What a process would write with this formatter."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    try:
        yield written
    finally:
        logging.getLogger().removeHandler(handler)


def test_a_person_at_a_terminal_reads_lines_and_no_content_either() -> None:
    with caught(HumanLines()) as written:
        try:
            raise ValueError(SECRET)
        except ValueError:
            logging.getLogger("app.test").exception("it broke")
    first, *trace = written.getvalue().splitlines()
    assert first.endswith("ERROR app.test: it broke")
    assert trace[0] == "ValueError"
    assert "Schmidt" not in written.getvalue()


@pytest.mark.parametrize(
    ("proxies", "given", "kept"),
    [
        ("1", "7f3c-abc.DEF_123", True),
        ("0", "7f3c-abc.DEF_123", False),
        ("1", "short", False),
        ("1", "x" * 65, False),
        ("1", 'quote"d and <b>', False),
        ("1", "with é in it", False),
        ("1", "", False),
    ],
)
def test_a_request_id_is_the_trusted_proxys_or_our_own(
    tmp_path: Path, proxies: str, given: str, kept: bool
) -> None:
    site = make_site(tmp_path / "data", PROXIES=proxies)
    answers = [site.client().get("/aide", headers={"X-Request-Id": given}) for _ in range(2)]
    ids = [answer.headers.getlist("X-Request-Id") for answer in answers]
    assert [len(one) for one in ids] == [1, 1]
    assert (ids[0] == [given]) is kept
    assert (ids[0] == ids[1]) is kept


def test_the_service_writes_json_lines_in_every_process(tmp_path: Path) -> None:
    with running(tmp_path / "data", "--sans-demo") as service:
        client_id = header_of(service.url + "/connexion")
        (worker,) = service.children("worker")
        os.kill(worker, signal.SIGKILL)
        wait_for(lambda: "ended with" in service.output.read_text(), 30)
        logs = tmp_path / "data" / "logs"
        wait_for(lambda: client_id in (logs / "web.log").read_text(), 30)
        with service.wiring().engine.begin() as connection:
            # The beat stumbles over a table that is gone.
            connection.execute(text("ALTER TABLE audit_event RENAME TO gone"))
        wait_for(lambda: "database_unready" in (logs / "beat.log").read_text(), 60)
    access = next(line for line in lines_of((logs / "web.log").read_text()) if line.get("path") == "/connexion")
    assert access["request_id"] == client_id
    assert access["message"].startswith("GET /connexion 200")
    (beat, *_) = lines_of((logs / "beat.log").read_text())
    assert (beat["part"], beat["code"]) == ("beat", "database_unready")
    assert "doctor" in beat["message"]
    assert {"time", "level", "logger", "part", "pid", "ms", "bytes"} <= access.keys()
    assert all(lines_of(path.read_text()) is not None for path in logs.glob("*.log"))
    told = [json.loads(line) for line in service.output.read_text().splitlines() if line.startswith("{")]
    assert any(line["logger"] == "app.supervisor" and line["part"] == "run" for line in told)


def header_of(url: str) -> str:
    with urlopen(url) as answer:
        return str(answer.headers["X-Request-Id"])
