"""Whether the antivirus is silent: what waits for it then waits for nothing else, and people are told so."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.models import Document, Scan
from storage.workflow import DocumentStatus

#: The codes of an examination that any other file would have met the same; the others are about one file.
SILENT = frozenset({"antivirus_unreachable", "antivirus_silent", "antivirus_garbled", "antivirus_refused"})
# Only the first in line are tried while it is silent, so that few rows say so.
LOOKED_AT = 200


def silent_since(session: Session) -> datetime | None:
    """Since when the file waits that waits longest for an antivirus which did not answer; None while it answers,
    or when nothing waits."""
    some = (
        select(Document.status_since.label("since"))
        .join(Scan, Scan.document_id == Document.id)
        .where(Document.status == DocumentStatus.TO_SCAN, Scan.code.in_(SILENT))
        .limit(LOOKED_AT)
        .subquery()
    )
    found: datetime | None = session.scalar(select(func.min(some.c.since)))
    return found
