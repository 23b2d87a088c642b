"""The antivirus: whether it answers, finds what it must in files as large as the service takes, and what waits."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.administration.quarantine_words import waiting as why
from app.checkup.line import Line
from app.checkup.services import looked_at
from app.display import instant
from app.settings import Settings
from intake.antivirus.clamd import open_clamd
from intake.antivirus.probe import EICAR, ask, padded
from intake.antivirus.scanner import Clean, Infected, Outcome, Scanner, Unanswered, Why
from storage.models import Document, Scan
from storage.workflow import DocumentStatus

GROUP, WHAT = "Service", "Antivirus"
LIMITS = (
    "relevez StreamMaxLength, MaxFileSize et MaxScanSize dans clamd.conf, mettez AlertExceedsMax à yes, relancez"
)
ADDRESS = "vérifiez TRUCHEMENT_ANTIVIRUS_URL et que clamd tourne ; d'ici là, les pièces attendent"


def antivirus(settings: Settings) -> list[Line]:
    """The antivirus and what waits for it."""
    return [_itself(settings), *_waiting(settings)]


def _itself(settings: Settings) -> Line:
    if not settings.antivirus_url:
        said = "aucun antivirus : les pièces sont lues sans ce contrôle"
        return _line(False, said, "pour en avoir un, réglez TRUCHEMENT_ANTIVIRUS_URL", needed=False)
    try:
        scanner = open_clamd(settings.antivirus_url)
    except ValueError as error:
        return _line(False, str(error), "corrigez TRUCHEMENT_ANTIVIRUS_URL")
    version = scanner.version()
    if version is None:
        return _line(False, "ne répond pas", ADDRESS)
    return _tried(scanner, version, settings.max_upload_bytes)


def _tried(scanner: Scanner, version: str, largest: int) -> Line:
    small = ask(scanner, iter([EICAR]))
    if not isinstance(small, Infected):
        said = f"{version} : ne reconnaît pas le fichier d'essai EICAR ({_outcome(small)})"
        return _line(False, said, "mettez ses signatures à jour (freshclam)")
    megabytes = largest // 1_000_000
    large = ask(scanner, padded(largest))
    if not isinstance(large, Infected):
        said = (
            f"{version} : ne trouve pas le fichier d'essai dans une archive de {megabytes} Mo ({_outcome(large)})"
        )
        return _line(False, said, LIMITS if _of_limits(large) else ADDRESS)
    return _line(True, f"{version}, trouve le fichier d'essai jusque dans une archive de {megabytes} Mo")


def _of_limits(outcome: Outcome) -> bool:
    """Whether its limits explain it; without AlertExceedsMax, what is over them passes for clean."""
    return isinstance(outcome, Clean) or (isinstance(outcome, Unanswered) and outcome.why.lasting)


def _outcome(outcome: Outcome) -> str:
    match outcome:
        case Unanswered(Why.TOO_LARGE):
            return "trop grande pour StreamMaxLength"
        case Unanswered(Why.INCOMPLETE):
            return "examinée en partie"
        case Unanswered():
            return "pas de réponse"
        case _:
            return "jugée saine"


def _waiting(settings: Settings) -> list[Line]:
    """The files that wait for it, when there are any; nothing when the database cannot be asked."""
    engine = looked_at(settings)
    if engine is None:
        return []
    waits = (
        select(Scan.code, func.count(), func.min(Document.status_since))
        .select_from(Document)
        .outerjoin(Scan, Scan.document_id == Document.id)
        .where(Document.status == DocumentStatus.TO_SCAN)
        .group_by(Scan.code)
        .order_by(Scan.code)
    )
    try:
        with engine.connect() as connection:
            found = connection.execute(waits).all()
    except SQLAlchemyError:
        return []  # the line of the database says why
    return [
        _file_line(code, count, oldest, scanning=bool(settings.antivirus_url)) for code, count, oldest in found
    ]


def _file_line(code: str | None, count: int, oldest: datetime, *, scanning: bool) -> Line:
    waits = "fichier attend" if count == 1 else "fichiers attendent"
    said = f"{count} {waits} son contrôle, le plus ancien depuis le {instant(oldest, 'fr')}"
    good = scanning and code is None
    remedy = "" if good else why(code, scanning=scanning)
    return Line(GROUP, "antivirus_waiting", "Fichiers à contrôler", good, said, remedy, needed=not scanning)


def _line(good: bool, said: str, remedy: str = "", *, needed: bool = True) -> Line:
    return Line(GROUP, "antivirus", WHAT, good, said, remedy, needed=needed)
