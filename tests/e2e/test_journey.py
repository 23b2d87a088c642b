"""The whole journey in a real browser: a requester sends, a translator corrects, the requester downloads."""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page, expect
from weasyprint import HTML

from tests.chromium import LONG_PATIENCE, window
from tests.service import Service, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]
SHOTS = os.environ.get("TRUCHEMENT_SHOTS")
LETTER = """
<h1>Instituto de la Seguridad Social</h1>
<p>La asegurada tiene derecho a una pensión de jubilación de 1.234,56 € desde el 3 de mayo de 2021.</p>
<p>Su número de expediente es 28/1038475/21.</p>
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("journey") / "data", SWEEP_SECONDS="1") as service:
        yield service


def sign_in(service: Service, browser: Browser, who: str) -> tuple[Page, list[str]]:
    """A window of their own, and what its console complains of."""
    page = window(browser, service.url).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto("/")
    page.fill("input[name=email]", f"{who}@demo.invalid")
    page.fill("input[name=password]", service.passwords[who])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(demandes|atelier)"))
    return page, complaints


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def test_from_upload_to_download(service: Service, browser: Browser, tmp_path: Path) -> None:
    letter = tmp_path / "carta.pdf"
    letter.write_bytes(HTML(string=f"<html lang=es>{LETTER}</html>").write_pdf())
    requester, said = sign_in(service, browser, "demandeur")
    requester.set_input_files("input[name=files]", str(letter))
    requester.fill("input[name=own_reference]", "DOSSIER-E2E")
    requester.locator("label", has_text="Urgent").first.click()
    shot(requester, "nouvelle-demande")
    requester.get_by_role("button", name="Envoyer la demande").click()
    requester.wait_for_url(re.compile(r"/demandes/[0-9a-f-]{36}"), timeout=LONG_PATIENCE)
    expect(requester.get_by_text("elles attendent un traducteur")).to_be_visible(timeout=LONG_PATIENCE)
    shot(requester, "demande")

    translator, complained = sign_in(service, browser, "traduction")
    card = translator.locator(".work", has_text="carta.pdf")
    expect(card).to_be_visible(timeout=LONG_PATIENCE)
    shot(translator, "file")
    card.get_by_role("button", name="Prendre").click()
    translator.wait_for_selector(".seg--active")
    segments = translator.locator("[data-seg]").count()
    wrong = translator.locator("[data-seg]", has_text="1.234,56").locator("textarea")
    good = wrong.input_value()
    assert "1 234,56" in good.replace("\u202f", " ").replace("\u00a0", " ")
    wrong.fill("L'assurée a droit à une pension de 1 243,56 € à compter du 3 mai 2021.")
    translator.get_by_text("Montant absent").first.wait_for()
    wrong.press("Control+Enter")
    expect(translator.get_by_text("contrôle bloquant reste à régler")).to_be_visible()
    shot(translator, "editeur")
    wrong.fill("L'assurée a droit à une pension de retraite de 1 234,56 € à compter du 3 mai 2021.")
    for number in range(segments):
        segment = translator.locator("[data-seg]").nth(number)
        segment.locator("textarea").click()
        segment.locator("textarea").press("Control+Enter")
        expect(segment).to_have_attribute("data-state", "confirmed")
    expect(translator.get_by_text("Tout est confirmé")).to_be_visible()
    translator.get_by_role("button", name="Approuver").click()
    expect(translator.get_by_text("La traduction est approuvée")).to_be_visible()

    link = requester.get_by_role("link", name="Traduction en français (PDF)")
    expect(link).to_be_visible(timeout=LONG_PATIENCE)
    shot(requester, "livree")
    with requester.expect_download() as download:
        link.click()
    with pdfplumber.open(io.BytesIO(Path(download.value.path()).read_bytes())) as pdf:
        text = " ".join((page.extract_text() or "") for page in pdf.pages)
    plain = re.sub(r"\s+", " ", text)
    assert "pension de retraite de 1 234,56 €" in plain
    assert "28/1038475/21" in plain
    assert "certifiée" not in plain
    # The refused confirmation answers 409: the browser notes it, and nothing else is wrong.
    assert said == []
    assert all("409" in text for text in complained)


def test_two_people_on_one_segment_lose_nothing(service: Service, browser: Browser) -> None:
    first, _ = sign_in(service, browser, "traduction")
    card = first.locator(".work", has_text="es_informe_alta.pdf")
    expect(card).to_be_visible(timeout=LONG_PATIENCE)
    card.get_by_role("button", name=re.compile("Prendre|Reprendre")).click()
    first.wait_for_selector(".seg--active")
    second = first.context.new_page()
    second.goto(first.url)
    second.wait_for_selector(".seg--active")
    first.locator("[data-seg] textarea").first.fill("Texte du premier")
    expect(first.get_by_text("Enregistré", exact=True)).to_be_visible()
    second.locator("[data-seg] textarea").first.fill("Texte du second")
    expect(second.get_by_text("Le texte enregistré entre-temps")).to_be_visible()
    both = second.locator("[data-stale]").first
    expect(both).to_contain_text("Texte du premier")
    expect(both).to_contain_text("Texte du second")
    both.get_by_role("button", name="Garder le mien").click()
    expect(both).to_be_hidden()
    first.reload()
    expect(first.locator("[data-seg] textarea").first).to_have_value("Texte du second")


def test_people_go_before_the_reading_of_documents(service: Service) -> None:
    def gives_way(name: str) -> set[int]:
        return {os.getpriority(os.PRIO_PROCESS, pid) for pid in service.children(name)}

    assert gives_way("serve") == {os.getpriority(os.PRIO_PROCESS, service.process.pid)}
    assert min(gives_way("worker")) > max(gives_way("serve"))
