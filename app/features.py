"""The screens of every package, joined into one site: their blueprints, and who finds what in the menu."""

from datetime import date, datetime
from pathlib import Path

from app.display import ZONE
from app.navigation import Entry
from app.web import Features
from app.wiring import Wiring
from delivery.routes import create_blueprint as create_delivery
from delivery.service import House
from intake.checks import CountPages
from intake.checks import Limits as UploadLimits
from intake.routes import Services as IntakeServices
from intake.routes import create_blueprint as create_intake
from intake.service import Terms
from ocr.limits import Limits
from ocr.showing import Pictures
from ocr.supervision import count_in_child, image_in_child
from ocr.thumbnails import View
from review.routes import Services as ReviewServices
from review.routes import create_blueprint as create_review
from storage.errors import N_
from storage.models import Role

MENU = (
    Entry(N_("Ma file"), "review.queue", frozenset({Role.TRANSLATOR, Role.REVISER})),
    Entry(N_("Mes demandes"), "intake.orders", frozenset({Role.REQUESTER})),
    Entry(N_("Demandes"), "intake.orders", frozenset({Role.COORDINATOR, Role.TRANSLATOR, Role.REVISER})),
)


def features(wiring: Wiring) -> Features:
    """What the packages bring to the web application."""
    store = wiring.store
    return Features(
        blueprints=(
            create_intake(intake_services(wiring)),
            create_review(ReviewServices(store, pictures(wiring))),
            create_delivery(store, wiring.scratch / "downloads", House(wiring.settings.body_name, ZONE)),
        ),
        menu=MENU,
    )


def intake_services(wiring: Wiring) -> IntakeServices:
    """What taking orders in needs; the demonstration uses it too."""
    settings = wiring.settings
    return IntakeServices(
        store=wiring.store,
        limits=UploadLimits(settings.max_upload_bytes, settings.max_pages, settings.max_files),
        terms=Terms(settings.days_normal, settings.days_urgent, settings.max_files),
        count=counter(),
        pictures=pictures(wiring),
        scratch=wiring.scratch / "uploads",
        today=today,
    )


def counter() -> CountPages:
    """Counts the pages of a file in a process of its own."""

    def count(path: Path, media_type: str) -> int:
        return count_in_child(path, media_type, limits=Limits())

    return count


def pictures(wiring: Wiring) -> Pictures:
    """Draws pages in a process of its own."""

    def draw(path: Path, media_type: str, number: int, view: View) -> bytes:
        return image_in_child(path, media_type, number, view, limits=Limits())

    return Pictures(wiring.scratch / "pictures", draw)


def today() -> date:
    """The day in France."""
    return datetime.now(ZONE).date()
