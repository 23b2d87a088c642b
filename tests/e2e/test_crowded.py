"""An order that finds no place is sent again by itself; what the service answers is played here."""

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.house import House, window

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
SHOTS = os.environ.get("TRUCHEMENT_SHOTS")
PATIENCE = 120_000
DETAIL = "Beaucoup de demandes arrivent en même temps."


def open_form(page: Page, answers: list[Route]) -> None:
    """The form with a file chosen; what is sent stays in ``answers`` until the test decides."""
    page.route(
        "**/demandes", lambda route: answers.append(route) if route.request.method == "POST" else route.continue_()
    )
    page.goto("/demandes/nouvelle")
    page.set_input_files(
        "input[type=file]", {"name": "carta.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"}
    )
    page.get_by_role("button", name="Envoyer la demande").click()


def crowded(page: Page, answers: list[Route], seconds: str) -> None:
    while not answers:
        page.wait_for_timeout(50)
    body = json.dumps({"code": "crowded", "status": 503, "title": "Indisponible", "detail": DETAIL})
    headers = {"Retry-After": seconds}
    answers.pop().fulfill(status=503, content_type="application/problem+json", body=body, headers=headers)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_it_is_sent_again_by_itself_and_the_person_is_told(house: House, browser: Browser, size: str) -> None:
    house.speak("fr")
    context = window(browser, house, "newcomer", size)
    page, answers = context.new_page(), []
    open_form(page, answers)
    crowded(page, answers, "2")
    expect(page.locator("[data-said]")).to_contain_text("l’envoi reprend de lui-même dans 2", timeout=PATIENCE)
    expect(page.get_by_role("button", name="Envoyer la demande")).to_be_disabled()
    if SHOTS:
        page.locator("[data-said]").scroll_into_view_if_needed()
        page.screenshot(path=str(Path(SHOTS) / f"crowded-{size}.png"))
    while not answers:
        page.wait_for_timeout(50)
    answers.pop().fulfill(status=201, content_type="application/json", body='{"location": "/aide"}')
    page.wait_for_url("**/aide", timeout=PATIENCE)
    context.close()


def test_it_gives_up_after_a_while_and_says_what_to_do(house: House, browser: Browser) -> None:
    house.speak("fr")
    context = window(browser, house, "newcomer", "wide")
    page, answers = context.new_page(), []
    page.clock.install()
    open_form(page, answers)
    for _ in range(9):
        crowded(page, answers, "10")
        expect(page.locator("[data-said]")).to_contain_text("dans 10 secondes", timeout=PATIENCE)
        page.clock.run_for(10_000)
    crowded(page, answers, "10")
    expect(page.locator("[data-refusals]")).to_contain_text(DETAIL, timeout=PATIENCE)
    expect(page.get_by_role("button", name="Envoyer la demande")).to_be_enabled()
    assert answers == []
    context.close()
