"""The administrator connects a system: an account, a key that is shown once, what it was told, a key taken away.

``TRUCHEMENT_SHOTS=folder`` keeps pictures."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from storage.models import Role
from tests.e2e.conftest import CHROMIUM, OPTIONS
from tests.e2e.test_accessibility import faults, too_wide
from tests.integration.api.callers import Caller, calling_house
from tests.integration.api.listener import listening
from tests.integration.api.test_webhooks import step
from tests.integration.app.workshop import House

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
SHOTS = os.environ.get("TRUCHEMENT_SHOTS")
SIZES = {"wide": (1280, 900), "narrow": (390, 844)}


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield opened
        opened.close()


@contextmanager
def at(house: House, browser: Browser) -> Iterator[Page]:
    """A window of the administrator on the house, at a port."""
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    cookie = house.client(Role.ADMINISTRATOR).get_cookie("truchement")
    assert cookie
    url = f"http://127.0.0.1:{server.server_port}"
    context = browser.new_context(base_url=url, locale="fr", reduced_motion="reduce")
    context.add_cookies([{"name": "truchement", "value": cookie.value, "url": url}])
    context.set_default_timeout(120_000)
    try:
        yield context.new_page()
    finally:
        context.close()
        server.shutdown()
        thread.join()
        server.server_close()


def look(page: Page, name: str) -> None:
    """Nothing is wrong with the page, wide or narrow."""
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert too_wide(page) == [], f"{name}, {size}"
        assert faults(page) == [], f"{name}, {size}"
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"api-{name}-{size}.png", full_page=True)
    width, height = SIZES["wide"]
    page.set_viewport_size({"width": width, "height": height})


def test_a_system_is_connected_followed_and_cut_off(tmp_path: Path, browser: Browser) -> None:
    with calling_house(tmp_path / "data") as house, listening() as heard, at(house, browser) as page:
        page.goto("/administration/services/")
        look(page, "systems-empty")
        page.get_by_role("link", name="Nouveau compte de service").click()
        page.get_by_label("Nom du logiciel").fill("Gestion des dossiers")
        page.get_by_label("Organisme et service").select_option(index=1)
        page.get_by_label("Adresse de la personne qui le tient").fill("it@cpam.example")
        look(page, "new-system")
        page.get_by_role("button", name="Créer le compte").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Gestion des dossiers")
        page.get_by_label("Nom de la clé").fill("Production 2027")
        page.get_by_role("button", name="Faire la clé").click()
        expect(page.get_by_text("Cochez au moins une chose que la clé permet.")).to_be_visible()
        for words in ("Voir les adresses", "Tenir les adresses", "orders:read"):
            page.get_by_text(words).first.click()
        page.get_by_role("button", name="Faire la clé").click()
        secret = page.locator("#key").inner_text()
        look(page, "key-made")
        page.goto(page.url.removesuffix("/cles"))
        assert secret not in page.content()
        assert secret[:10] in page.content()
        system = Caller(house.app.test_client(), house.actors[Role.REQUESTER].person, secret)
        assert system.get("/account").json["name"] == "Gestion des dossiers"
        made = system.post("/webhooks", {"url": heard.url, "description": "Retour des pièces"})
        heard.answers = [500, 204]
        system.post(f"/webhooks/{made.json['webhook']['id']}/ping")
        calls = step(house, heard)
        assert calls.run_once()
        page.reload()
        look(page, "system")
        page.get_by_role("link", name=heard.url).click()
        page.get_by_text("1 essai").click()
        expect(page.get_by_text("réponse 500")).to_be_visible()
        look(page, "webhook")
        page.get_by_role("button", name="Envoyer de nouveau").click()
        expect(page.get_by_text("Le rappel repart")).to_be_visible()
        assert calls.run_once()
        page.reload()
        expect(page.get_by_text("pris", exact=True)).to_be_visible()
        page.goto("/administration/rappels/")
        look(page, "webhooks")
        page.goto("/administration/services/")
        look(page, "systems")
        page.get_by_role("link", name="Gestion des dossiers").click()
        page.get_by_role("button", name="Révoquer").first.click()
        page.get_by_role("button", name="Révoquer la clé").click()
        expect(page.get_by_text("Clé révoquée : elle n'ouvre plus rien.")).to_be_visible()
        assert system.get("/account").status_code == 401
        page.goto("/api")
        look(page, "page")
