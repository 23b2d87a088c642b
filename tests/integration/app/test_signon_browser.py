"""The whole way in a real browser: to the provider, back, out again; a second factor turned on and asked for."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update
from werkzeug.serving import make_server

from storage.models import SecondFactor
from tests import chromium
from tests.application import EMAIL, PASSWORD, TEST
from tests.e2e.house import SIZES
from tests.e2e.test_accessibility import faults, too_wide
from tests.integration.app.federated import ADMINISTRATOR, Place, make_place
from tests.oidc.provider import Provider, agent, free_port, running

SHOTS = os.environ.get("TRUCHEMENT_SHOTS")

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@dataclass
class Street:
    """A service, its provider and a browser."""

    place: Place
    provider: Provider
    browser: Browser

    def window(self, size: str = "wide") -> BrowserContext:
        """A window of nobody yet."""
        return chromium.window(self.browser, self.provider.site, SIZES[size])


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    with running(site, {"ada": agent(), "nobody's": agent(siret="35600000000048")}) as provider:
        place = make_place(tmp_path_factory.mktemp("street"), provider.settings())
        server = make_server("127.0.0.1", port, place.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with chromium.running() as browser:
            yield Street(place, provider, browser)
        server.shutdown()
        thread.join()
        server.server_close()
        place.wiring.engine.dispose()


def sound(page: Page, name: str, size: str) -> None:
    """Nothing that axe finds, nothing too wide; a picture where pictures are wanted."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{size}.png", full_page=True)
    assert faults(page) == [], name
    assert too_wide(page) == [], name


def to_provider(page: Page) -> None:
    page.goto("/connexion")
    page.get_by_role("button", name="S'identifier avec ProConnect").click()
    page.wait_for_url("**/interaction/**")


def as_agent(page: Page, who: str) -> None:
    page.get_by_label("Identifiant").fill(who)
    page.get_by_role("button", name="S'identifier").click()


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_sign_on_and_sign_out(street: Street, size: str) -> None:
    context = street.window(size)
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto("/connexion")
    sound(page, "signon-sign_in", size)
    to_provider(page)
    as_agent(page, "ada")
    page.wait_for_url("**/bienvenue")
    expect(page.get_by_text("attend qu'un administrateur")).to_be_visible()
    sound(page, "signon-waiting", size)
    page.goto("/compte/")
    expect(page.get_by_text("Relié depuis le")).to_be_visible()
    sound(page, "signon-account", size)
    if size == "narrow":
        page.locator(".fr-btn--menu").click()
    page.locator("details.account summary").locator("visible=true").click()
    page.get_by_role("button", name="Se déconnecter").locator("visible=true").click()
    page.wait_for_url("**/session/end**")
    page.get_by_role("button", name="Se déconnecter du fournisseur").click()
    page.wait_for_url("**/connexion")
    expect(page.locator("[data-signed-out]")).to_be_visible()
    page.goto("/compte/")
    expect(page).to_have_url(f"{street.provider.site}/connexion?next=/compte/")
    # Signed out of the provider too: it asks again who is there.
    to_provider(page)
    assert [text for text in complaints if "Content Security Policy" in text] == []
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_who_gives_up_or_is_unknown_is_told_what_to_do(street: Street, size: str) -> None:
    context = street.window(size)
    page = context.new_page()
    to_provider(page)
    page.get_by_role("button", name="Renoncer").click()
    expect(page.get_by_role("alert").filter(has_text="pas allée à son terme")).to_be_visible()
    sound(page, "signon-given_up", size)
    page.get_by_role("button", name="Recommencer avec ProConnect").click()
    page.wait_for_url("**/interaction/**")
    as_agent(page, "nobody's")
    expect(page.get_by_role("alert").filter(has_text="35600000000048")).to_be_visible()
    sound(page, "signon-unknown", size)
    # The page between, held where it is: an answer 204 leaves a browser where it was.
    context.route(f"{street.provider.issuer}/**", lambda route: route.fulfill(status=204))
    page.get_by_role("button", name="Recommencer avec ProConnect").click()
    expect(page.get_by_role("link", name="Continuer vers ProConnect")).to_be_visible()
    sound(page, "signon-away", size)
    context.close()


def sign_in(page: Page, email: str) -> None:
    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def test_a_second_factor_from_the_first_picture_to_the_lost_telephone(street: Street) -> None:
    context, narrow = street.window(), street.window("narrow")
    page, small = context.new_page(), narrow.new_page()
    sign_in(page, EMAIL)
    page.wait_for_url("**/demandes**")
    page.goto("/compte/")
    page.get_by_role("link", name="Activer un second facteur").click()
    sound(page, "factor-off", "wide")
    page.get_by_role("button", name="Commencer").click()
    secret = page.locator(".factor__letters").inner_text().replace(" ", "")
    sound(page, "factor-offered", "wide")
    page.set_viewport_size({"width": 390, "height": 844})
    sound(page, "factor-offered", "narrow")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Code à six chiffres").fill(pyotp.TOTP(secret).now())
    page.get_by_label("Mot de passe actuel").fill(PASSWORD)
    page.get_by_role("button", name="Activer").click()
    codes = page.locator(".factor__codes code")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    sound(page, "factor-codes", "wide")
    page.goto("/compte/second-facteur")
    expect(page.get_by_text("Il vous reste 10 codes de secours.")).to_be_visible()
    sound(page, "factor-on", "wide")
    with street.place.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(SecondFactor).values(last_step=0))  # as if the period were over
    sign_in(small, EMAIL)
    small.wait_for_url("**/connexion/code")
    sound(small, "factor-ask", "narrow")
    small.get_by_label("Code").fill("000000")
    small.get_by_role("button", name="Continuer").click()
    expect(small.get_by_role("alert").filter(has_text="n'est pas le bon")).to_be_visible()
    sound(small, "factor-wrong", "narrow")
    small.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    small.get_by_role("button", name="Continuer").click()
    small.wait_for_url("**/demandes**")
    other = street.window()
    lost = other.new_page()
    sign_in(lost, EMAIL)
    lost.get_by_label("Code").fill(recovery)
    lost.get_by_role("button", name="Continuer").click()
    lost.wait_for_url("**/demandes**")
    for each in (context, narrow, other):
        each.close()


def test_an_administrator_sees_who_waits_and_gives_numbers(street: Street) -> None:
    for size in SIZES:
        context = street.window(size)
        page = context.new_page()
        sign_in(page, ADMINISTRATOR)
        page.wait_for_url("**/administration/**")
        page.goto("/administration/comptes/?etat=waiting")
        sound(page, "admin-waiting", size)
        page.get_by_role("link", name="Ada Nouvelle").click()
        expect(page.get_by_text("attend un rôle").first).to_be_visible()
        sound(page, "admin-account", size)
        page.goto("/administration/organismes/")
        page.get_by_role("link", name="CPAM du Nord").click()
        page.get_by_text("Ajouter un SIRET").click()
        page.get_by_label("SIRET", exact=False).first.fill("123")
        page.locator("form[action$=sirets] button").click()
        expect(page.get_by_text("Ce SIRET n'est pas valable")).to_be_visible()
        sound(page, "admin-body", size)
        context.close()
