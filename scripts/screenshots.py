"""Makes the pictures of the documentation again: the editor, the board and an order, under docs/images/.

    .venv/bin/python scripts/screenshots.py

Starts a service of its own with the demonstration data (invented persons only) in a temporary folder and on a free
port, works in it as the demonstration's people do, in Debian's Chromium, and ends it. Takes about two minutes.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
WINDOW = {"width": 1280, "height": 800}
# Of the ways to fewer colours, the one that keeps the rare ones: the green of what is confirmed came out grey.
MANY = Image.Quantize.MAXCOVERAGE
MOST_BYTES = 300_000
SECONDS = 240  # until the samples are read and drafted
DOCUMENTS = 12
WAIVER = "vérifié sur l'original"


@contextmanager
def service(folder: Path) -> Iterator[tuple[str, Path]]:
    """The service with its demonstration data: its address, and the file of what it prints."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    printed = folder / "printed"
    environment = os.environ | {"TRUCHEMENT_DATA": str(folder / "data"), "TRUCHEMENT_PORT": str(port)}
    with printed.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "run"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        yield f"http://127.0.0.1:{port}", printed
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def passwords(printed: Path) -> dict[str, str]:
    """The passwords that the service printed, by login, once every sample has its draft."""
    until = time.monotonic() + SECONDS
    while printed.read_text().count("brouillon prêt") < DOCUMENTS:
        if time.monotonic() > until:
            raise SystemExit(f"les brouillons ne sont pas prêts :\n{printed.read_text()}")
        time.sleep(1)
    return dict(re.findall(r"(\S+)@demo\.invalid\s+(\S+)", printed.read_text()))


def enter(browser: Browser, address: str, login: str, password: str) -> Page:
    """A window of somebody who signs in."""
    context = browser.new_context(viewport=WINDOW, locale="fr-FR", reduced_motion="reduce", base_url=address)
    page = context.new_page()
    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill(f"{login}@demo.invalid")
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(re.compile(r"^(?!.*/connexion)"))
    return page


def take(page: Page, file: str) -> None:
    """Takes the translation of a file from the queue."""
    page.goto("/atelier")
    page.locator(".work", has_text=file).get_by_role("button").first.click()
    page.wait_for_selector(".seg--active")


def confirm(page: Page, most: int) -> None:
    """Confirms up to ``most`` segments as a translator does, from the first that is left."""
    for _ in range(most):
        left = page.locator("[data-seg][data-state=draft], [data-seg][data-state=edited]")
        if not left.count():
            return
        segment = page.locator(f"[data-id='{left.first.get_attribute('data-id')}']")
        segment.locator(".seg__target").click()
        while segment.locator(".check__waive").count():
            checks = segment.locator(".check__waive").count()
            segment.locator(".check__waive summary").first.click()
            segment.locator("[name=reason]").first.fill(WAIVER)
            segment.get_by_role("button", name="Écarter ce contrôle").first.click()
            expect(segment.locator(".check__waive")).to_have_count(checks - 1)
        if not segment.locator(".seg__target").input_value().strip():
            segment.locator("[data-act=source]").click()
        page.keyboard.press("Control+Enter")
        expect(segment).to_have_attribute("data-state", "confirmed")


def keep(page: Page, name: str, *, whole: bool = False) -> None:
    """The window (``whole``: the page) as a picture of few colours, which is small."""
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256, MANY, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{path} : {path.stat().st_size} octets, plus de {MOST_BYTES}")
    print(f"{path.relative_to(ROOT)} : {path.stat().st_size // 1000} ko")


def editor(page: Page) -> None:
    """A pension decision in hand: some segments confirmed, and an amount that a check stops."""
    take(page, "de_rentenbescheid.pdf")
    confirm(page, 35)
    wrong = page.locator("[data-seg]", has_text="2.021,84").first
    target = wrong.locator(".seg__target")
    target.click()
    target.fill(target.input_value().replace("84", "48"))
    expect(wrong.locator(".check--blocking")).not_to_have_count(0)
    offer = page.locator("[data-toast] button", has_text="Fermer")
    if offer.is_visible():
        offer.click()
        target.focus()
    keep(page, "editeur")


def delivered(translator: Page, requester: Page) -> None:
    """An invoice for care, translated, approved and delivered, as its requester sees it."""
    take(translator, "it_fattura_sanitaria.jpg")
    confirm(translator, 500)
    translator.get_by_role("button", name="Approuver").click()
    requester.goto("/demandes?q=it_fattura")
    requester.locator("td a.fr-link").first.click()
    expect(requester.get_by_role("link", name="Traduction en français (PDF)")).to_be_visible(timeout=120_000)
    keep(requester, "demande")


def main() -> None:
    """Makes the three pictures."""
    with tempfile.TemporaryDirectory() as folder, service(Path(folder)) as (address, printed):
        known = passwords(printed)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)

            def window(login: str) -> Page:
                return enter(browser, address, login, known[login])

            translator = window("traduction")
            delivered(translator, window("demandeur"))
            editor(translator)
            board = window("coordination")
            keep(board, "pilotage")
            browser.close()


if __name__ == "__main__":
    main()
