"""Handing over bytes to a program: whole, by parts, or not at all when it has them already."""

from dataclasses import dataclass
from typing import BinaryIO

from flask import Response, g, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from app.api.errors import RangeError

KEEP = "private, no-cache"


@dataclass(frozen=True, slots=True)
class Content:
    """What can be handed over: ``sha256`` in hexadecimal, ``size`` in bytes."""

    media_type: str
    file_name: str
    size: int
    sha256: str


def unchanged(content: Content) -> Response | None:
    """The answer to a caller that has these bytes already; None when it does not."""
    if not request.if_none_match.contains(content.sha256):
        return None
    answer = Response(status=304)
    answer.headers.remove("Content-Type")
    answer.set_etag(content.sha256)
    # It may be kept where only the caller reads it, and is asked for again each time: a right may have ended.
    g.keep = KEEP
    return answer


def hand_over(content: Content, source: BinaryIO) -> Response:
    """The bytes, or the part of them that was asked for; raises RangeError."""
    g.keep = KEEP
    answer = send_file(
        source,
        mimetype=content.media_type,
        as_attachment=True,
        download_name=content.file_name,
        etag=content.sha256,
        conditional=False,
    )
    answer.content_length = content.size
    try:
        answer.make_conditional(request, accept_ranges=True, complete_length=content.size)
    except RequestedRangeNotSatisfiable as error:
        source.close()
        raise RangeError(content.size) from error
    return answer
