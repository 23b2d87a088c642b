"""The screens of every package, joined into one site: their blueprints, and who finds what in the menu."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint

from app.administration.access_routes import create_blueprint as create_access
from app.administration.body_routes import create_blueprint as create_bodies
from app.administration.home_routes import create_blueprint as create_administration
from app.administration.machine import create_blueprints as create_machine
from app.administration.mail_routes import MailWay
from app.administration.mail_routes import create_blueprint as create_mail
from app.administration.people_routes import create_blueprint as create_people
from app.administration.services_routes import create_blueprint as create_services
from app.administration.webhooks_routes import create_blueprint as create_webhooks
from app.api.blueprints import interface
from app.child_limits import child_limits
from app.display import ZONE
from app.mail import kept_in, server_of
from app.navigation import Entry
from app.settings import Settings
from app.signin.opening import factors_for, signin_for
from app.watch.meters import Meters
from app.watch.readiness import probes
from app.watch.routes import create_blueprint as create_watch
from app.watch.rows import RowsCollector
from app.web import Features
from app.wiring import Wiring
from delivery.routes import create_blueprint as create_delivery
from delivery.service import House
from intake.checks import Limits as UploadLimits
from intake.checks import LookInto
from intake.needs import Services as IntakeServices
from intake.opening import Unpack
from intake.routes import create_blueprint as create_intake
from intake.routes import create_guard
from intake.service import Terms
from intake.sorting.routes import Services as SortingServices
from intake.sorting.routes import create_blueprint as create_sorting
from ocr.containers.opening import Contents as Unpacked
from ocr.containers.opening import unpack_in_child
from ocr.containers.parts import Caps
from ocr.document import Contents
from ocr.showing import Pictures
from ocr.supervision import image_in_child, look_in_child, unlock_in_child
from ocr.thumbnails import View
from review.board.routes import Services as BoardServices
from review.board.routes import create_blueprint as create_board
from review.board.showing import Pace
from review.routes import Services as ReviewServices
from review.routes import create_blueprint as create_review
from storage.errors import N_
from storage.models import Role

LOOK_SECONDS = 60.0
MENU = (
    Entry(N_("Pilotage"), "board.show", frozenset({Role.COORDINATOR})),
    Entry(N_("À trier"), "sorting.files", frozenset({Role.COORDINATOR})),
    Entry(N_("Ma file"), "review.queue", frozenset({Role.TRANSLATOR, Role.REVISER})),
    Entry(N_("Mes demandes"), "intake.orders", frozenset({Role.REQUESTER})),
    Entry(N_("Demandes"), "intake.orders", frozenset({Role.COORDINATOR, Role.TRANSLATOR, Role.REVISER})),
    Entry(N_("Administration"), "administration_home.home", frozenset({Role.ADMINISTRATOR})),
    Entry(N_("Files et échecs"), "administration_queues.queues", frozenset({Role.COORDINATOR})),
    Entry(N_("Journal"), "administration_journal.journal", frozenset({Role.AUDITOR})),
)


def features(wiring: Wiring) -> Features:
    """What the packages bring to the web application."""
    store, settings = wiring.store, wiring.settings
    services = intake_services(wiring)
    programs = interface(wiring, services)
    return Features(
        blueprints=(
            create_intake(services),
            create_sorting(SortingServices(store, today, settings.pause_clock)),
            create_review(ReviewServices(store, pictures(wiring))),
            create_board(BoardServices(store, Pace(settings.words_per_day, settings.page_words, today))),
            create_delivery(store, wiring.scratch / "downloads", House(settings.body_name, ZONE)),
            *administration(wiring),
            *create_machine(wiring, pictures(wiring)),
            watch(wiring),
            programs.pages,
        ),
        menu=MENU,
        guards=(create_guard(wiring.room), programs.entrance.guard),
        programs=programs.programs,
    )


def watch(wiring: Wiring) -> Blueprint:
    """What machines ask; the rows are counted by the web application."""
    settings = wiring.settings
    folders = {"data": settings.data}
    if settings.blobs_url.startswith("file:"):
        folders["blobs"] = Path(urlsplit(settings.blobs_url).path)
    wiring.meters.registry.register(RowsCollector(wiring.store, folders))
    return create_watch(probes(wiring), wiring.meters, settings.metrics_tokens)


def administration(wiring: Wiring) -> tuple[Blueprint, ...]:
    """The screens of administrators."""
    store, settings = wiring.store, wiring.settings
    signin, factors = signin_for(settings), factors_for(settings, wiring.secrets)
    way = MailWay(kept_in(settings), server_of(settings), settings.mail_from)
    return (
        create_administration(wiring.room),
        create_people(store, signin, factors, kept=way.folder is not None),
        create_access(store, signin, factors),
        create_bodies(store),
        create_mail(store, way),
        create_services(store, settings.public_url),
        create_webhooks(store),
    )


def intake_services(wiring: Wiring) -> IntakeServices:
    """What taking orders in needs; the demonstration uses it too."""
    settings = wiring.settings
    return IntakeServices(
        store=wiring.store,
        limits=UploadLimits(
            settings.max_upload_bytes, settings.max_pages, settings.max_files, settings.max_order_bytes
        ),
        terms=Terms(settings.days_normal, settings.days_urgent, settings.max_files, wiring.scanner is not None),
        look=looker(settings, wiring.meters),
        unpack=unpacker(settings, wiring.meters),
        scanner=wiring.scanner,
        unlock=unlocker(settings, wiring.meters),
        pictures=pictures(wiring),
        scratch=wiring.scratch / "uploads",
        today=today,
        room=wiring.room,
        pauses=settings.pause_clock,
    )


def looker(settings: Settings, meters: Meters) -> LookInto:
    """Says what a file holds, in a process of its own. Somebody waits for the answer."""
    limits = replace(child_limits(settings), page_seconds=LOOK_SECONDS)

    def look(path: Path, media_type: str) -> Contents:
        with meters.child("look"):
            return look_in_child(path, media_type, limits=limits)

    return look


def unpacker(settings: Settings, meters: Meters) -> Unpack:
    """Takes mails and archives apart, in a process of its own."""
    limits = replace(child_limits(settings), page_seconds=LOOK_SECONDS)

    def unpack(path: Path, media_type: str, folder: Path, caps: Caps) -> Unpacked:
        with meters.child("unpack"):
            return unpack_in_child(path, media_type, folder, caps=caps, limits=limits)

    return unpack


def unlocker(settings: Settings, meters: Meters) -> Callable[[Path, str], Contents]:
    """Opens a protected PDF by its password, in a process of its own."""
    limits = replace(child_limits(settings), page_seconds=LOOK_SECONDS)

    def unlock(path: Path, password: str) -> Contents:
        with meters.child("look"):
            return unlock_in_child(path, password, limits=limits)

    return unlock


def pictures(wiring: Wiring) -> Pictures:
    """Draws pages in a process of its own."""
    limits = child_limits(wiring.settings)

    def draw(path: Path, media_type: str, number: int, view: View) -> bytes:
        with wiring.meters.child("draw"):
            return image_in_child(path, media_type, number, view, limits=limits)

    return Pictures(wiring.scratch / "pictures", draw)


def today() -> date:
    """The day in France."""
    return datetime.now(ZONE).date()
