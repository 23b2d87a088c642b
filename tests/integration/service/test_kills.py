"""Web and workers are killed at random moments, twenty times: every document finishes, once, and none fails.

On one machine, and, with fewer kills, on PostgreSQL, RabbitMQ and S3.
"""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import audit
from storage.actors import system
from storage.models import Document, Page, Reading, Segment, Translation, WorkItem
from storage.workflow import DocumentStatus, PageStatus, TranslationStatus
from tests.backends import many_machines
from tests.browser import Browser
from tests.service import Service, running, wait_for

ACTOR = system("test")
KILLS = 20
FEW_KILLS = 8
FINISH_SECONDS = 600
SENT = ("es_informe_alta.pdf", "pt_certidao_nascimento.pdf", "pl_akt_urodzenia.pdf")
SAMPLES = Path(__file__).parents[3] / "samples"


def settled(service: Service) -> bool:
    with service.wiring().store.read(ACTOR) as uow:
        moving = (TranslationStatus.TO_TRIAGE, TranslationStatus.DRAFTING)
        return not uow.session.scalar(select(func.count(Translation.id)).where(Translation.status.in_(moving)))


def kill_one(service: Service, luck: random.Random) -> bool:
    """Kills a web or worker process that runs; the worker, where the work is, three times out of four."""
    pids = service.children("worker" if luck.random() < 0.75 else "serve")
    if not pids:
        return False
    os.kill(luck.choice(pids), signal.SIGKILL)
    return True


@pytest.mark.timeout(1200)
def test_twenty_kills_lose_double_and_fail_nothing(tmp_path: Path) -> None:
    survive(tmp_path / "data", KILLS, {})


@pytest.mark.services
@pytest.mark.timeout(1200)
def test_kills_lose_nothing_on_the_production_services_either(tmp_path: Path) -> None:
    with many_machines(tmp_path) as addresses:
        survive(tmp_path / "data", FEW_KILLS, addresses)


def survive(data: Path, wanted: int, addresses: dict[str, str]) -> None:
    """Starts the service, kills it ``wanted`` times while it works and takes orders, and counts what it has."""
    luck = random.Random(20261123)
    acknowledged: list[str] = []
    with running(data, LEASE_SECONDS="8", SWEEP_SECONDS="1", STRAIGHT="always", **addresses) as service:
        kills = 0
        while kills < wanted:
            time.sleep(luck.uniform(1.0, 5.0))
            kills += kill_one(service, luck)
            if kills % 5 == 2 and len(acknowledged) < len(SENT):
                number = send(service, SENT[len(acknowledged)])
                acknowledged += [number] if number else []
        wait_for(lambda: settled(service), FINISH_SECONDS, every=2)
        check(service, acknowledged)


def send(service: Service, name: str) -> str | None:
    """Sends a document as a browser would; None when the web process was not there to take it."""
    try:
        browser = Browser(service.url)
        browser.sign_in("demandeur@demo.invalid", service.passwords["demandeur"])
        return browser.send([SAMPLES / name])
    except OSError:
        return None


def check(service: Service, acknowledged: list[str]) -> None:
    wiring = service.wiring()
    with wiring.store.read(ACTOR) as uow:
        session = uow.session
        documents = session.scalars(select(Document)).all()
        assert len(documents) >= len(list(SAMPLES.glob("*.truth.json"))) + len(acknowledged)
        assert {d.status for d in documents} == {DocumentStatus.READ}
        numbers = {d.order.number for d in documents if d.order}
        assert set(acknowledged) <= numbers
        assert len(numbers) == len(documents)
        assert {p.status for p in session.scalars(select(Page))} == {PageStatus.READ}
        readings = session.scalars(select(func.count(Reading.id)).group_by(Reading.page_id)).all()
        assert set(readings) == {1}
        translations = session.scalars(select(Translation)).all()
        assert len(translations) == len(documents)
        assert {t.status for t in translations} == {TranslationStatus.DRAFTED}
        for translation in translations:
            orders = session.scalars(select(Segment.order).where(Segment.translation_id == translation.id)).all()
            assert sorted(orders) == list(range(len(orders)))
            assert orders
        assert not session.scalars(select(WorkItem).where(WorkItem.done_at.is_(None))).all()
        assert audit.verify(session).problems == ()
