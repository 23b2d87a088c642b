"""``truchement doctor``: what is present, what is missing, and the remedy, one line each."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

import click
from kombu.exceptions import OperationalError as BrokerError
from sqlalchemy.exc import SQLAlchemyError

from app.commands.context import Context, pass_context
from app.commands.output import write_json
from app.engines import open_router
from app.wiring import Wiring
from ocr.tesseract import installed_languages, tesseract_version
from storage import migrations
from storage.errors import ServiceError

WANTED = ("fra", "deu", "eng", "spa", "por", "ita", "pol", "ron", "ara", "ukr", "tur", "nld")
ROOM = 1024**3


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at. ``needed`` things that are missing make the command fail."""

    what: str
    good: bool
    said: str
    remedy: str = ""
    needed: bool = True


def tesseract() -> list[Line]:
    """The reader of scans and its languages."""
    try:
        version, languages = tesseract_version(), installed_languages()
    except ServiceError as error:
        return [Line("Tesseract", False, error.message, "sudo apt install tesseract-ocr")]
    missing = [code for code in (*WANTED, "osd") if code not in languages]
    packages = " ".join(f"tesseract-ocr-{code}" for code in missing)
    told = f"{len(languages)} langues" + (f", sans {', '.join(missing)}" if missing else "")
    remedy = f"sudo apt install {packages}" if missing else ""
    return [
        Line("Tesseract", True, version),
        Line("Langues de lecture", not missing, told, remedy, needed="osd" in missing),
    ]


def engines(wiring: Wiring) -> list[Line]:
    """The pairs that are translated, and what would add to them."""
    router = open_router(wiring.settings)
    try:
        pairs = [Line(f"{p.source} → {p.target}", True, p.label, needed=False) for p in router.pairs()]
        lacking = [
            Line(line.subject, line.good, line.state, line.remedy, needed=False) for line in router.missing()
        ]
    finally:
        router.close()
    return [*pairs, *lacking]


def database(wiring: Wiring) -> list[Line]:
    """Reachable, and at the newest revision."""
    try:
        present, newest = migrations.current(wiring.engine), migrations.newest(wiring.engine)
    except SQLAlchemyError as error:
        return [Line("Base de données", False, type(error).__name__, "vérifiez TRUCHEMENT_DATABASE_URL")]
    good = present == newest
    said = f"révision {present or 'aucune'}, la plus récente est {newest}"
    return [Line("Base de données", good, said, "" if good else "truchement init, ou truchement run")]


def broker(wiring: Wiring) -> list[Line]:
    """Takes a connection."""
    try:
        with wiring.celery.connection() as connection:
            connection.ensure_connection(max_retries=1, timeout=5)
    except (BrokerError, OSError) as error:
        return [Line("Messages", False, str(error), "vérifiez TRUCHEMENT_BROKER_URL", needed=False)]
    return [Line("Messages", True, wiring.settings.broker_url.split(":")[0])]


def blobs(wiring: Wiring) -> list[Line]:
    """Can be written, with room left."""
    try:
        wiring.blobs.probe()
    except ServiceError as error:
        return [
            Line("Espace de stockage", False, error.message, "vérifiez TRUCHEMENT_BLOBS_URL et la place libre")
        ]
    return [Line("Espace de stockage", True, wiring.settings.blobs_url.split(":")[0])]


def folder(wiring: Wiring) -> list[Line]:
    """The data folder and its room."""
    wiring.settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    free = shutil.disk_usage(wiring.settings.data).free
    said = f"{wiring.settings.data}, {free / 1e9:.1f} Go libres"
    return [Line("Dossier de données", free > ROOM, said, "" if free > ROOM else "libérez de la place")]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Écrit du JSON et rien d'autre.")
@pass_context
def doctor(context: Context, *, as_json: bool) -> None:
    """Dit ce qui est présent, ce qui manque et le remède ; sort avec 1 s'il manque l'indispensable."""
    wiring = context.wiring
    looks: tuple[Callable[[Wiring], list[Line]], ...] = (folder, database, broker, blobs, engines)
    lines = tesseract() + [line for look in looks for line in look(wiring)]
    if as_json:
        names = ("what", "good", "said", "remedy", "needed")
        write_json([{name: getattr(line, name) for name in names} for line in lines])
    else:
        for line in lines:
            mark = "✓" if line.good else "✗" if line.needed else "–"
            remedy = f"  → {line.remedy}" if line.remedy else ""
            click.echo(f"{mark} {line.what} : {line.said}{remedy}")
    if any(line.needed and not line.good for line in lines):
        sys.exit(1)
