"""Whether this process can work: its database, at the version of this code; its files; its messages."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from celery import Celery
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from app.checkup.services import readonly
from app.settings import Settings
from app.watch.probes import SECONDS, Probe
from app.wiring import Wiring
from storage.migrations.standing import Place, standing

PLACES = {
    Place.EMPTY: "schema_missing",
    Place.BEHIND: "schema_outdated",
    Place.CURRENT: "ok",
    Place.AHEAD: "schema_newer",
    Place.TOO_NEW: "schema_too_new",
}


def probes(wiring: Wiring) -> tuple[Probe, ...]:
    """What to ask, in the order in which it is told."""
    settings = wiring.settings
    return (
        Probe("database", lambda: database(settings.database_url)),
        Probe("blobs", lambda: _blobs(wiring)),
        Probe("broker", lambda: broker(settings, wiring.celery)),
    )


def database(url: str) -> str:
    """By a connection of its own, closed at once: asking takes none from those who work, and needs none of theirs.
    A newer schema on which this code may work is that of the next version, being put in place beside this one."""
    engine = _engine(url)
    if engine is None:
        return PLACES[Place.EMPTY]
    try:
        return PLACES[standing(engine).place]
    finally:
        engine.dispose()


def _engine(url: str) -> Engine | None:
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        path = Path(parts.database or "")
        return readonly(path) if path.exists() else None
    limits = {"connect_timeout": int(SECONDS), "options": f"-c statement_timeout={int(SECONDS * 1000)}"}
    return create_engine(parts, poolclass=NullPool, connect_args=limits, hide_parameters=True)


def _blobs(wiring: Wiring) -> str:
    wiring.blobs.probe()
    return "ok"


def broker(settings: Settings, celery: Celery) -> str:
    """Takes a connection; on one machine, a folder takes its place."""
    if urlsplit(settings.broker_url).scheme == "filesystem":
        folder = settings.data / "broker" / "messages"
        return "ok" if os.access(folder, os.W_OK | os.X_OK) else "unreachable"
    with celery.connection() as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=SECONDS)
    return "ok"
