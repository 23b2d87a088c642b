"""Who may call which view. A view without a mark stops the application from starting."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect, request, url_for
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from app.api.operations import is_program
from storage.access import EVERY_ROLE
from storage.actors import ANONYMOUS, Actor
from storage.models import Role

ANONYMOUS_BODY = 64 * 1024
STATIC = "static"

Identify = Callable[[], Actor]


class UnmarkedViewError(RuntimeError):
    """A view was registered without saying who may call it."""


def is_static(endpoint: str | None) -> bool:
    """Whether the endpoint serves the files of the application or of a package, which are for everybody."""
    return endpoint is not None and (endpoint == STATIC or endpoint.endswith("." + STATIC))


def check_marks(app: Flask) -> None:
    """Raises UnmarkedViewError naming every view without a mark of ``storage.access``."""
    bare = sorted(
        endpoint
        for endpoint, view in app.view_functions.items()
        if not is_static(endpoint) and not getattr(view, "allowed_roles", None)
    )
    if bare:
        raise UnmarkedViewError(f"views without an access mark: {', '.join(bare)}")


def safe_path(target: str | None) -> str | None:
    """``target`` when it is a path of this site and nothing else, so that no link sends a person elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(c) < 32 or ord(c) == 127 for c in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def wants_json() -> bool:
    """Whether the caller is a program: it calls the interface for them, or asks for JSON and not for a page."""
    if is_program(request.path):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/problem+json"])
    return best is not None and best != "text/html"


def is_fragment() -> bool:
    """Whether htmx asks for a part of a page."""
    return not is_program(request.path) and request.headers.get("HX-Request") == "true"


def admit(app: Flask, identify: Identify) -> Callable[[], AnyResponse | None]:
    """The function to run before each request: sets ``g.actor``, then lets the request through, sends the person
    to sign in, or refuses."""

    def before() -> AnyResponse | None:
        g.actor = ANONYMOUS
        if is_static(request.endpoint) or _marked(app, "unidentified") or _is_for_a_key(app):
            return None
        g.actor = identify()
        signed_in = g.actor.user_id is not None
        if not signed_in:
            request.max_content_length = ANONYMOUS_BODY
        if request.endpoint is None:
            return None  # the error page of an unknown address is for everybody
        view: Any = app.view_functions[request.endpoint]
        if getattr(view, "public", False):
            return None
        if not signed_in:
            return ask_to_sign_in()
        if not _lets_in(view, g.actor):
            raise Forbidden()
        return None

    return before


def _marked(app: Flask, mark: str) -> bool:
    view: Any = app.view_functions.get(request.endpoint or "")
    return getattr(view, mark, False)


def _is_for_a_key(app: Flask) -> bool:
    """Whether a key says who calls (``app.api.entrance``): what a browser sends by itself counts for nothing."""
    if not _marked(app, "for_programs"):
        return False
    g.signed = None
    request.max_content_length = ANONYMOUS_BODY
    return True


def _lets_in(view: Any, actor: Actor) -> bool:
    """Whether the view is for the actor. What is for every signed-in user asks for no role: who has none that
    counts can still sign out."""
    allowed: frozenset[Role] = getattr(view, "allowed_roles", frozenset())
    return allowed == EVERY_ROLE or actor.has(*allowed)


def ask_to_sign_in() -> AnyResponse:
    """Where a person who is not signed in is sent: the sign-in page, which leads back here. A program gets 401."""
    if is_fragment():
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        response = Response(status=401)
        response.headers["HX-Redirect"] = _sign_in(page.path + (f"?{page.query}" if page.query else ""))
        return response
    if wants_json():
        raise Unauthorized()
    if request.method not in ("GET", "HEAD"):
        return redirect(_sign_in(None))
    return redirect(_sign_in(request.full_path.rstrip("?")))


def _sign_in(target: str | None) -> str:
    wanted = safe_path(target)
    return url_for("signin.sign_in", next=wanted if wanted not in (None, "/") else None)
