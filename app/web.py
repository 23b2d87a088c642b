"""The web application: built from what ``app.wiring`` made, with nothing global."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from flask import Blueprint, Flask, g, request, url_for
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from app import crowd, display, failures, gate, i18n, live, security
from app.api import entrance
from app.factor.routes import create_blueprint as create_factor
from app.factor.routes import guard as factor_guard
from app.help import anchor_for
from app.navigation import Entry, current, entries_for
from app.pages import create_blueprint as create_pages
from app.request_ids import RequestIds
from app.settings import Settings
from app.signin.account import create_blueprint as create_account
from app.signin.opening import door_for, signon_for
from app.signin.passwords import Passwords
from app.signin.routes import create_blueprint as create_signin
from app.signin.sessions import identify
from app.signon.routes import Views as SignOnViews
from app.signon.routes import create_blueprint as create_signon
from storage.unit_of_work import Store

FORM_BYTES = 2 * 1024 * 1024
FORM_PARTS = 5000
ROOM = 1024 * 1024


class Wired(Protocol):
    """What the web application needs of the wiring; the first of ``secrets`` signs the forms' tokens, all of them
    verify."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def secrets(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Features:
    """What the packages bring: their blueprints, the menu in the order in which it is shown, what is asked once a
    person is let in, before any form is received, and the blueprints that ``programs`` call with a key: no cookie
    counts there, so that there is nothing to forge."""

    blueprints: Sequence[Blueprint] = ()
    menu: Sequence[Entry] = ()
    guards: Sequence[Callable[[], Response | None]] = ()
    programs: Sequence[Blueprint] = ()


def create_app(wired: Wired, features: Features, passwords: Passwords | None = None) -> Flask:
    """The application. Raises ``gate.UnmarkedViewError`` when a view says nothing of who may call it."""
    settings = wired.settings
    app = failures.QuietFlask("app", root_path=str(Path(__file__).parent))
    app.secret_key, *earlier = wired.secrets
    app.config.update(
        SECRET_KEY_FALLBACKS=earlier,
        # Flask-WTF knows no fallbacks, but hands this to a signer that does: the last one signs.
        WTF_CSRF_SECRET_KEY=[*reversed(earlier), app.secret_key],
        MAX_CONTENT_LENGTH=settings.max_order_bytes + ROOM,
        ORDER_BYTES=settings.max_order_bytes,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=FORM_PARTS,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    door = door_for(settings, wired.secrets, wired.store, passwords)
    provider = SignOnViews(door, signon_for(settings, wired.secrets))
    i18n.install(app)
    app.before_request(crowd.refuse)
    app.before_request(gate.admit(app, identify(door.signin, wired.store, door.cookie)))
    for guard in (factor_guard, *features.guards):
        app.before_request(guard)
    forgery = CSRFProtect(app)  # reads the form, and so receives its files
    live.install(app)
    security.install(app, settings.secure_cookies)
    failures.install(app)
    entrance.install(app, settings.api_per_minute)
    _prepare_templates(app, settings, features.menu)
    own = (
        create_pages(wired.store, features.menu, settings.secure_cookies),
        create_signin(door, provider.name, provider.leave),
        create_account(door, provider.name),
        create_factor(door),
        create_signon(provider),
    )
    for blueprint in (*own, *features.blueprints, *features.programs):
        app.register_blueprint(blueprint)
    for blueprint in features.programs:
        forgery.exempt(blueprint)
    gate.check_marks(app)
    application: crowd.Application = crowd.Gate(app.wsgi_app, lanes_of(settings))
    if settings.proxies:
        hops = settings.proxies
        # A prefix is not among what is believed: the application lives at the root of its host.
        application = ProxyFix(application, x_for=hops, x_proto=hops, x_host=hops, x_port=0, x_prefix=0)
    app.wsgi_app = RequestIds(application, trusted=settings.proxies > 0)  # type: ignore[method-assign]
    return app


def lanes_of(settings: Settings) -> crowd.Lanes:
    """How many are answered at once, and how many wait."""
    waiting, seconds = settings.web_waiting, settings.web_wait_seconds
    return crowd.Lanes(
        crowd.Lane(settings.web_uploads, waiting, seconds), crowd.Lane(settings.web_requests, waiting, seconds)
    )


def _prepare_templates(app: Flask, settings: Settings, menu: Sequence[Entry]) -> None:
    display.install(app)
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(
        asset=_assets(app),
        brand=settings.brand,
        body_name=settings.body_name,
        menu=_menu(menu),
        help_anchor=lambda: anchor_for(request.endpoint, g.actor),
    )


def _assets(app: Flask) -> Callable[[str], str]:
    """The address of an own or vendor file, with a digest so that a browser keeps it until it changes."""
    folder = Path(str(app.static_folder))

    @lru_cache(maxsize=500)
    def digest(path: str, _changed: float) -> str:
        return hashlib.sha256((folder / path).read_bytes()).hexdigest()[:12]

    def asset(path: str) -> str:
        file = folder / path
        version = digest(path, file.stat().st_mtime) if file.is_file() else None
        return url_for("static", filename=path, v=version)

    return asset


def _menu(entries: Sequence[Entry]) -> Callable[[], list[dict[str, object]]]:
    """The menu of the person who reads: label, address, and whether this page lies under it."""

    def menu() -> list[dict[str, object]]:
        mine = entries_for(entries, g.actor)
        paths = [url_for(entry.endpoint) for entry in mine]
        here = current(paths, request.path)
        return [
            {"label": entry.label, "href": path, "current": i == here, "exact": path == request.path}
            for i, (entry, path) in enumerate(zip(mine, paths, strict=True))
        ]

    return menu
