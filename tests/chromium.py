"""The real browser of the tests: Debian's Chromium, the same windows and the same patience everywhere.

A wait ends when the thing that is waited for is there; how long that may take says nothing of the product, for
tests also run on machines that do ten other things.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

PATH = "/usr/bin/chromium"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
WIDE, NARROW = (1280, 800), (390, 844)
#: Milliseconds for a page or a part of it; and for documents to pass through the service.
PATIENCE = 60_000
LONG_PATIENCE = 300_000


@contextmanager
def running() -> Iterator[Browser]:
    """A browser, closed at the end."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


def window(
    browser: Browser, base: str, size: tuple[int, int] = WIDE, *, language: str = "fr-FR", script: bool = True
) -> BrowserContext:
    """A window of its own over the site at ``base``: no cookie of another, nothing that moves."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=language,
        reduced_motion="reduce",
        base_url=base,
        java_script_enabled=script,
    )
    context.set_default_timeout(PATIENCE)
    return context
