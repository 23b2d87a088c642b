"""Every page of a person who is signed in, in its states, in both languages, wide and narrow: no serious fault
that axe finds, nothing that scrolls sideways, nothing that the browser complains of.

A new page is one line of ``PAGES``. ``TRUCHEMENT_SHOTS=folder`` keeps a picture of each.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.house import SIZES, House, window

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("TRUCHEMENT_SHOTS")

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Seen:
    """A page in a state: who looks at it, its address (with ``{names}`` of the house's objects), and what to press
    first, if anything."""

    name: str
    who: str
    path: str
    press: str = ""


PAGES = (
    Seen("home, empty", "newcomer", "/demandes"),
    Seen("home, filled", "requester", "/demandes"),
    Seen("home, nothing found", "requester", "/demandes?q=zzz"),
    Seen("new order", "requester", "/demandes/nouvelle"),
    Seen("new order, refused", "requester", "/demandes/nouvelle", "[data-send]"),
    Seen("order, received", "requester", "/demandes/{order received}"),
    Seen("order, read", "requester", "/demandes/{order free}"),
    Seen("order, in translation", "requester", "/demandes/{order held}"),
    Seen("order, medical, in revision", "requester", "/demandes/{order revised}"),
    Seen("order, delivered", "requester", "/demandes/{order delivered}"),
    Seen("order, a failed piece", "requester", "/demandes/{order mixed}"),
    Seen("orders of all bodies", "coordinator", "/demandes"),
    Seen("queue, empty", "idle reviser", "/atelier?q=empty"),
    Seen("queue, filled", "translator", "/atelier"),
    Seen("queue, to revise", "reviser", "/atelier"),
    Seen("desk, in hand with a blocking check", "translator", "/atelier/{held}"),
    Seen("desk, setting a check aside", "translator", "/atelier/{held}", ".check__waive summary"),
    Seen("desk, more acts", "translator", "/atelier/{held}", ".desk__menu summary"),
    Seen("desk, read only", "coordinator", "/atelier/{held}"),
    Seen("desk, to be taken", "translator", "/atelier/{free}"),
    Seen("desk, free, coordinator", "coordinator", "/atelier/{free}"),
    Seen("desk, returned", "translator", "/atelier/{returned}"),
    Seen("desk, revision", "reviser", "/atelier/{revised}", ".desk__return summary"),
    Seen("desk, nothing read", "translator", "/atelier/{mixed}"),
    Seen("account", "requester", "/compte/"),
    Seen("account menu", "requester", "/compte/", "details.account summary"),
    Seen("forbidden", "requester", "/atelier"),
    Seen("not found", "requester", "/demandes/00000000-0000-0000-0000-000000000000"),
)


def faults(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{v['id']} ({v['impact']}): {[n['html'][:160] for n in v['nodes']][:3]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def too_wide(page: Page) -> list[str]:
    """What reaches beyond the window when the page scrolls sideways."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
        [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5).map(e => `${e.tagName}.${e.className}`)"""
    )


def press(page: Page, what: str) -> None:
    """Presses something, in the menu when the window is too narrow to show it outside."""
    if not page.locator(what).locator("visible=true").count():
        page.locator(".fr-btn--menu").click()
    page.locator(what).locator("visible=true").first.click()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_sound(house: House, browser: Browser, size: str, language: str) -> None:
    house.speak(language)
    found: list[str] = []
    windows = {who: window(browser, house, who, size, language) for who in {seen.who for seen in PAGES}}
    for seen in PAGES:
        page = windows[seen.who].new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error, told=complaints: told.append(str(error)))
        page.goto(seen.path.format_map(house.ids), wait_until="load")
        expect(page.locator("main h1")).to_be_visible()
        assert "/connexion" not in page.url
        assert page.locator("html").get_attribute("lang") == language
        if seen.press:
            press(page, seen.press)
        if SHOTS:
            name = f"{seen.name.replace(', ', '-').replace(' ', '_')}-{size}-{language}.png"
            page.screenshot(path=Path(SHOTS) / name, full_page=True)
        found += [f"{seen.name}: {fault}" for fault in faults(page) + complaints]
        found += [f"{seen.name}: wider than the window: {what}" for what in too_wide(page)]
        page.close()
    for context in windows.values():
        context.close()
    assert found == [], "\n".join(found)
