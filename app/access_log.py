"""The log of requests: one line each, without secrets or content."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from app.request_ids import KEY

log = logging.getLogger("truchement.access")
#: What machines ask every few seconds would drown the rest.
UNTOLD = frozenset({"/healthz", "/readyz", "/metrics"})


def line(status: str, method: str, path: str, seconds: float, size: int | None) -> dict[str, Any]:
    """What is kept of one request: never the query, the sender's address, a header or a cookie."""
    return {
        "method": method,
        "path": path,
        "status": int(status.split(maxsplit=1)[0]),
        "ms": round(seconds * 1000),
        "bytes": size,
    }


class AccessLogger(Logger):  # type: ignore[misc] # gunicorn is untyped
    """Gunicorn's log, written to the same place and in the same form as every other."""

    def setup(self, cfg: Any) -> None:
        """Lets the root logger write."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def access(self, resp: Any, _req: Any, environ: Mapping[str, Any], request_time: timedelta) -> None:
        """Writes the line, but for what machines ask and for static files."""
        path = environ.get("PATH_INFO", "")
        if path in UNTOLD or path.startswith("/static/"):
            return
        fields = line(resp.status, environ["REQUEST_METHOD"], path, request_time.total_seconds(), resp.sent)
        fields |= {"request_id": environ.get(KEY)}
        log.info("%(method)s %(path)s %(status)s, %(ms)s ms", fields, extra={"fields": fields})
