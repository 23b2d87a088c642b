"""The headers of every answer: what the browser may load, keep and tell others.

A view that shows a document in a frame sets ``g.shows_frames = True``; the view that serves the framed document
sets ``g.framed = True``. ``g.keep`` is how an answer to a program may be kept, where it may. Nothing else is
loosened for anybody.
"""

from collections.abc import Callable

from flask import Flask, Response, g, request

from app.api.operations import is_program
from app.gate import is_static

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
VARY = "Cookie, Accept-Language, HX-Request"
VARY_OF_PROGRAMS = "Authorization, Accept-Language"
YEAR = 365 * 24 * 3600


def policy(shows_frames: bool, framed: bool) -> str:
    """The Content-Security-Policy of one answer."""
    rules = dict(POLICY)
    if shows_frames:
        rules["frame-src"] = "'self'"
    if framed:
        rules["frame-ancestors"] = "'self'"
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def add_headers(https: bool) -> Callable[[Response], Response]:
    """The function to run after each request. ``https`` says that people reach the service by https only."""

    def after(response: Response) -> Response:
        framed = bool(g.get("framed"))
        response.headers["Content-Security-Policy"] = policy(bool(g.get("shows_frames")), framed)
        response.headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        _say_how_long_to_keep(response)
        return response

    return after


def _say_how_long_to_keep(response: Response) -> None:
    if not is_static(request.endpoint):
        refused = response.status_code >= 400
        response.headers["Cache-Control"] = "no-store" if refused else g.get("keep", "no-store")
        response.headers["Vary"] = VARY_OF_PROGRAMS if is_program(request.path) else VARY
    elif request.args.get("v") and response.status_code == 200:
        # The address holds a digest of the content, so it can be kept for good.
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"


def install(app: Flask, https: bool) -> None:
    """Puts the headers on every answer of the application, error pages included."""
    app.after_request(add_headers(https))
    app.config.update(
        SESSION_COOKIE_NAME="__Host-truchement_page" if https else "truchement_page",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the cookie it is bound to
    )
