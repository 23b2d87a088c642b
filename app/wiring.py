"""Names the concrete parts and joins them. Nothing is opened before it is asked for."""

import logging
import socket
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from celery import Celery
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.broker import notifier, open_broker
from app.keys import FILE as KEY_FILE
from app.keys import KeyFile
from app.sealing import KeySealer
from app.settings import Settings
from app.settings_values import SettingError
from app.watch.meters import Meters
from delivery.webhooks.addresses import Rules
from intake.antivirus.clamd import open_clamd
from intake.antivirus.scanner import Scanner
from storage.blobs import BlobStore
from storage.database import open_engine, session_maker
from storage.migrations import standing
from storage.migrations.standing import Place, Standing
from storage.outage import is_lost
from storage.queue import Lease
from storage.reserve import Reserve
from storage.stores import open_blobs
from storage.unit_of_work import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wiring:
    """The parts that every process shares."""

    settings: Settings

    @cached_property
    def engine(self) -> Engine:
        """The database."""
        self.settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return open_engine(self.settings.database_url)

    @cached_property
    def celery(self) -> Celery:
        """The broker."""
        return open_broker(self.settings)

    @cached_property
    def blobs(self) -> BlobStore:
        """Where the bytes are."""
        try:
            return open_blobs(self.settings.blobs_url)
        except ValueError as error:
            raise SettingError(f"TRUCHEMENT_BLOBS_URL : {error}") from error

    @cached_property
    def scanner(self) -> Scanner | None:
        """The antivirus, when there is one. A mistyped address is no reason to do without."""
        if not self.settings.antivirus_url:
            return None
        try:
            return open_clamd(self.settings.antivirus_url)
        except ValueError as error:
            raise SettingError(f"TRUCHEMENT_ANTIVIRUS_URL : {error}") from error

    @cached_property
    def store(self) -> Store:
        """Opens units of work."""
        return Store(session_maker(self.engine), self.blobs, notifier(self.celery))

    @cached_property
    def meters(self) -> Meters:
        """What this process counts."""
        return Meters()

    def prepare(self) -> Standing:
        """Brings the database to the newest revision and makes sure that the blob store takes objects; returns how
        the database stood. Raises BlobStoreError, SchemaTooNewError."""
        stood = standing.prepare(self.engine)
        self.blobs.probe()
        return stood

    def check(self) -> None:
        """For a process that finds its database prepared; raises SchemaBehindError, SchemaTooNewError. A database
        that does not answer is no reason not to start: the process waits for it as it does at any other moment."""
        try:
            stood = standing.check(self.engine)
        except DBAPIError as error:
            if not is_lost(error):
                raise
            log.warning("the database does not answer yet: its revision was not looked at")
        else:
            if stood.place is Place.AHEAD:
                log.warning("the database is at %s, newer than this program (%s)", stood.found, stood.wanted)

    @property
    def lease(self) -> Lease:
        """How long a claim holds."""
        return Lease(self.settings.lease_seconds, self.settings.lease_seconds / 4)

    @property
    def scratch(self) -> Path:
        """For files that may vanish at any moment."""
        return self.settings.data / "scratch"

    @property
    def key_file(self) -> KeyFile:
        """Where the service keeps the keys that it makes itself."""
        return KeyFile(self.settings.data / KEY_FILE)

    @cached_property
    def room(self) -> Reserve:
        """The disks that an upload passes through: where forms are received, the data folder, the blobs when they
        are files."""
        blobs = urlsplit(self.settings.blobs_url)
        kept = (Path(blobs.path),) if blobs.scheme == "file" else ()
        return Reserve((Path(tempfile.gettempdir()), self.settings.data, *kept), self.settings.min_free_bytes)

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """The keys that sign the forms' tokens, the one that signs first: the operator's, or those kept here."""
        return self.settings.secrets or self.key_file.keys()

    @cached_property
    def sealer(self) -> KeySealer:
        """What keeps the secrets of other systems unreadable in the database."""
        return KeySealer(self.secrets)

    @property
    def call_rules(self) -> Rules:
        """Which addresses of other systems may be called."""
        return Rules(self.settings.webhook_networks, self.settings.webhook_http == "accept")


def owner(pid: int, part: str = "") -> str:
    """How a process signs its leases: what one process holds starts with ``owner(pid)``."""
    return f"{socket.gethostname()}:{pid}:{part}"


def wire(settings: Settings) -> Wiring:
    """The parts for these settings."""
    return Wiring(settings)
