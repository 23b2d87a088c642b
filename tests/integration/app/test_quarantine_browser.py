"""The screens of the quarantine, and those of who sent a held file, in a real browser: no fault that axe finds,
nothing that the policy blocks, no sideways scrolling, and a decision made from beginning to end."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from intake.antivirus import quarantine
from storage.models import Document, Order, Role
from storage.workflow import DocumentStatus, Queue
from tests.antivirus import antivirus, infect
from tests.integration.app.test_browser import SIZES, faults
from tests.integration.app.test_machine_browser import base, browser, opened  # noqa: F401 - fixtures
from tests.integration.app.test_quarantine import document_of, standing
from tests.integration.app.workshop import House, open_house
from tests.integration.ocr.papers import SPANISH, printed

pytestmark = pytest.mark.e2e
PAGE = "/administration/quarantaine"
LONG = "attestation-de-carrière-du-service-espagnol-de-l-emploi-2026-11-numérisation-complète.pdf"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with antivirus("fake") as daemon, open_house(tmp_path / "data", ANTIVIRUS_URL=daemon.url) as house:
        yield house


@pytest.fixture
def orders(house: House, tmp_path: Path) -> dict[str, Order]:
    """One file in each place."""
    found = {}
    for what, name in {"held": LONG, "discarded": "facture.pdf", "released": "certificat.pdf"}.items():
        found[what] = house.send(infect(printed(tmp_path / name, SPANISH)))
    house.work(Queue.SCAN)
    with house.wiring.store.transaction(house.actors[Role.ADMINISTRATOR]) as uow:
        quarantine.discard(uow, document_of(house, found["discarded"]).id, "Un programme s'y cache.")
        quarantine.release(uow, document_of(house, found["released"]).id, "Fausse alerte.")
    found["waiting"] = house.send(printed(tmp_path / "radiographie.pdf", SPANISH))
    return found


def documents(house: House, orders: dict[str, Order]) -> dict[str, Document]:
    return {what: document_of(house, order) for what, order in orders.items()}


@pytest.mark.parametrize("size", SIZES)
def test_pages_are_sound(
    house: House,
    orders: dict[str, Order],
    browser: Browser,  # noqa: F811
    base: str,  # noqa: F811
    size: tuple[int, int],
) -> None:
    ids = documents(house, orders)
    shelves = [f"{PAGE}?etat={name}" for name in ("quarantaine", "attente", "ecartees", "liberees")]
    pieces = [f"{PAGE}/{document.id}" for document in ids.values()]
    visits = {
        Role.ADMINISTRATOR: [*shelves, *pieces, f"{PAGE}?q=nothing"],
        Role.REQUESTER: ["/demandes", *(f"/demandes/{order.id}" for order in orders.values())],
    }
    found: list[str] = []
    for role, paths in visits.items():
        context, page, complaints = opened(browser, base, role, size)
        for path in paths:
            page.goto(path)
            expect(page.locator("main h1")).to_be_visible()
            found += [f"{path}: {fault}" for fault in faults(page)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append(f"{path}: wider than the window")
        context.close()
        # The picture of the released file's page is drawn of a file that has one: nothing is refused.
        found += complaints
    assert found == []


def test_a_file_is_discarded_brought_back_discarded_and_erased(
    house: House,
    orders: dict[str, Order],
    browser: Browser,  # noqa: F811
    base: str,  # noqa: F811
) -> None:
    context, page, complaints = opened(browser, base, Role.ADMINISTRATOR)
    page.goto("/administration/")
    page.get_by_role("link", name="Quarantaine").click()
    page.get_by_role("link", name=f"Décider de {LONG}").click()
    for again in (True, False):
        page.get_by_label("Motif, que le demandeur lira").fill("Un programme s'y cache.")
        page.get_by_role("button", name="Écarter le fichier").click()
        expect(page.get_by_role("status").first).to_contain_text("le demandeur est prévenu")
        assert standing(house, orders["held"])[0] is DocumentStatus.DISCARDED
        if again:
            page.get_by_role("button", name="Remettre en quarantaine").click()
            expect(page.get_by_role("heading", name="Décider")).to_be_visible()
            assert standing(house, orders["held"])[0] is DocumentStatus.QUARANTINED
    page.get_by_role("button", name=re.compile("^Effacer le fichier")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Effacer «\u00a0{LONG}\u00a0» pour toujours")
    dialog.get_by_label("Recopiez le nom du fichier").fill(LONG)
    dialog.get_by_role("button", name="Effacer pour toujours").click()
    expect(page.locator("main")).to_contain_text("Le contenu du fichier n'existe plus")
    assert standing(house, orders["held"])[0] is DocumentStatus.ERASED
    context.close()
    assert complaints == []
