"""The log of requests: one JSON line each, without secrets or content."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from gunicorn.glogging import Logger


def line(status: str, method: str, path: str, seconds: float, size: int | None) -> dict[str, Any]:
    """What is kept of one request: never the query, the sender's address, a header or a cookie."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": method,
        "path": path,
        "status": int(status.split(maxsplit=1)[0]),
        "ms": round(seconds * 1000),
        "bytes": size,
    }


class JsonLogger(Logger):  # type: ignore[misc] # gunicorn is untyped
    """One JSON line a request, to the same place as every other log."""

    def access(self, resp: Any, _req: Any, environ: Mapping[str, Any], request_time: timedelta) -> None:
        """Writes the line, but for the health check and static files, which would drown the rest."""
        path = environ.get("PATH_INFO", "")
        if path == "/healthz" or path.startswith("/static/"):
            return
        shown = line(resp.status, environ["REQUEST_METHOD"], path, request_time.total_seconds(), resp.sent)
        logging.getLogger("truchement.access").info("%s", json.dumps(shown))
