"""The editor in a real browser, over the real application: the keyboard, the scan, and what must never be lost."""

import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from werkzeug.serving import make_server

from storage.models import LoginSession, Segment, SegmentState
from tests.application import PASSWORD, TEST
from tests.chromium import window
from tests.workshop import Workshop, make_workshop

pytestmark = [pytest.mark.e2e]
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("TRUCHEMENT_SHOTS")


@dataclass
class Desk:
    """The editor open in a browser, and what its console complained of."""

    workshop: Workshop
    page: Page
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def segment(self, number: int) -> Locator:
        return self.page.locator("[data-seg]").nth(number - 1)

    def text(self, number: int) -> Locator:
        return self.segment(number).locator(".seg__target")

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)

    def active(self, number: int) -> None:
        expect(self.segment(number)).to_have_class(re.compile("seg--active"))

    def state(self, number: int, state: str) -> None:
        expect(self.segment(number)).to_have_attribute("data-state", state)

    def shot(self, name: str) -> None:
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Workshop, str]]:
    workshop = make_workshop(tmp_path)
    server = make_server("127.0.0.1", 0, workshop.site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield workshop, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    workshop.site.engine.dispose()


def sign_in(page: Page, email: str) -> None:
    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(re.compile("/atelier"))


@pytest.fixture
def desk(served: tuple[Workshop, str], browser: Browser) -> Iterator[Desk]:
    workshop, base = served
    context = window(browser, base)
    page = context.new_page()
    desk = Desk(workshop, page, context)
    page.on("pageerror", lambda error: desk.complaints.append(str(error)))
    page.on("console", lambda m: desk.complaints.append(m.text) if m.type == "error" else None)
    sign_in(page, workshop.emails["translator"])
    page.goto(workshop.address)
    page.wait_for_selector(".seg--active")
    yield desk
    context.close()


def test_the_keyboard_does_it_all(desk: Desk) -> None:
    desk.active(1)
    desk.press("Control+Enter")
    desk.active(2)
    desk.state(1, "confirmed")
    expect(desk.page.locator("[data-next-left]")).to_have_text("5 à confirmer")
    desk.press("Control+ArrowUp")
    desk.active(1)
    desk.press("Control+Shift+Enter")
    desk.active(2)
    desk.press("Control+i")
    expect(desk.text(2)).to_have_value("Die Rente beträgt 1.234,56 EUR.")
    desk.press("Escape")
    expect(desk.text(2)).to_have_value("La pension s'élève à 1 234,56 EUR.")
    desk.press("End")
    desk.press("Control+Shift+Space")
    expect(desk.text(2)).to_have_value("La pension s'élève à 1 234,56 EUR.\u00a0")
    desk.press("Alt+?")
    expect(desk.page.get_by_role("dialog", name="Raccourcis clavier")).to_be_visible()
    desk.press("Escape")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    desk.page.locator("[data-next-left]").focus()
    desk.press("?")
    expect(desk.page.get_by_role("dialog", name="Raccourcis clavier")).to_be_visible()
    assert desk.complaints == []


def test_altgr_types_and_a_question_mark_in_a_text_is_a_question_mark(desk: Desk) -> None:
    desk.page.evaluate(
        """() => { window.stopped = []; for (const init of [
          {key: "i", ctrlKey: true, altKey: true}, {key: "Enter", ctrlKey: true, altKey: true},
          {key: "z", altKey: true, ctrlKey: true}, {key: "?"}]) {
          const event = new KeyboardEvent("keydown", {...init, bubbles: true, cancelable: true});
          window.stopped.push(!document.querySelector(".seg--active .seg__target").dispatchEvent(event)); } }"""
    )
    assert desk.page.evaluate("window.stopped") == [False] * 4
    desk.active(1)
    desk.state(1, "draft")


def test_confirm_and_discard_are_undone_and_redone(desk: Desk) -> None:
    desk.press("Control+Enter")
    desk.active(2)
    desk.segment(2).get_by_role("button", name="Écarter", exact=True).click()
    desk.state(2, "discarded")
    expect(desk.segment(2).get_by_text("ne figurera pas dans les fichiers livrés")).to_be_visible()
    expect(desk.segment(2).get_by_role("button", name="Rétablir")).to_be_visible()
    desk.press("Alt+z")
    desk.state(2, "draft")
    desk.press("Alt+z")
    desk.state(1, "draft")
    desk.press("Alt+Shift+z")
    desk.state(1, "confirmed")
    assert [s.state for s in desk.workshop.segments()[:2]] == [SegmentState.CONFIRMED, SegmentState.DRAFT]


def test_the_same_french_is_offered_never_given_silently(desk: Desk) -> None:
    desk.text(4).click()
    desk.press("Control+Enter")
    desk.state(4, "confirmed")
    expect(desk.page.locator("[data-toast]")).to_contain_text("2 autres segments ont la même source.")
    expect(desk.text(3)).to_have_value("Cotisation à l'assurance dépendance")
    desk.shot("meme-source")
    desk.press("Alt+r")
    desk.state(5, "confirmed")
    expect(desk.text(3)).to_have_value("Cotisation dépendance")
    expect(desk.page.locator("[data-toast]")).to_contain_text("2 autres segments ont reçu ce texte")
    desk.page.locator("[data-toast]").get_by_role("button", name="Défaire").click()
    desk.state(5, "draft")
    desk.state(3, "draft")
    expect(desk.text(3)).to_have_value("Cotisation à l'assurance dépendance")
    expect(desk.text(5)).to_have_value("")
    assert desk.workshop.segments()[4].target == ""


def test_an_earlier_text_is_restored(desk: Desk) -> None:
    desk.text(6).fill("Salutations")
    desk.press("Control+Enter")
    desk.state(6, "confirmed")
    desk.press("Alt+v")
    past = desk.segment(6).locator("[data-history]")
    expect(past.get_by_text("brouillon automatique")).to_be_visible()
    desk.shot("versions")
    past.locator("li", has_text="Cordialement").get_by_role("button", name="Restaurer").click()
    expect(desk.text(6)).to_have_value("Cordialement")
    expect(past).to_be_hidden()
    expect(desk.page.locator("[data-save-state]")).to_have_text("Enregistré")
    assert desk.workshop.segments()[5].target == "Cordialement"


def test_a_wrong_amount_is_replaced_by_one_click(desk: Desk) -> None:
    desk.text(2).fill("La pension s'élève à 1 243,56 EUR par mois.")
    desk.segment(2).locator("[data-fix]").click()
    expect(desk.text(2)).to_have_value(re.compile(r"^La pension s'élève à 1.234,56.EUR par mois\.$"))
    expect(desk.segment(2).locator(".check--blocking")).to_have_count(0)
    expect(desk.page.locator("[data-next-left]")).to_have_text("6 à confirmer")


@pytest.mark.parametrize(
    ("text", "instead", "fix", "after"),
    [
        ("Le 17 mars, 7 enfants", "7", "5", "Le 17 mars, 5 enfants"),
        (
            "Soit 1\u00a0250,00 EUR, dont 250,00 EUR",
            "250,00 EUR",
            "300,00 EUR",
            "Soit 1\u00a0250,00 EUR, dont 300,00 EUR",
        ),
        ("Le 7, puis A7, 7bis, 7,5, 1.7 et 7 000", "7", "5", "Le 5, puis A7, 7bis, 7,5, 1.7 et 7 000"),
        ("Né le 1.2.2020. Dossier 12/7.", "1.2.2020", "1.3.2020", "Né le 1.3.2020. Dossier 12/7."),
    ],
)
def test_a_fix_replaces_the_whole_figure_and_no_part_of_another(
    desk: Desk, text: str, instead: str, fix: str, after: str
) -> None:
    assert fixed(desk, text, instead, fix) == after
    assert desk.workshop.segments()[1].target == after


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("7 enfants et 7 petits-enfants", "7"),
        ("Le 17 mars", "7"),
        ("1 250,00 EUR", "250,00 EUR"),
        ("Reste dû\u00a0: -7", "7"),
        ("REF-7", "7"),
        ("250,00 EUROS", "250,00 EUR"),
    ],
)
def test_a_fix_without_one_sure_place_is_asked_of_the_person(desk: Desk, text: str, instead: str) -> None:
    assert fixed(desk, text, instead, "5") == text
    expect(desk.segment(2).locator("[data-said]")).to_contain_text("sélectionnez")
    expect(desk.text(2)).to_be_focused()
    # Pressed twice in haste, it still changes nothing.
    assert fixed(desk, text, instead, "5") == text


