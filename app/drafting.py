"""The drafter of pages: the engines that are installed, and the detector of languages."""

from app.watch import measured
from app.watch.meters import Meters
from ocr.languages import Detector
from translate.engines.router import Router
from translate.page_drafter import PageDrafter


def open_drafter(router: Router, meters: Meters) -> PageDrafter:
    """Drafts pages with the router's engines, whose words and time are counted."""
    return PageDrafter(measured.route(router.route, meters), Detector().choose)
