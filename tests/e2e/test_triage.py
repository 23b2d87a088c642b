"""Twelve pages with two documents, one page upside down, one blank, one that came twice: sorted with the keyboard
alone. Whatever has the focus can be seen to have it, and what each key did is said."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from storage.models import Reading, Segment, Translation
from storage.sheets import pages_of
from storage.workflow import TranslationStatus as T
from tests.application import TEST
from tests.e2e.house import House, send_to_triage, window
from tests.e2e.test_keyboard import FOCUSED, tab_to

SHOTS = os.environ.get("TRUCHEMENT_SHOTS")
LONG = 120_000

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]


def picture(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"triage, {name}.png", full_page=True)


def press(page: Page, key: str, said: str) -> None:
    """A key on the page that has the focus, and what is said of it."""
    before = page.locator("[data-desk]").get_attribute("data-version")
    page.keyboard.press(key)
    expect(page.locator("[data-desk]")).not_to_have_attribute("data-version", before or "", timeout=LONG)
    expect(page.locator("#announcer")).to_contain_text(said, timeout=LONG)
    focused = page.evaluate(FOCUSED)
    assert focused["type"] == "checkbox"
    assert focused["seen"], key


def go_to(page: Page, name: str) -> None:
    """Arrows until the page called ``name`` has the focus."""
    for _ in range(40):
        if page.evaluate(FOCUSED)["name"].startswith(name):
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(name)


def test_a_scan_of_two_documents_is_sorted_by_keys_alone(house: House, browser: Browser) -> None:
    house.speak("fr")
    send_to_triage(house, "to sort by keys")
    page = window(browser, house, "coordinator", "wide").new_page()
    page.set_default_timeout(LONG)
    page.goto("/tri")
    unseen = tab_to(page, "to sort by keys.pdf")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tri/*-*")
    unseen += tab_to(page, "Page 1")
    page.keyboard.press("End")
    press(page, "d", "Page 12 écartée : en double")
    page.keyboard.press("Home")
    go_to(page, "Page 3")
    press(page, "t", "Page 3 retournée")
    go_to(page, "Page 5")
    press(page, "b", "Page 5 écartée : blanche")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    press(page, "s", "Document séparé à la page 7")
    expect(page.locator(".part")).to_have_count(2)
    # One step too far, and back again.
    press(page, "x", "Page 7 laissée hors de l’extrait")
    press(page, "Control+z", "défait : page 7 laissée hors de l’extrait".capitalize())
    expect(page.locator(".leaf--out")).to_have_count(2)
    picture(page, "sorted by keys")
    # The way by Tab to the main button is there too.
    unseen += tab_to(page, "Envoyer les 2 documents", back=True)
    page.keyboard.press("Enter")
    expect(page.locator(".part .state").first).to_be_visible(timeout=LONG)
    assert unseen == []
    house.work()
    with house.wiring.store.read(TEST) as uow:
        file_id = house.ids["file to sort by keys"]
        found = select(Translation).where(Translation.document_id == file_id).order_by(Translation.part)
        letter, report = uow.session.scalars(found).all()
        assert (letter.status, report.status) == (T.DRAFTED, T.DRAFTED)
        outs = [
            [laid.out.value if laid.out else "" for laid in pages_of(uow.session, t)] for t in (letter, report)
        ]
        assert outs == [["", "", "", "", "blank", ""], ["", "", "", "", "", "duplicate"]]
        turned = pages_of(uow.session, letter)[2].reading
        assert isinstance(turned, Reading)
        assert turned.rotation == 180
        drafted = select(Segment.page_number).where(Segment.translation_id == report.id).distinct()
        assert sorted(uow.session.scalars(drafted)) == [1, 2, 3, 4, 5]


def test_the_requester_sends_the_new_scan_where_it_is_asked_for(house: House, browser: Browser) -> None:
    house.speak("fr")
    send_to_triage(house, "to scan again")
    desk = window(browser, house, "coordinator", "wide").new_page()
    desk.set_default_timeout(LONG)
    desk.goto(f"/tri/{house.ids['file to scan again']}")
    desk.get_by_text("Demander un nouveau scan").click()
    desk.get_by_role("checkbox", name="3", exact=True).check()
    desk.get_by_label("Message au demandeur").fill("La page 3 est à l’envers.")
    desk.get_by_role("button", name="Demander le scan et prévenir").click()
    expect(desk.get_by_text("Nouveau scan demandé pour le document 1.")).to_be_visible()
    expect(desk.locator(".part__why")).to_contain_text("La page 3 est à l’envers. (page 3)")

    page = window(browser, house, "requester", "narrow").new_page()
    page.set_default_timeout(LONG)
    page.goto(f"/demandes/{house.ids['order to scan again']}")
    expect(page.get_by_text("À faire : envoyez un nouveau scan")).to_be_visible()
    picture(page, "requester, to scan again")
    page.get_by_label("Nouveau scan : un seul fichier").set_input_files(str(house.letter("página 3.pdf")))
    page.get_by_role("button", name="Envoyer le nouveau scan").click()
    expect(page.get_by_text("Nouveau scan reçu.")).to_be_visible()
    expect(page.get_by_text("À faire : envoyez un nouveau scan")).to_have_count(0)

    house.work()
    desk.reload()
    expect(desk.locator(".leaf").nth(2)).to_contain_text("nouveau scan")
    expect(desk.locator(".leaf").last).to_contain_text("remplacée par un nouveau scan")
    picture(desk, "a new scan taken in")
