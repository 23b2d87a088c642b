"""The journey with the keyboard alone: from the upload to the order as a requester, from taking to approving as a
translator. Whatever has the focus can be seen to have it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, FileChooser, Page, expect

from tests.e2e.house import House, window

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
MOST = 60

# What is focused, in words, and whether an outline tells it: on itself, on its label, or on the zone around it.
FOCUSED = """() => {
  const e = document.activeElement;
  const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const label = e.labels && e.labels[0];
  const box = e.getBoundingClientRect();
  const near = [e, label, e.closest(".drop__zone")].filter(Boolean);
  const outlined = near.some(n => ["", "::before", "::after"].some(p => drawn(getComputedStyle(n, p || null))));
  const inside = [e, ...near].some(n => { const r = n.getBoundingClientRect();
    return r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth && r.width > 0; });
  const name = e.getAttribute("aria-label") || (label && label.innerText) || e.innerText || e.value || "";
  return { tag: e.tagName, name: name.trim().slice(0, 60), type: e.type || "", seen: outlined && inside };
}"""


def tab_to(page: Page, name: str, *, back: bool = False) -> list[str]:
    """Presses Tab until what is called ``name`` has the focus; returns what could not be seen on the way."""
    unseen: list[str] = []
    for _ in range(MOST):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        focused = page.evaluate(FOCUSED)
        if focused["tag"] != "BODY" and not focused["seen"]:
            unseen.append(f"{focused['tag']} {focused['name']}")
        if focused["name"].startswith(name):
            return unseen
    raise AssertionError(f"{name!r} is not reached by {MOST} times Tab")


def test_an_order_and_its_translation_by_keys_alone(house: House, browser: Browser) -> None:
    house.speak("fr")
    letter: Path = house.letter("teclado.pdf")
    page = window(browser, house, "newcomer", "wide").new_page()
    # Asked for only at the Enter, the browser may hear of it after the key: its own dialogue opens then.
    choosers: list[FileChooser] = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))
    page.goto("/demandes")
    unseen = tab_to(page, "Déposez vos pièces")
    page.keyboard.press("Enter")
    while not choosers:
        page.wait_for_timeout(50)
    choosers[0].set_files(str(letter))
    expect(page.locator(".drop__file")).to_contain_text("teclado.pdf")
    unseen += tab_to(page, "Référence de votre dossier")
    page.keyboard.type("CLAVIER-1")
    unseen += tab_to(page, "Normal")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Urgent : 3 jours")).to_be_checked()
    unseen += tab_to(page, "Envoyer la demande")
    page.keyboard.press("Enter")
    page.wait_for_url("**/demandes/*-*")
    expect(page.get_by_role("heading", name="teclado.pdf")).to_be_visible()
    house.work()

    translator = window(browser, house, "translator", "wide").new_page()
    translator.goto("/atelier")
    expect(translator.locator(".work", has_text="teclado.pdf")).to_be_visible()
    place = translator.evaluate(
        """() => [...document.querySelectorAll(".work")].findIndex(w => w.innerText.includes("teclado.pdf"))"""
    )
    for _ in range(place):
        unseen += tab_to(translator, "Regarder")
    unseen += tab_to(translator, "Prendre")
    translator.keyboard.press("Enter")
    translator.wait_for_selector(".seg--active textarea:focus")
    assert "teclado.pdf" in translator.locator("h1").inner_text()
    for number in range(translator.locator("[data-seg]").count()):
        segment = translator.locator("[data-seg]").nth(number)
        expect(segment.locator("textarea")).to_be_focused()
        assert translator.evaluate(FOCUSED)["seen"], f"segment {number + 1}"
        translator.keyboard.press("Control+Enter")
        expect(segment).to_have_attribute("data-state", "confirmed")
    expect(translator.get_by_text("Tout est confirmé")).to_be_visible()
    unseen += tab_to(translator, "Approuver", back=True)
    translator.keyboard.press("Enter")
    expect(translator.get_by_text("La traduction est approuvée")).to_be_visible()
    house.work()

    page.reload()
    unseen += tab_to(page, "Traduction en français (PDF)")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith("teclado.fr.pdf")
    assert unseen == []
