"""What the service works with: its folder, its database, its messages, its files, its mail."""

import sqlite3
import tempfile
from pathlib import Path
from urllib.parse import quote, urlsplit

from kombu.exceptions import OperationalError as BrokerError
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from app.broker import open_broker
from app.checkup.line import Line, folder_line
from app.mail import SmtpPost, open_post
from app.settings import Settings
from app.settings_values import SettingError
from storage.errors import ServiceError
from storage.migrations.standing import Place, Standing, standing
from storage.s3 import S3Blobs
from storage.stores import open_blobs

GROUP = "Service"
PREPARE = "truchement backup DOSSIER, puis truchement migrate"


def folder(settings: Settings) -> list[Line]:
    """The data folder and its room."""
    least = settings.min_free_bytes
    received = Path(tempfile.gettempdir())
    return [
        folder_line(GROUP, "data_folder", "Dossier de données", settings.data, least),
        folder_line(GROUP, "temporary_folder", "Dossier temporaire (envois en cours)", received, least),
    ]


def looked_at(settings: Settings) -> Engine | None:
    """The database for looking only; None when there is none yet."""
    url = make_url(settings.database_url)
    path = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
    if path is not None and not path.exists():
        return None
    return readonly(path) if path is not None else create_engine(url, poolclass=NullPool)


def database(settings: Settings) -> list[Line]:
    """Reachable, and at the newest revision, or not made yet."""
    url, engine = make_url(settings.database_url), looked_at(settings)
    if engine is None:
        return [_database(True, "pas encore créée : le premier lancement la crée")]
    try:
        stood = standing(engine)
    except SQLAlchemyError as error:
        return [_database(False, type(error).__name__, "vérifiez TRUCHEMENT_DATABASE_URL")]
    return [_revision(stood, url.get_backend_name())]


def _revision(stood: Standing, kind: str) -> Line:
    match stood.place:
        case Place.EMPTY:
            return _database(True, "vide : le premier lancement la prépare")
        case Place.BEHIND:
            return _database(False, f"révision {stood.found}, la plus récente est {stood.wanted}", PREPARE)
        case Place.TOO_NEW:
            said = f"révision {stood.found}, que cette version ({stood.wanted}) ne peut plus utiliser"
            return _database(False, said, "lancez la version qui l'a migrée")
        case Place.AHEAD:
            return _database(True, f"{kind}, révision {stood.found}, plus récente que cette version")
        case Place.CURRENT:
            return _database(True, f"{kind}, révision {stood.found}")


def _database(good: bool, said: str, remedy: str = "") -> Line:
    return Line(GROUP, "database", "Base de données", good, said, remedy)


def readonly(path: Path) -> Engine:
    """SQLite without its side files: a base that nobody writes is read as it lies, another through its log."""
    way = "mode=ro" if Path(f"{path}-wal").exists() else "immutable=1"
    address = f"file:{quote(str(path))}?{way}"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)


def broker(settings: Settings) -> list[Line]:
    """Takes a connection; on one machine, a folder takes its place."""
    scheme = urlsplit(settings.broker_url).scheme
    if scheme == "filesystem":
        return [folder_line(GROUP, "broker", "Messages", settings.data / "broker", settings.min_free_bytes)]
    try:
        with open_broker(settings).connection() as connection:
            connection.ensure_connection(max_retries=1, timeout=5)
    except (BrokerError, OSError) as error:
        remedy = "vérifiez TRUCHEMENT_BROKER_URL et que le serveur tourne"
        return [Line(GROUP, "broker", "Messages", False, str(error), remedy, needed=False)]
    return [Line(GROUP, "broker", "Messages", True, scheme)]


def blobs(settings: Settings) -> list[Line]:
    """Can be written, with room left. An S3 store is written an empty object, which is then removed."""
    parts = urlsplit(settings.blobs_url)
    if parts.scheme == "file":
        return [folder_line(GROUP, "blobs", "Espace de stockage", Path(parts.path), settings.min_free_bytes)]
    try:
        store = open_blobs(settings.blobs_url)
    except ValueError as error:
        return [Line(GROUP, "blobs", "Espace de stockage", False, str(error), "corrigez TRUCHEMENT_BLOBS_URL")]
    try:
        store.probe()
    except ServiceError:
        remedy = "vérifiez TRUCHEMENT_BLOBS_URL et que le serveur tourne"
        return [Line(GROUP, "blobs", "Espace de stockage", False, "ne répond pas", remedy)]
    encrypted = isinstance(store, S3Blobs) and store.secure
    said = f"{parts.scheme}, {parts.hostname}, {'chiffré' if encrypted else 'non chiffré'}"
    return [Line(GROUP, "blobs", "Espace de stockage", True, said)]


def mail(settings: Settings) -> list[Line]:
    """A server that answers, or a folder that can be written."""
    parts = urlsplit(settings.mail_url)
    if parts.scheme == "file":
        return [folder_line(GROUP, "mail", "Courriels (fichiers .eml)", Path(parts.path), settings.min_free_bytes)]
    where = f"{parts.scheme}, {parts.hostname}"
    try:
        post = open_post(settings)
        if isinstance(post, SmtpPost):
            post.probe()
    except SettingError as error:
        return [Line(GROUP, "mail", "Courriels", False, str(error), "corrigez ce réglage")]
    except ServiceError:
        remedy = "vérifiez TRUCHEMENT_MAIL_URL et que le serveur répond"
        return [Line(GROUP, "mail", "Courriels", False, f"{where} : ne répond pas ou refuse", remedy)]
    return [Line(GROUP, "mail", "Courriels", True, where)]
