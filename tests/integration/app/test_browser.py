"""The pages in a real browser: no fault that axe finds, nothing that the policy blocks, no sideways scrolling, and
what the scripts do. Chromium is Debian's, axe-core is npm's."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from werkzeug.serving import make_server

from tests.application import EMAIL, PASSWORD
from tests.chromium import NARROW, WIDE, running, window
from tests.integration.app.showcase import Views, features
from tests.integration.app.site import Site, make_site

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [WIDE, NARROW]
OPEN = ["/connexion", "/mot-de-passe-oublie", "/mot-de-passe", "/aide", "/accessibilite", "/mentions"]
SIGNED = ["/vitrine/", "/compte/", "/nowhere", "/vitrine/administration", "/vitrine/casse"]

pytestmark = pytest.mark.e2e


@dataclass
class Desk:
    """A running site and a page of it."""

    site: Site
    views: Views
    base: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    def page(self, size: tuple[int, int] = SIZES[0], script: bool = True) -> Page:
        page = window(self.browser, self.base, size, script=script).new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that is meant to fail is reported by the browser as a resource that did not load.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def signed_in(self, size: tuple[int, int] = SIZES[0], script: bool = True) -> Page:
        page = self.page(size, script)
        page.goto("/connexion")
        page.get_by_label("Adresse électronique").fill(EMAIL)
        page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        page.wait_for_url("**/vitrine/")
        return page


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with running() as browser:
        yield browser


@pytest.fixture
def desk(tmp_path: Path, chromium: Browser) -> Iterator[Desk]:
    views = Views()
    site = make_site(tmp_path, features(views))
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Desk(site, views, f"http://127.0.0.1:{server.server_port}", chromium)
    for context in chromium.contexts:
        context.close()
    server.shutdown()
    thread.join()
    server.server_close()
    site.engine.dispose()


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [f"{v['id']} ({v['impact']}): {[n['html'][:120] for n in v['nodes']]}" for v in found]


@pytest.mark.parametrize("size", SIZES)
def test_pages_are_sound(desk: Desk, size: tuple[int, int]) -> None:
    found: list[str] = []
    page = desk.page(size)
    for path in OPEN:
        page.goto(path)
        found += [f"{path}: {fault}" for fault in faults(page)]
    page = desk.signed_in(size)
    for path in SIGNED:
        page.goto(path)
        expect(page.locator("main h1")).to_be_visible()
        found += [f"{path}: {fault}" for fault in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{path}: wider than the window")
    assert found == []
    assert desk.complaints == []


def test_a_ticket_leaves_the_address_bar(desk: Desk) -> None:
    page = desk.page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + str(request.headers)))
    page.goto("/mot-de-passe#" + "s3cret-" * 5)
    expect(page.get_by_label("Code reçu par message")).to_be_hidden()
    assert page.locator("input[name=code]").input_value() == "s3cret-" * 5
    assert page.url == desk.base + "/mot-de-passe"
    assert not any("s3cret" in line for line in sent)
    page.goto("/mot-de-passe")
    expect(page.get_by_label("Code reçu par message")).to_be_visible()


def test_a_live_part_moves_by_itself_and_is_announced_once(desk: Desk) -> None:
    page = desk.signed_in()
    codes: list[int] = []
    page.on("response", lambda response: codes.append(response.status) if "/vivant" in response.url else None)
    with page.expect_response(lambda response: "/vivant" in response.url and response.status == 304):
        pass  # nothing moved since the last answer
    announcer = page.locator("#announcer")
    expect(announcer).to_have_text("")
    desk.views.count = 2
    expect(page.locator("#count")).to_have_text("2")
    expect(announcer).to_have_text("Pages lues : 2")
    desk.views.count = 3
    expect(page.locator("#count")).to_have_text("3")
    expect(page.locator("#counter")).not_to_have_attribute("hx-get", "/vitrine/vivant")
    assert desk.complaints == []


def test_files_are_listed_checked_and_taken_out(desk: Desk, tmp_path: Path) -> None:
    page = desk.signed_in()
    small, wrong, large = tmp_path / "acte.pdf", tmp_path / "notes.txt", tmp_path / "scan.pdf"
    small.write_bytes(b"%PDF-1.7")
    wrong.write_bytes(b"text")
    large.write_bytes(b"x" * 2_000_001)
    chooser = page.locator("input[type=file]")
    chooser.set_input_files(small)
    chooser.set_input_files([wrong, large])
    rows = page.locator(".drop__file")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).not_to_contain_text("—")
    expect(rows.nth(1)).to_contain_text("type de fichier refusé")
    expect(rows.nth(2)).to_contain_text("trop volumineux")
    assert not chooser.evaluate("field => field.validity.valid")
    page.get_by_role("button", name="Retirer notes.txt").click()
    page.get_by_role("button", name="Retirer scan.pdf").click()
    expect(rows).to_have_count(1)
    assert chooser.evaluate("field => [field.files.length, field.validity.valid]") == [1, True]
    halves = [tmp_path / f"scan{number}.pdf" for number in (1, 2)]
    for half in halves:
        half.write_bytes(b"x" * 1_600_000)
    chooser.set_input_files(halves)
    expect(rows.nth(3)).to_contain_text("3,2\u202fMo en tout, 3\u202fMo au plus")
    assert not chooser.evaluate("field => field.validity.valid")
    assert "plusieurs demandes" in str(chooser.evaluate("field => field.validationMessage"))
    page.get_by_role("button", name="Retirer scan2.pdf").click()
    expect(rows).to_have_count(2)
    assert chooser.evaluate("field => field.validity.valid")


def test_the_keyboard_is_enough(desk: Desk) -> None:
    page = desk.signed_in()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    summary = page.locator("details.account summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Se déconnecter").first).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Se déconnecter").first).to_be_hidden()
    expect(summary).to_be_focused()
    opener = page.get_by_role("button", name="Éliminer").first
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Éliminer la demande 2026-000123 ?")
    expect(dialog).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_signing_in_and_out_needs_no_script(desk: Desk) -> None:
    page = desk.signed_in(script=False)
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion")
