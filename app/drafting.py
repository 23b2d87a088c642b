"""The drafter of pages: the engines that are installed, and the detector of languages."""

from ocr.languages import Detector
from translate.engines.router import Router
from translate.page_drafter import PageDrafter


def open_drafter(router: Router) -> PageDrafter:
    """Drafts pages with the router's engines."""
    detector = Detector()

    return PageDrafter(router.route, detector.choose)
