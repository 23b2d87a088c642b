"""Every page of a person who is signed in, in its states, in both languages, wide and narrow: no serious fault
that axe finds, nothing that scrolls sideways, nothing that the browser complains of.

A new page is one line of ``PAGES``. ``TRUCHEMENT_SHOTS=folder`` keeps a picture of each.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.e2e.house import SIZES, House, window

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("TRUCHEMENT_SHOTS")

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Seen:
    """A page in a state: who looks at it, its address (with ``{names}`` of the house's objects), and what to do
    first, if anything: a selector is pressed, ``keys Alt+v`` are, ``type #field text`` is typed, ``choose #field
    value`` chosen. ``waits`` is what then appears."""

    name: str
    who: str
    path: str
    does: tuple[str, ...] = ()
    waits: str = "main h1"


OPEN = "[data-id='{segment}'] textarea"
CARD = ".card__pick"
PAGES = (
    Seen("home, empty", "newcomer", "/demandes"),
    Seen("home, filled", "requester", "/demandes"),
    Seen("home, nothing found", "requester", "/demandes?q=zzz"),
    Seen("new order", "requester", "/demandes/nouvelle"),
    Seen("new order, refused", "requester", "/demandes/nouvelle", ("[data-send]",)),
    Seen("order, received", "requester", "/demandes/{order received}"),
    Seen("order, read", "requester", "/demandes/{order free}"),
    Seen("order, in translation", "requester", "/demandes/{order held}"),
    Seen("order, medical, in revision", "requester", "/demandes/{order revised}"),
    Seen("order, delivered", "requester", "/demandes/{order delivered}"),
    Seen(
        "order, out of a mail", "requester", "/demandes/{order parcel}", ("details.container-file__text summary",)
    ),
    Seen("order, a failed piece", "requester", "/demandes/{order mixed}"),
    Seen("orders of all bodies", "coordinator", "/demandes"),
    Seen("queue, empty", "idle reviser", "/atelier?q=empty"),
    Seen("queue, filled", "translator", "/atelier"),
    Seen("queue, to revise", "reviser", "/atelier"),
    Seen("desk, in hand with a blocking check", "translator", "/atelier/{held}"),
    Seen("desk, setting a check aside", "translator", "/atelier/{held}", (".check__waive summary",)),
    Seen("desk, more acts", "translator", "/atelier/{held}", (".desk__menu summary",)),
    Seen("desk, read only", "coordinator", "/atelier/{held}"),
    Seen("desk, to be taken", "translator", "/atelier/{free}"),
    Seen("desk, free, coordinator", "coordinator", "/atelier/{free}"),
    Seen("desk, returned", "translator", "/atelier/{returned}"),
    Seen("desk, revision", "reviser", "/atelier/{revised}", (".desk__return summary",)),
    Seen("desk, nothing read", "translator", "/atelier/{mixed}"),
    Seen("desk, history", "translator", "/atelier/{held}", (OPEN, "keys Alt+v"), "[data-history]:not([hidden])"),
    Seen("desk, changes", "translator", "/atelier/{held}", ("[data-view=changes]",), "[data-view=changes]"),
    Seen("desk, added passage", "translator", "/atelier/{added}"),
    Seen("desk, keys", "translator", "/atelier/{held}", ("[data-view=keys]",), "dialog#keys[open]"),
    Seen("desk, adding", "translator", "/atelier/{held}", (OPEN, "keys Alt+n"), "dialog#addition[open]"),
    Seen("desk, preview", "translator", "/atelier/{held}", ("[data-view=preview]",), "dialog#preview[open]"),
    Seen("delivered page, preview", "translator", "/livraisons/apercu/{held}", waits="h1"),
    Seen("board, by state", "coordinator", "/pilotage"),
    Seen("board, a selection by person", "coordinator", "/pilotage?par=personne", (CARD,), ".bar"),
    Seen("board, nothing found", "coordinator", "/pilotage?q=zzz"),
    Seen("board, ended", "coordinator", "/pilotage?sans_suite=1"),
    Seen("to sort", "coordinator", "/tri"),
    Seen("triage", "coordinator", "/tri/{file to sort}"),
    Seen("triage, following a proposal", "coordinator", "/tri/{file to sort}", (".proposal__follow summary",)),
    Seen("triage, keys", "coordinator", "/tri/{file to sort}", ("[aria-controls=sort-keys]",), "#sort-keys[open]"),
    Seen("triage, waiting for the requester", "coordinator", "/tri/{file awaited}", (".part__more summary",)),
    Seen("triage, outside", "coordinator", "/tri/{file outside}", (".part__more summary",)),
    Seen("order, a new scan to send", "requester", "/demandes/{order awaited}"),
    Seen("order, translated outside", "requester", "/demandes/{order outside}"),
    Seen("order, to be sorted", "requester", "/demandes/{order to sort}"),
    Seen("failures, coordinator", "coordinator", "/administration/files"),
    Seen("administration", "administrator", "/administration/"),
    Seen("administration, auditor", "auditor", "/administration/"),
    Seen("accounts", "administrator", "/administration/comptes/"),
    Seen("accounts, nothing found", "administrator", "/administration/comptes/?q=zzz"),
    Seen("account of another", "administrator", "/administration/comptes/{colleague}", ("details.more summary",)),
    Seen("account, invited", "administrator", "/administration/comptes/{invited}"),
    Seen("accounts that wait", "administrator", "/administration/comptes/?etat=waiting"),
    Seen("account, waiting", "administrator", "/administration/comptes/{waiting}"),
    Seen("account, locked", "administrator", "/administration/comptes/{locked}"),
    Seen("account, closed", "administrator", "/administration/comptes/{closed}"),
    Seen("account, moving", "administrator", "/administration/comptes/{colleague}?organisme={body}"),
    Seen("new account, no body yet", "administrator", "/administration/comptes/nouveau"),
    Seen("new account", "administrator", "/administration/comptes/nouveau?organisme={body}"),
    Seen(
        "new account, refused",
        "administrator",
        "/administration/comptes/nouveau?organisme={body}",
        (
            "type [name=name] Zoé Nouvelle",
            "type [name=email] zoe@demo.invalid",
            "choose [name=unit] {unit}",
            "form[method=post][action$=nouveau] button",
        ),
        ".fr-message--error",
    ),
    Seen("bodies", "administrator", "/administration/organismes/"),
    Seen("new body", "administrator", "/administration/organismes/nouveau"),
    Seen("body", "administrator", "/administration/organismes/{body}", ("details.more summary",)),
    Seen("body, a number", "administrator", "/administration/organismes/{body}", ("summary:has-text('SIRET')",)),
    Seen("systems", "administrator", "/administration/services/"),
    Seen("new system", "administrator", "/administration/services/nouveau"),
    Seen("system", "administrator", "/administration/services/{system}", ("details.more summary",)),
    Seen("webhooks", "administrator", "/administration/rappels/"),
    Seen("webhook", "administrator", "/administration/rappels/{webhook}", ("details.more summary",)),
    Seen("interface for programs", "administrator", "/api"),
    Seen("mails", "administrator", "/administration/courriels/"),
    Seen("mail", "administrator", "/administration/courriels/{mail}"),
    Seen("arrivals", "administrator", "/administration/arrivees"),
    Seen("engines", "administrator", "/administration/moteurs"),
    Seen(
        "engines, an answer",
        "administrator",
        "/administration/moteurs",
        (
            "choose [name=source] es",
            "type [name=text] Tiene derecho a una pensión de 1.234,56 €.",
            "form[hx-post] button",
        ),
        "#trial-answer *",
    ),
    Seen("queues and failures", "administrator", "/administration/files"),
    Seen("failures of one kind", "administrator", "/administration/files?genre=document:damaged_file"),
    Seen("journal, verified", "auditor", "/administration/journal"),
    Seen("journal, nothing found", "administrator", "/administration/journal?acte=nothing"),
    Seen("account", "requester", "/compte/"),
    Seen("second factor, off", "requester", "/compte/second-facteur"),
    Seen("second factor, offered", "newcomer", "/compte/second-facteur", (), ".factor__code"),
    Seen("second factor, on", "idle reviser", "/compte/second-facteur"),
    Seen("account menu", "requester", "/compte/", ("details.account summary",)),
    Seen("forbidden", "requester", "/atelier"),
    Seen("not found", "requester", "/demandes/00000000-0000-0000-0000-000000000000"),
)


# The page of the delivery is in French whatever the reader speaks.
ALWAYS_FRENCH = ("delivered page, preview",)


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


def do(page: Page, what: str, ids: Mapping[str, object]) -> None:
    """One step of ``Seen.does``. What a narrow window hides is in its menu."""
    verb, _, rest = what.partition(" ")
    if verb == "keys":
        page.keyboard.press(rest)
    elif verb in ("type", "choose"):
        name, _, text = rest.partition(" ")
        field = page.locator(name)
        if verb == "type":
            field.fill(text)
        else:
            field.select_option(text.format_map(ids))
    else:
        wanted = page.locator(what.format_map(ids)).locator("visible=true")
        if not wanted.count():
            page.locator(".fr-btn--menu").click()
        wanted.first.click()


def look(page: Page, house: House, seen: Seen, language: str) -> None:
    """Opens a page and brings it into its state."""
    page.goto(seen.path.format_map(house.ids), wait_until="load")
    assert "/connexion" not in page.url
    lang = "fr" if seen.name in ALWAYS_FRENCH else language
    assert page.locator("html").get_attribute("lang") == lang, seen.name
    for what in seen.does:
        do(page, what, house.ids)
    expect(page.locator(seen.waits).locator("visible=true").first, seen.name).to_be_visible()


# Colours, names and roles do not change with the language: axe looks in English at one width only.
WITHOUT_AXE = ("wide", "en")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_sound(house: House, browser: Browser, size: str, language: str) -> None:
    house.speak(language)
    found: list[str] = []
    for who in sorted({seen.who for seen in PAGES}):
        context = window(browser, house, who, size, language)
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error, told=complaints: told.append(str(error)))
        for seen in (seen for seen in PAGES if seen.who == who):
            try:
                look(page, house, seen, language)
            except (AssertionError, PlaywrightError) as error:
                found.append(f"{seen.name}: {str(error)[:300]}")
                continue
            if SHOTS:
                name = f"{seen.name.replace(', ', '-').replace(' ', '_')}-{size}-{language}.png"
                page.screenshot(path=Path(SHOTS) / name, full_page=True)
            told = complaints if (size, language) == WITHOUT_AXE else faults(page) + complaints
            found += [f"{seen.name}: {fault}" for fault in told]
            found += [f"{seen.name}: wider than the window: {what}" for what in too_wide(page)]
            complaints.clear()
        context.close()
    assert found == [], "\n".join(found)
