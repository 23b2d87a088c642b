"""The board in a real browser: no fault that axe finds, selection by mouse and keyboard that survives refreshing,
and acts that need no script."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from werkzeug.serving import make_server

from storage.workflow import TranslationStatus as T
from tests.application import PASSWORD
from tests.chromium import NARROW, WIDE, running, window
from tests.integration.review.board_world import World, make_world

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [WIDE, NARROW]
PATHS = ["", "?par=personne", "?sans_suite=1", "?colonne=a-attribuer", "?q=rien", "?voir=en-retard"]

pytestmark = pytest.mark.e2e


@dataclass
class Room:
    """A running application and a browser; ``complaints`` are what scripts and the policy complained of."""

    world: World
    base: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    def page(self, who: str, size: tuple[int, int] = SIZES[0], *, script: bool = True) -> Page:
        """A page signed in as that person."""
        page = window(self.browser, self.base, size, script=script).new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto("/connexion")
        page.get_by_label("Adresse électronique").fill(f"{who}@test.invalid")
        page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        page.wait_for_url(lambda url: "/connexion" not in url)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with running() as browser:
        yield browser


@pytest.fixture
def room(tmp_path: Path, chromium: Browser) -> Iterator[Room]:
    world = make_world(tmp_path)
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Room(world, f"http://127.0.0.1:{server.server_port}", chromium)
    for context in chromium.contexts:
        context.close()
    server.shutdown()
    thread.join()
    server.server_close()
    world.wiring.engine.dispose()


def fill(world: World) -> None:
    """Pieces of every kind that the board shows."""
    for number in range(14):
        world.piece(name=f"Versicherungsverlauf_{number}.pdf", due=number - 2, urgent=number == 3)
    world.piece(T.IN_TRANSLATION, translator="dominique", settled=1, medical=True, words=9000, due=2)
    world.piece(T.RETURNED, translator="ines")
    world.piece(T.IN_REVISION, translator="ines", reviser="alix", body="carsat")
    world.piece(T.IN_REVISION, translator="dominique")
    world.piece(T.DRAFTING, origins=(), words=0)
    world.piece(T.FAILED)
    world.piece(T.CANCELLED)


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [f"{v['id']} ({v['impact']}): {[n['html'][:120] for n in v['nodes']]}" for v in found]


@pytest.mark.parametrize("size", SIZES)
def test_the_board_is_sound(room: Room, size: tuple[int, int]) -> None:
    fill(room.world)
    page = room.page("camille", size)
    found: list[str] = []

    def look(at: str) -> None:
        found.extend(f"{at}: {fault}" for fault in faults(page))
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{at}: wider than the window")

    for path in PATHS:
        page.goto(f"/pilotage{path}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Pilotage")
        look(path)
    page.goto("/pilotage")
    page.locator(".card__pick").first.check()
    look("bar")
    for panel in ("Échéance", "Clore sans traduction", "Annuler"):
        page.locator(".bar__more > summary", has_text=panel).click()
        look(panel)
        page.keyboard.press("Escape")
    assert found == []
    assert room.complaints == []


def test_two_cards_are_ticked_and_assigned_with_the_mouse(room: Room) -> None:
    for name in ("un.pdf", "deux.pdf", "trois.pdf"):
        room.world.piece(name=name, words=1000)
    page = room.page("camille")
    expect(page.locator("#board-acts")).to_be_hidden()
    page.locator(".card", has_text="un.pdf").locator(".card__foot").click()
    page.locator(".card", has_text="trois.pdf").get_by_role("checkbox").check()
    count = page.locator("[data-count]")
    expect(count).to_have_text("2 pièces sélectionnées · 2\u202f000 mots")
    choice = page.locator("#bar-person option", has_text="Dominique Petit").get_attribute("value")
    page.get_by_label("Attribuer à").select_option(choice)
    page.get_by_role("button", name="Attribuer", exact=True).click()
    expect(page.get_by_text("2 pièces attribuées à Dominique Petit.")).to_be_visible()
    lane = page.locator(".lane--en-traduction .card")
    expect(lane).to_have_count(2)
    page.reload()  # does not act again
    expect(page.get_by_text("pièces attribuées")).to_have_count(0)
    expect(lane).to_have_count(2)
    assert room.complaints == []


def test_the_keyboard_is_enough_and_the_act_is_taken_back(room: Room) -> None:
    for name in ("un.pdf", "deux.pdf"):
        room.world.piece(name=name)
    page = room.page("camille")
    first = page.locator(".card__pick").first
    page.locator(".lane--a-attribuer [data-all]").focus()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(3):  # file, order, next box
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-count]")).to_contain_text("2 pièces sélectionnées")
    page.get_by_label("Attribuer à").focus()
    page.keyboard.type("Inès")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Attribuer", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 pièces attribuées à Inès Caron.")).to_be_visible()
    page.get_by_role("button", name="Défaire").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("C'est défait pour 2 pièces.")).to_be_visible()
    expect(page.locator(".lane--a-attribuer .card")).to_have_count(2)
    page.locator(".card__pick").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.locator("#board-acts")).to_be_hidden()
    assert room.complaints == []


def test_enter_in_a_panel_does_what_the_panel_says(room: Room) -> None:
    piece = room.world.piece(due=3)
    page = room.page("camille")
    page.locator(".card__pick").first.check()
    choice = page.locator("#bar-person option", has_text="Dominique Petit").get_attribute("value")
    page.get_by_label("Attribuer à").select_option(choice)
    page.locator(".bar__more > summary", has_text="Clore").click()
    page.get_by_label("Déjà traduite").check()
    page.locator("#field-close_comment").fill("Voir la demande précédente")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 pièce close sans traduction ; le demandeur est prévenu")).to_be_visible()
    assert room.world.get(piece).status is T.CLOSED_WITHOUT_TRANSLATION


def test_refreshing_keeps_what_is_ticked_and_drops_what_moved(room: Room) -> None:
    stays, moves = room.world.piece(name="reste.pdf"), room.world.piece(name="part.pdf")
    page = room.page("camille")
    for name in ("reste.pdf", "part.pdf"):
        page.locator(".card", has_text=name).get_by_role("checkbox").check()
    page.locator(f"#pick-{stays.hex}").focus()
    page.locator("#loads > summary").click()
    page.locator(f"#pick-{stays.hex}").focus()
    room.world.act("yann", "assign", moves, person=str(room.world.people["dominique"]))
    expect(page.locator(".lane--en-traduction .card")).to_have_count(1)  # by the next poll
    expect(page.locator(f"#pick-{stays.hex}")).to_be_checked()
    expect(page.locator(f"#pick-{stays.hex}")).to_be_focused()
    expect(page.locator(f"#pick-{moves.hex}")).not_to_be_checked()
    expect(page.locator("[data-count]")).to_contain_text("1 pièce sélectionnée")
    expect(page.locator("#announcer")).to_contain_text("n’est plus sélectionnée")
    assert page.locator("#loads").get_attribute("open") is None
    assert room.complaints == []


def test_shift_ticks_all_between_and_a_lane_is_ticked_at_once(room: Room) -> None:
    for number in range(5):
        room.world.piece(due=number + 1)
    page = room.page("camille")
    boxes = page.locator(".card__pick")
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    assert [boxes.nth(n).is_checked() for n in range(5)] == [False, True, True, True, False]
    page.locator(".lane--a-attribuer [data-all]").click()
    expect(page.locator("[data-count]")).to_contain_text("5 pièces sélectionnées")
    page.get_by_role("button", name="Tout décocher").click()
    expect(page.locator("#board-acts")).to_be_hidden()


def test_everything_works_without_script(room: Room) -> None:
    piece = room.world.piece(name="un.pdf")
    page = room.page("camille", script=False)
    page.get_by_role("checkbox").first.check()
    choice = page.locator("#bar-person option", has_text="Dominique Petit").get_attribute("value")
    page.get_by_label("Attribuer à").select_option(choice)
    page.get_by_role("button", name="Attribuer", exact=True).click()
    page.get_by_text("1 pièce attribuée à Dominique Petit.").wait_for()
    page.get_by_role("button", name="Défaire").click()
    page.get_by_text("C'est défait pour 1 pièce.").wait_for()
    assert room.world.get(piece).status is T.DRAFTED
    page.locator("select[name=langue]").select_option("de")
    page.get_by_role("button", name="Filtrer").click()
    page.wait_for_url("**/pilotage?*langue=de*")
