"""Serving the web application by gunicorn with threads."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from app.access_log import AccessLogger, log
from app.features import features
from app.settings import Settings
from app.web import create_app
from app.wiring import Wiring

# For what passes beside the lanes, and for those who are told that there is no place.
SPARE = 8
CONNECTIONS = 1000
TIMEOUT = 120
GRACE = 20
LINE = 8190
FIELDS = 100


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn is untyped
    def __init__(self, app: Flask, options: Mapping[str, Any]) -> None:
        self._app, self._options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def threads(settings: Settings) -> int:
    """One for each request that is answered or waits, and some more: no request ever waits for a thread, where
    nobody could refuse it."""
    return settings.web_requests + settings.web_uploads + 2 * settings.web_waiting + SPARE


def options(settings: Settings) -> dict[str, Any]:
    """Gunicorn's settings: one process, for SQLite's sake."""
    return {
        "bind": f"{settings.host}:{settings.port}",
        "workers": 1,
        "worker_class": "gthread",
        "threads": threads(settings),
        "worker_connections": CONNECTIONS,
        "timeout": TIMEOUT,
        "graceful_timeout": GRACE,
        "keepalive": 5,
        "limit_request_line": LINE,
        "limit_request_fields": FIELDS,
        "limit_request_field_size": LINE,
        "logger_class": AccessLogger,
        "accesslog": "-",
        "errorlog": "-",
        "loglevel": "warning",
        "forwarded_allow_ips": "",  # app.web alone trusts proxies, as many as the setting says
        "control_socket_disable": True,
    }


def serve(wiring: Wiring) -> None:
    """Serves until told to stop by SIGTERM or SIGINT."""
    log.setLevel(logging.INFO)
    app = create_app(wiring, features(wiring))
    wiring.engine.dispose()  # connections do not cross a fork
    _Server(app, options(wiring.settings)).run()
