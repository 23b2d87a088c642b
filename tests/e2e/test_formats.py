"""A Word file from the form to the delivered files: its page beside its passages, its table still a table."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from review import service as review
from samples.formats import FOLDER
from storage.models import Document, Translation
from tests.application import TEST
from tests.e2e.house import House, confirm_all, open_quiet_house, window
from tests.office import docx, p, tc

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
SHOTS = os.environ.get("TRUCHEMENT_SHOTS")
PATIENCE = 120_000


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with its people and no order."""
    with open_quiet_house(tmp_path_factory.mktemp("formats")) as house:
        yield house


def opened(browser: Browser, house: House, who: str, size: str = "wide") -> tuple[BrowserContext, Page]:
    context = window(browser, house, who, size)
    context.set_default_timeout(PATIENCE)
    return context, context.new_page()


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=name.startswith("page-"))


def sent(page: Page, *files: Path) -> None:
    page.goto("/demandes/nouvelle")
    page.set_input_files("input[name=files]", [str(file) for file in files])
    page.get_by_role("button", name="Envoyer la demande").click()
    page.wait_for_url(re.compile(r"/demandes/[0-9a-f-]{36}"))


def test_a_word_file_goes_all_the_way(quiet: House, browser: Browser) -> None:
    _, requester = opened(browser, quiet, "requester")
    requester.goto("/demandes/nouvelle")
    accepted = requester.locator("input[name=files]").get_attribute("accept") or ""
    assert {".docx", ".odt", ".rtf", ".txt", ".html", ".heic", ".webp"} <= set(accepted.split(","))
    shot(requester, "page-formulaire")
    sent(requester, FOLDER / "de_rentenbescheid.docx")
    quiet.work()
    with quiet.wiring.store.read(TEST) as uow:
        translation = uow.session.scalars(select(Translation)).one()
        document = uow.session.scalars(select(Document)).one()
        assert document.copy_key is not None
        key, pages = translation.id, document.page_count
    with quiet.act("translator") as uow:
        review.take(uow, key)
        uow.commit()

    for size in ("wide", "narrow"):
        context, desk = opened(browser, quiet, "translator", size)
        desk.goto(f"/atelier/{key}")
        desk.wait_for_selector(".seg--active")
        if size == "wide":
            picture = desk.locator("img[src*='/pages/1/1240'], img[src*='/pages/1/640']").first
            expect(picture).to_be_visible(timeout=PATIENCE)
            expect(picture).to_have_js_property("complete", True, timeout=PATIENCE)
            assert picture.evaluate("image => image.naturalWidth") > 100
        shot(desk, f"editeur-docx-{size}")
        context.close()

    confirm_all(quiet, "translator", key)
    with quiet.act("translator") as uow:
        review.approve(uow, key)
        uow.commit()
    quiet.work()
    requester.reload()
    requester.wait_for_selector("text=Traduction en français (PDF)")
    for name in ("Traduction en français (PDF)", "bilingue"):
        with requester.expect_download() as download:
            requester.get_by_role("link", name=name).first.click()
        path = quiet.folder / f"{name[:9]}.pdf"
        download.value.save_as(path)
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
        assert "53 070659 F 413" in re.sub(r"\s+", " ", text)
        if SHOTS:
            (Path(SHOTS) / path.name).write_bytes(path.read_bytes())
    assert pages >= 3
    # What is downloaded is the file as it came.
    with requester.expect_download() as download:
        requester.get_by_role("link", name="Télécharger l'original").click()
    download.value.save_as(quiet.folder / "back.docx")
    assert (quiet.folder / "back.docx").read_bytes() == (FOLDER / "de_rentenbescheid.docx").read_bytes()


def test_what_is_to_be_known_of_a_text_is_told_to_those_who_work_on_it(quiet: House, browser: Browser) -> None:
    changed = "<w:p><w:ins><w:r><w:t>Die Rente wird ab Mai gezahlt.</w:t></w:r></w:ins></w:p>"
    table = f"<w:tbl><w:tr>{tc(p('Mai'))}{tc(p('1.010,92 EUR'))}</w:tr></w:tbl>"
    file = quiet.folder / "geändert.docx"
    file.write_bytes(docx(p("Rentenbescheid") + changed + table))
    _, requester = opened(browser, quiet, "requester")
    sent(requester, file)
    expect(requester.get_by_text("À savoir sur l'original")).to_have_count(0)
    address = requester.url
    _, coordinator = opened(browser, quiet, "coordinator")
    coordinator.goto(address)
    coordinator.get_by_text("À savoir sur l'original").click()
    expect(coordinator.get_by_text("modifications suivies")).to_be_visible()
    shot(coordinator, "a-savoir")
