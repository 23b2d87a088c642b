"""The screens of administrators in a real browser: no fault that axe finds, no sideways scrolling, and the way of
an administrator through them with the mouse and without script."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from app.mail import open_post
from app.people import service as people
from storage.messages import Mail
from storage.models import Role
from storage.outbox import relay
from tests.application import PASSWORD, TEST
from tests.chromium import running, window
from tests.integration.app.house import House, make_house
from tests.integration.app.test_browser import SIZES, faults

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with running() as browser:
        yield browser


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = make_house(tmp_path / "data", PUBLIC_URL="http://truchement.example")
    house.add("desk", "jean@liaison.example", Role.TRANSLATOR, Role.REVISER, name="Jean Dupont")
    house.add("abroad", "zoe@cpam.example", Role.REQUESTER, invited=True, name="Zoé Nouvelle")
    paul = house.add("doctors", "paul@cpam.example", Role.REQUESTER, name="Paul Ancien")
    with house.wiring.store.transaction(TEST) as uow:
        people.disable_user(uow, paul)
        uow.send(Mail("zoe@cpam.example", "Votre compte", f"Lien :\n\nhttp://a.example/{'x' * 150}\n"))
    return house


@pytest.fixture
def base(house: House) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def relayed(house: House) -> None:
    assert relay(house.wiring.store, {}, open_post(house.wiring.settings).send)


def signed_in(chromium: Browser, base: str, size: tuple[int, int] = SIZES[0], script: bool = True) -> Page:
    page = window(chromium, base, size, script=script).new_page()
    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill("admin@liaison.example")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/administration/")
    return page


@pytest.mark.parametrize("size", SIZES)
def test_screens_are_sound(house: House, base: str, chromium: Browser, size: tuple[int, int]) -> None:
    relayed(house)
    known = house.ids
    mail = next((house.wiring.settings.data / "mail").iterdir()).name
    with house.wiring.store.transaction(TEST) as uow:
        uow.send(Mail("lea@cpam.example", "En route", "texte"))
    paths = [
        "",
        "comptes/",
        "comptes/?q=zzz",
        "comptes/nouveau",
        *(f"comptes/nouveau?organisme={known[name]}" for name in ("cpam", "liaison")),
        *(f"comptes/{known[name]}" for name in ("admin", "jean", "zoe", "paul")),
        f"comptes/{known['lea']}?organisme={known['liaison']}",
        "organismes/",
        "organismes/nouveau",
        *(f"organismes/{known[name]}" for name in ("cpam", "liaison")),
        "courriels/",
        f"courriels/{mail}",
    ]
    page = signed_in(chromium, base, size)
    found: list[str] = []
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in paths:
        page.goto(f"/administration/{path}")
        expect(page.locator("main h1")).to_be_visible()
        for summary in page.locator("details.more > summary").all():
            summary.click()
        found += [f"{path}: {fault}" for fault in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{path}: wider than the window")
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
        found += [f"{path}: identifier {each} twice" for each in set(ids) if ids.count(each) > 1]
    assert found == []
    assert complaints == []
    page.context.close()


def test_a_refused_form_is_sound_too(house: House, base: str, chromium: Browser) -> None:
    page = signed_in(chromium, base)
    page.goto(f"/administration/comptes/{house.ids['jean']}")
    for role in ("traducteur", "réviseur"):
        page.get_by_label(role).uncheck(force=True)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Choisissez au moins un rôle.")).to_be_visible()
    assert faults(page) == []
    page.context.close()


def test_a_person_is_invited_from_a_new_body_and_closed(house: House, base: str, chromium: Browser) -> None:
    # The whole way of a first day: body, person, invitation read on screen, closing and opening again.
    page = signed_in(chromium, base, script=False)
    page.get_by_role("link", name="Organismes et services").click()
    page.get_by_role("link", name="Nouvel organisme").click()
    page.get_by_label("Nom de l'organisme").fill("Carsat Bretagne")
    page.get_by_label("caisse", exact=True).check(force=True)
    page.get_by_label("Premier service").fill("Retraites internationales")
    page.get_by_role("button", name="Créer l'organisme").click()
    page.get_by_role("link", name="Inviter une personne").click()
    page.get_by_label("Prénom et nom").fill("Nolwenn Le Bris")
    page.get_by_label("Adresse électronique").fill("nolwenn@carsat.example")
    page.get_by_label("Service", exact=True).select_option("Retraites internationales")
    page.get_by_role("button", name="Créer et inviter").click()
    expect(page.locator("#notices")).to_contain_text("valable 7 jours")
    relayed(house)
    page.get_by_role("link", name="lisez-la à la page Courriels").click()
    page.get_by_role("row", name="nolwenn@carsat.example").get_by_role("link").click()
    link = re.search(r"http://truchement\.example(/mot-de-passe#[\w-]{32})\n", page.locator("pre").inner_text())
    assert link
    # The person follows it in a browser of their own.
    other = window(chromium, base).new_page()
    other.goto(link[1])
    for label in ("Nouveau mot de passe", "Le même, une seconde fois"):
        other.get_by_label(label, exact=False).first.fill(PASSWORD)
    other.locator("main form button:not([type=button])").first.click()
    other.get_by_label("Adresse électronique").fill("nolwenn@carsat.example")
    other.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Se connecter").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Mes demandes")
    # And is shut out.
    page.goto("/administration/comptes/?q=nolwenn")
    page.get_by_role("link", name="Nolwenn Le Bris").click()
    page.get_by_role("button", name="Fermer le compte").click()
    expect(page.get_by_role("button", name="Rouvrir le compte")).to_be_visible()
    other.goto("/compte/")
    expect(other.get_by_role("button", name="Se connecter")).to_be_visible()
    page.get_by_role("button", name="Rouvrir le compte").click()
    expect(page.get_by_role("button", name="Fermer le compte")).to_be_visible()
    other.context.close()
    page.context.close()


def test_closing_a_body_asks_by_its_name(house: House, base: str, chromium: Browser) -> None:
    page = signed_in(chromium, base)
    page.goto(f"/administration/organismes/{house.ids['cpam']}")
    page.get_by_role("button", name="Fermer l'organisme").first.click()
    dialog = page.get_by_role("dialog", name=re.compile("Fermer « CPAM du Rhône »"))
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("2 comptes ouverts seront fermés")
    assert faults(page) == []
    dialog.get_by_role("button", name="Fermer l'organisme").click()
    expect(page.get_by_role("button", name="Rouvrir l'organisme")).to_be_visible()
    page.context.close()
