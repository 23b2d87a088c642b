"""The engines that are installed, and the drafter that uses them."""

from app.settings import Settings
from app.watch import measured
from app.watch.meters import Meters
from ocr.languages import Detector
from translate.engines.router import Router
from translate.page_drafter import PageDrafter


def open_router(settings: Settings) -> Router:
    """Routes between the engines; their processes and models start when they are first used."""
    return Router(settings.packages_folder, beam=settings.beam)


def open_drafter(router: Router, meters: Meters | None = None) -> PageDrafter:
    """Drafts pages with the router's engines, measured where somebody wants to know."""
    route = router.route if meters is None else measured.route(router.route, meters)
    return PageDrafter(route, Detector().choose)