def test_a_fix_goes_where_the_person_selected_the_wrong_figure(desk: Desk) -> None:
    desk.text(2).fill("7 enfants et 7 petits-enfants")
    desk.text(2).evaluate("area => area.setSelectionRange(13, 14)")
    assert fixed(desk, None, "7", "5") == "7 enfants et 5 petits-enfants"


def fixed(desk: Desk, text: str | None, instead: str, fix: str) -> str:
    """What stands in the second segment after the button of a check was pressed and all is saved."""
    if text is not None:
        desk.text(2).fill(text)
    # The text is saved first, so that the button stays the one that is made here.
    expect(desk.text(2)).to_have_attribute("data-saved", desk.text(2).input_value())
    desk.segment(2).locator("[data-checks]").evaluate(
        """(list, [fix, instead]) => {
          const button = document.createElement("button");
          Object.assign(button, {type: "button", id: "fix-here", textContent: "fix"});
          Object.assign(button.dataset, {fix, instead});
          list.replaceChildren(button);
        }""",
        [fix, instead],
    )
    desk.page.locator("#fix-here").click()
    value: str = desk.text(2).input_value()
    expect(desk.text(2)).to_have_attribute("data-saved", value)
    return value


def test_a_seal_is_drawn_on_the_turned_and_zoomed_scan(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("button", name="Agrandir").click()
    for _ in range(4):
        page.get_by_role("button", name="Tourner").click()
    page.get_by_role("button", name="Tourner").click()
    desk.press("Alt+d")
    svg = page.locator(".scan__turn svg").first
    # Two corners of the page, found through the browser's own geometry.
    corners = svg.evaluate(
        """svg => [[90, 225], [280, 236]].map(([x, y]) => {
             const p = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
             return [p.x, p.y];
           })"""
    )
    (x0, y0), (x1, y1) = corners
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move((x0 + x1) / 2, (y0 + y1) / 2)
    page.mouse.move(x1, y1)
    page.mouse.up()
    dialog = page.get_by_role("dialog", name="Ajouter un passage")
    expect(dialog).to_contain_text("À l’endroit dessiné, page 1.")
    dialog.get_by_label("En français").fill("Rentenanstalt, 14.10.2025")
    expect(dialog.locator("[data-mark]")).to_have_text("[cachet\u00a0: Rentenanstalt, 14.10.2025]")
    desk.shot("cachet")
    dialog.get_by_role("button", name="Ajouter", exact=True).click()
    expect(dialog).to_be_hidden()
    added = next(s for s in desk.workshop.segments() if s.origin == "person")
    assert [round(n) for n in added.boxes[0]] == [90, 225, 280, 236]
    desk.active(6)
    expect(desk.text(6)).to_have_value("[cachet\u00a0: Rentenanstalt, 14.10.2025]")
    expect(desk.segment(7).locator(".seg__number")).to_have_text("7")
    expect(page.locator(".scan__turn rect")).to_have_count(1)
    desk.press("Control+Enter")
    desk.state(6, "confirmed")
    desk.press("Alt+z")
    desk.state(6, "edited")
    desk.press("Alt+z")
    desk.state(6, "discarded")
    assert desk.complaints == []


def test_a_signature_is_added_and_ordered_by_keys_alone(desk: Desk) -> None:
    desk.text(6).focus()
    desk.press("Alt+n")
    dialog = desk.page.get_by_role("dialog", name="Ajouter un passage")
    expect(dialog).to_contain_text("Après le segment 6.")
    desk.press("ArrowDown")
    for _ in range(3):
        desk.press("Tab")
    desk.press("Enter")
    expect(desk.text(7)).to_have_value("[signature]")
    expect(desk.text(7)).to_be_focused()
    desk.press("Alt+ArrowUp")
    expect(desk.text(6)).to_have_value("[signature]")
    expect(desk.text(6)).to_be_focused()
    assert desk.workshop.segments()[5].target == "[signature]"
    desk.press("Alt+z")
    expect(desk.text(7)).to_have_value("[signature]")
    desk.page.reload()
    expect(desk.text(7)).to_have_value("[signature]")


def test_what_is_added_or_moved_while_the_answer_is_lost_is_done_once(desk: Desk) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    for address in ("**/segments", "**/place"):
        desk.page.route(address, lose, times=1)
    desk.text(6).focus()
    desk.press("Alt+n")
    dialog = desk.page.get_by_role("dialog", name="Ajouter un passage")
    dialog.get_by_label("En français").fill("Köln")
    dialog.get_by_role("button", name="Ajouter", exact=True).click()
    expect(dialog.locator("[data-refused]")).to_contain_text("Pas de connexion")
    dialog.get_by_label("En français").fill("Köln, 1932")
    dialog.get_by_role("button", name="Ajouter", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(desk.page.locator("[data-seg]")).to_have_count(7)
    expect(desk.text(7)).to_have_attribute("data-saved", "[cachet\u00a0: Köln, 1932]")
    desk.press("Alt+ArrowUp")
    expect(desk.segment(7).locator("[data-said]")).to_contain_text("Pas de connexion")
    desk.press("Alt+ArrowUp")
    expect(desk.text(6)).to_have_value("[cachet\u00a0: Köln, 1932]")
    assert len(lost) == 2
    assert [s.target for s in workshop_end(desk)] == ["[cachet\u00a0: Köln, 1932]", "Cordialement"]


def workshop_end(desk: Desk) -> list[Segment]:
    return desk.workshop.segments()[5:]


def test_the_delivered_page_the_french_alone_and_the_changes(desk: Desk) -> None:
    desk.text(6).fill("Très cordialement")
    desk.press("Alt+p")
    frame = desk.page.frame_locator("#preview iframe")
    expect(frame.get_by_text("Aperçu de travail")).to_be_visible()
    expect(frame.get_by_text("Très cordialement")).to_be_visible()
    desk.shot("apercu")
    desk.press("Alt+p")
    expect(desk.page.locator("#preview")).to_be_hidden()
    desk.press("Alt+m")
    changes = desk.segment(6).locator("[data-changes]")
    expect(changes.locator("del")).to_have_text("supprimé : Cordialement")
    expect(changes.locator("ins")).to_have_text("ajouté : Très cordialement")
    desk.shot("modifications")
    desk.press("Alt+m")
    expect(changes).to_be_hidden()
    desk.press("Alt+l")
    expect(desk.segment(2).locator(".seg__source")).to_be_hidden()
    expect(desk.text(2)).to_be_visible()
    desk.press("Alt+l")
    expect(desk.segment(2).locator(".seg__source")).to_be_visible()
    assert desk.complaints == []


def test_what_is_typed_without_a_network_is_saved_when_it_is_back(desk: Desk) -> None:
    desk.context.set_offline(True)
    desk.text(6).fill("Tapé sans réseau")
    expect(desk.page.locator("[data-save-state]")).to_contain_text("Pas de connexion")
    expect(desk.text(6)).to_have_value("Tapé sans réseau")
    assert "Tapé sans réseau" in desk.page.evaluate("JSON.stringify({...sessionStorage})")
    assert "Tapé" not in desk.page.evaluate("JSON.stringify({...localStorage})")
    desk.context.set_offline(False)
    expect(desk.page.locator("[data-save-state]")).to_have_text("Enregistré")
    assert desk.workshop.segments()[5].target == "Tapé sans réseau"
    assert "Tapé" not in desk.page.evaluate("JSON.stringify({...sessionStorage})")


def test_an_act_without_a_network_is_said_not_to_be_done(desk: Desk) -> None:
    desk.context.set_offline(True)
    desk.press("Control+Enter")
    expect(desk.segment(1)).to_contain_text("l’action n’a pas été faite")
    desk.active(1)
    desk.context.set_offline(False)
    desk.press("Control+Enter")
    desk.state(1, "confirmed")
    expect(desk.segment(1)).not_to_contain_text("l’action n’a pas été faite")


def test_what_blocks_is_shown_in_its_place_and_what_was_typed_is_kept(desk: Desk) -> None:
    for number in (1, 2):
        desk.segment(number).get_by_role("button", name="Confirmer").click()
        desk.state(number, "confirmed")
    desk.text(6).fill("Salutations distinguées")
    here = desk.page.url
    desk.page.get_by_role("button", name="Approuver").click()
    notice = desk.page.locator("[data-notice]")
    expect(notice).to_contain_text("ne peut pas encore être terminée")
    desk.active(3)
    expect(desk.text(3)).to_be_focused()
    # What there is to do next is to confirm: that button is the only one drawn as the main one.
    expect(desk.page.get_by_role("button", name="Approuver")).to_have_class(re.compile("fr-btn--secondary"))
    expect(desk.text(6)).to_have_value("Salutations distinguées")
    assert desk.workshop.segments()[5].target == "Salutations distinguées"
    assert desk.page.url == here
    desk.shot("approve-blocked")
    desk.text(6).click()
    notice.get_by_role("button", name="Voir le premier (segment 3)").click()
    expect(desk.text(3)).to_be_focused()
    # A refusal is the answer that was asked for; the browser notes its status all the same.
    assert all("409" in complaint for complaint in desk.complaints)
    desk.complaints.clear()


def test_what_was_typed_is_saved_before_it_is_approved(desk: Desk) -> None:
    for number in range(1, 7):
        desk.text(number).fill(desk.text(number).input_value() or "Cotisation")
        desk.segment(number).get_by_role("button", name="Confirmer").click()
        desk.state(number, "confirmed")
    desk.text(6).fill("Salutations")
    desk.page.get_by_role("button", name="Envoyer en relecture").click()
    expect(desk.page.locator("[data-notice]")).to_contain_text("Segments à confirmer")
    assert desk.workshop.segments()[5].target == "Salutations"
    desk.segment(6).get_by_role("button", name="Confirmer").click()
    desk.state(6, "confirmed")
    # Nothing is left to confirm: the refusal no longer holds, and handing on is what to do.
    expect(desk.page.locator("[data-notice]")).to_be_hidden()
    expect(desk.page.get_by_role("button", name="Approuver")).not_to_have_class(re.compile("fr-btn--secondary"))
    desk.page.get_by_role("button", name="Approuver").click()
    expect(desk.page.get_by_text("La traduction est approuvée")).to_be_visible()
    assert desk.page.url.endswith("/atelier")
    desk.complaints.clear()


def test_the_menu_of_more_closes_as_menus_do(desk: Desk) -> None:
    menu, act = desk.page.get_by_text("Plus", exact=True), desk.page.get_by_role("button", name="Rendre à la file")
    menu.click()
    expect(act).to_be_visible()
    desk.press("Escape")
    expect(act).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    expect(act).to_be_visible()
    desk.text(6).click()
    expect(act).to_be_hidden()


def test_who_only_looks_changes_nothing(desk: Desk) -> None:
    desk.context.clear_cookies()
    sign_in(desk.page, desk.workshop.emails["reviser"])
    desk.page.goto(desk.workshop.address)
    expect(desk.page.get_by_text("Lecture seule")).to_be_visible()
    desk.text(6).click()
    for keys in ("Control+Enter", "Control+i", "Alt+n", "Alt+d", "Alt+r", "Alt+z", "Alt+ArrowUp", "Escape"):
        desk.press(keys)
    desk.press("Alt+v")
    expect(desk.segment(6).get_by_text("Aucune version antérieure.")).to_be_visible()
    desk.press("Alt+m")
    expect(desk.page.get_by_text("Aucune modification par rapport au brouillon.")).to_be_visible()
    desk.press("Alt+p")
    expect(desk.page.frame_locator("#preview iframe").get_by_text("Cordialement")).to_be_visible()
    assert [(s.version, s.order) for s in desk.workshop.segments()] == [(1, n) for n in range(6)]
    assert desk.complaints == []


def end_sessions(workshop: Workshop) -> None:
    with workshop.store.transaction(TEST) as uow:
        uow.session.query(LoginSession).delete()


def test_what_is_typed_after_the_session_ended_is_saved_after_signing_in_again(desk: Desk) -> None:
    end_sessions(desk.workshop)
    desk.text(6).fill("Tapé sans session")
    notice = desk.page.locator("[data-notice]")
    expect(notice).to_contain_text("Votre session est terminée")
    expect(desk.text(6)).to_have_value("Tapé sans session")
    desk.shot("session")
    desk.text(1).fill("Tapé ensuite")
    other = desk.context.new_page()
    sign_in(other, desk.workshop.emails["translator"])
    other.close()
    desk.page.bring_to_front()
    notice.get_by_role("button", name="Réessayer").click()
    expect(notice).to_contain_text("La connexion est revenue")
    texts = [s.target for s in desk.workshop.segments()]
    assert (texts[0], texts[5]) == ("Tapé ensuite", "Tapé sans session")


def test_a_tab_that_is_reloaded_gives_back_what_was_not_saved(desk: Desk) -> None:
    end_sessions(desk.workshop)
    desk.text(6).fill("Tapé avant de recharger")
    expect(desk.page.locator("[data-notice]")).to_contain_text("Votre session est terminée")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    sign_in(desk.page, desk.workshop.emails["translator"])
    desk.page.goto(desk.workshop.address)
    expect(desk.page.locator("[data-notice]")).to_contain_text(
        re.compile("a été retrouvé dans cet onglet.*Segments concernés.: 1", re.S)
    )
    expect(desk.page.locator("[data-save-state]")).to_have_text("Enregistré")
    assert desk.workshop.segments()[5].target == "Tapé avant de recharger"


def test_what_is_kept_in_the_tab_does_not_outlive_a_sign_out(desk: Desk) -> None:
    desk.context.set_offline(True)
    desk.text(6).fill("Un texte que personne ne doit retrouver")
    expect(desk.page.locator("[data-save-state]")).to_contain_text("Pas de connexion")
    assert "personne ne doit" in str(desk.page.evaluate("JSON.stringify(sessionStorage)"))
    desk.context.set_offline(False)
    desk.page.goto("/aide")
    assert "personne ne doit" in str(desk.page.evaluate("JSON.stringify(sessionStorage)"))
    other = desk.context.new_page()
    other.goto("/aide")
    other.evaluate("sessionStorage.setItem('kept', 'in another tab')")
    desk.page.locator("details.account summary").first.click()
    desk.page.get_by_role("button", name="Se déconnecter").first.click()
    desk.page.wait_for_url(re.compile("/connexion"))
    assert desk.page.evaluate("JSON.stringify(sessionStorage)") == "{}"
    other.wait_for_function("sessionStorage.length === 0")
    desk.page.go_back()
    assert "personne ne doit" not in desk.page.content()
    desk.complaints.clear()


def test_another_person_s_texts_are_neither_sent_nor_kept(desk: Desk) -> None:
    end_sessions(desk.workshop)
    desk.text(6).fill("Secret du premier")
    expect(desk.page.locator("[data-notice]")).to_contain_text("Votre session est terminée")
    other = desk.context.new_page()
    sign_in(other, desk.workshop.emails["reviser"])
    desk.page.locator("[data-notice]").get_by_role("button", name="Réessayer").click()
    expect(desk.page.locator("[data-notice]")).to_contain_text("Une autre personne est connectée")
    expect(desk.text(6)).to_have_value("Secret du premier")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.reload()
    desk.page.wait_for_selector("[data-seg]")
    assert "Secret" not in desk.page.evaluate("JSON.stringify({...sessionStorage})")
    assert desk.workshop.segments()[5].target == "Cordialement"


@pytest.mark.parametrize("width", [1280, 1024])
def test_the_editor_is_sound_and_fits(desk: Desk, width: int) -> None:
    page = desk.page
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for opened in (None, "Alt+n", "Alt+?"):
        if opened:
            desk.press(opened)
        found = page.evaluate("async () => (await axe.run()).violations")
        assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found] == []
        if opened:
            desk.press("Escape")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    for control in ("Approuver", "Modifications", "Dessiner un passage", "Confirmer"):
        expect(page.get_by_role("button", name=control, exact=True).first).to_be_in_viewport(ratio=1)
    header, bar = page.locator(".fr-header").bounding_box(), page.locator(".desk__head").bounding_box()
    helping = page.locator(".fr-header__tools").get_by_role("link", name="Aide").bounding_box()
    assert header is not None
    assert bar is not None
    assert helping is not None
    assert header["y"] <= helping["y"], "the site's header is cut above"
    assert helping["y"] + helping["height"] <= bar["y"], "the site's header is cut below"
    desk.shot(f"editeur-{width}")


def test_no_text_is_cut_when_the_window_narrows(desk: Desk) -> None:
    desk.text(2).fill(
        "La pension s'élève à 1 234,56 EUR par mois, payable à terme échu le premier jour ouvré. " * 2
    )
    desk.page.set_viewport_size({"width": 780, "height": 800})
    desk.page.wait_for_timeout(500)  # the column is told of its new width by the browser
    for text in desk.page.locator(".seg__target").all():
        box = text.evaluate("a => [a.scrollHeight, a.clientHeight]")
        assert box[0] <= box[1] + 1


def test_a_pressed_view_keeps_its_name_under_the_mouse(desk: Desk) -> None:
    button = desk.page.get_by_role("button", name="Français seul")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.hover()
    colours = "b => [getComputedStyle(b).backgroundColor, getComputedStyle(b).color]"
    behind, letters = button.evaluate(colours)
    assert behind == "rgb(18, 18, 255)", behind
    assert letters == "rgb(245, 245, 254)", letters
