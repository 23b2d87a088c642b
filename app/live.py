"""Live parts: a fragment asked for again answers 304 when nothing in it moved."""

import hashlib

from flask import Flask, Response, g, request

from app.gate import is_fragment


def fingerprint(body: bytes, token: str | None) -> str:
    """A digest of what the reader sees: the anti-forgery token, new in each rendering, is left out."""
    if token:
        body = body.replace(token.encode(), b"")
    return hashlib.sha256(body).hexdigest()[:32]


def conditional(response: Response) -> Response:
    """Gives a fragment its ETag, and answers 304 when the browser already shows it."""
    asked = request.method == "GET" and is_fragment()
    if not asked or response.status_code != 200 or response.is_streamed or response.direct_passthrough:
        return response
    response.set_etag(fingerprint(response.get_data(), g.get("csrf_token")), weak=True)
    response.make_conditional(request)
    return response


def install(app: Flask) -> None:
    """Makes every fragment conditional; no view has to think of it."""
    app.after_request(conditional)
