"""The screens that keep the machine, in a real browser: no fault that axe finds, nothing that the policy blocks,
no sideways scrolling, and what moves by itself."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update
from werkzeug.serving import make_server

from app.administration.queues_queries import Kind
from app.administration.queues_service import resume_group
from app.commands.models import DEMONSTRATION
from app.commands.queues import OPERATOR
from storage import audit
from storage.models import AuditEvent, OutboxMessage, Role, now
from storage.workflow import Queue
from tests.application import PASSWORD, TEST
from tests.chromium import running, window
from tests.integration.app.test_browser import SIZES, faults
from tests.integration.app.test_queues import fail_documents
from tests.integration.app.workshop import House, address, open_house
from tests.integration.ocr.papers import SPANISH, printed
from translate.engines.packages import install

pytestmark = pytest.mark.e2e
PAGES = ("/administration/moteurs", "/administration/files", "/administration/journal")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "data", MAIL_URL=f"file://{tmp_path / 'blocked'}") as opened:
        (tmp_path / "blocked").touch()
        fail_documents(opened, printed(tmp_path / "acte.pdf", SPANISH), 7)
        opened.parts.wiring.settings.packages_folder.mkdir(parents=True)
        install(DEMONSTRATION, opened.wiring.settings.packages_folder)
        with opened.wiring.store.transaction(TEST) as uow:
            uow.session.add(
                OutboxMessage(kind="mail", payload={}, attempts=3, failure="mail_not_sent", next_at=now())
            )
            audit.seal(uow.session)
        yield opened


@pytest.fixture
def browser() -> Iterator[Browser]:
    with running() as browser:
        yield browser


@pytest.fixture
def base(house: House) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def opened(
    browser: Browser, base: str, role: Role, size: tuple[int, int] = SIZES[0]
) -> tuple[BrowserContext, Page, list[str]]:
    complaints: list[str] = []
    context = window(browser, base, size)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill(address(role))
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: "/connexion" not in url)
    return context, page, complaints


@pytest.mark.parametrize("size", SIZES)
def test_pages_are_sound(house: House, browser: Browser, base: str, size: tuple[int, int]) -> None:
    found: list[str] = []
    context, page, complaints = opened(browser, base, Role.ADMINISTRATOR, size)
    for path in (*PAGES, PAGES[1] + "?genre=document:damaged_file", PAGES[2] + "?acte=nothing"):
        page.goto(path)
        expect(page.locator("main h1")).to_be_visible()
        found += [f"{path}: {fault}" for fault in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{path}: wider than the window")
    context.close()
    assert found == []
    assert complaints == []


def test_a_failure_goes_from_every_screen_when_it_is_resumed(house: House, browser: Browser, base: str) -> None:
    context, page, complaints = opened(browser, base, Role.ADMINISTRATOR)
    page.goto(PAGES[1])
    expect(page.get_by_role("heading", name=re.compile("Pièce non lue"))).to_contain_text("7")
    expect(page.get_by_role("link", name="Voir les 7")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Reprendre 2026")).first.click()
    expect(page.get_by_role("status").first).to_contain_text("1 travail est reparti")
    expect(page.get_by_role("heading", name=re.compile("Pièce non lue"))).to_contain_text("6")
    with house.wiring.store.write(OPERATOR) as uow:
        resume_group(uow, Kind.DOCUMENT, "damaged_file")
        uow.commit()
    # The page asks again every five seconds.
    expect(page.get_by_role("heading", name=re.compile("Pièce non lue"))).to_have_count(0)
    expect(page.get_by_role("row", name=re.compile("Lecture des pages"))).to_contain_text("7")
    context.close()
    assert complaints == []
    house.work(Queue.READ, Queue.DRAFT)


def test_a_sentence_is_tried_without_leaving_the_page(house: House, browser: Browser, base: str) -> None:
    context, page, complaints = opened(browser, base, Role.ADMINISTRATOR)
    page.goto(PAGES[0])
    page.get_by_label("Langue de la phrase").select_option("de")
    page.get_by_label("Phrase", exact=False).last.fill("Die Rente beträgt 1.234,56 EUR im Monat.")
    page.get_by_role("button", name="Traduire vers le français").click()
    answer = page.locator("#trial-answer")
    expect(answer).to_contain_text("1 234,56")
    expect(answer).to_contain_text("modèle de démonstration")
    assert page.url.endswith(PAGES[0])
    assert faults(page) == []
    context.close()
    assert complaints == []


def test_the_proof_tells_how_far_it_is_and_what_it_found(house: House, browser: Browser, base: str) -> None:
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(AuditEvent).where(AuditEvent.sequence == 3).values(action="other"))
    context, page, complaints = opened(browser, base, Role.AUDITOR)
    page.goto(PAGES[2])
    page.get_by_role("button", name="Vérifier maintenant").click()
    expect(page.locator("#journal-proof")).to_contain_text("La chaîne est rompue")
    expect(page.locator("#journal-proof")).to_contain_text("n° 3 : ligne changée")
    assert faults(page) == []
    context.close()
    assert complaints == []
