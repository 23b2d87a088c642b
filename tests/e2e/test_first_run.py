"""The first day without demonstration data and without a mail server: the administrator's invitation is taken from
its file, everybody else's from the mail page."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import chromium
from tests.service import ROOT, Service, running, wait_for

pytestmark = pytest.mark.e2e

CHIEF, PASSWORD = "chef@liaison.example", "correct cheval pile agrafe"
# The port is another than the one that ``init`` knew of: only the path is followed.
LINK = re.compile(r"^http://127\.0\.0\.1:\d+(/mot-de-passe#[\w-]{32})$", re.MULTILINE)


def link_in(text: str) -> str:
    found = LINK.search(text)
    assert found, text
    return found[1]


def init(data: Path) -> None:
    command = [sys.executable, "-m", "app.cli", "init", "--email", CHIEF, "--name", "Camille Chef"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "TRUCHEMENT_DATA": str(data)}, check=True)


def invitation_on_disk(service: Service) -> str:
    """What ``cat data/mail/*.eml`` shows, once the service has written it."""
    folder = service.data / "mail"
    wait_for(lambda: any(folder.glob("*.eml")), 60)
    return link_in("".join(file.read_text(encoding="utf-8") for file in folder.glob("*.eml")))


def enter(page: Page, link: str, email: str, title: str) -> None:
    """Follows an invitation, chooses the password and signs in."""
    page.goto(link)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=again]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_an_empty_service_is_opened_without_a_mail_server(tmp_path: Path) -> None:
    data = tmp_path / "data"
    init(data)
    with running(data, "--sans-demo") as service, chromium.running() as browser:
        chief, agent = (chromium.window(browser, service.url).new_page() for _ in range(2))
        enter(chief, invitation_on_disk(service), CHIEF, "Administration")
        chief.get_by_role("link", name="Organismes et services").click()
        chief.get_by_role("link", name="Créer un organisme").click()
        chief.get_by_label("Nom de l'organisme").fill("CPAM du Rhône")
        chief.get_by_label("caisse", exact=True).check(force=True)
        chief.get_by_label("Premier service").fill("Relations internationales")
        chief.get_by_role("button", name="Créer l'organisme").click()
        chief.get_by_role("link", name="Inviter une personne").click()
        chief.get_by_label("Prénom et nom").fill("Léa Martin")
        chief.get_by_label("Adresse électronique").fill("lea@cpam.example")
        chief.get_by_label("Service", exact=True).select_option("Relations internationales")
        chief.get_by_role("button", name="Créer et inviter").click()
        expect(chief.locator("#notices")).to_contain_text("lisez-la à la page Courriels")
        wait_for(lambda: len(list((data / "mail").glob("*.eml"))) == 2, 60)
        chief.goto("/administration/courriels/")
        chief.get_by_role("row", name="lea@cpam.example").get_by_role("link").click()
        enter(agent, link_in(chief.locator("pre").inner_text()), "lea@cpam.example", "Mes demandes")
        browser.close()
