"""The rows of files that a watched folder brought."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.database import insert_unless_present
from storage.models import DroppedFile


def begin(session: Session, folder: str, name: str, sha256: str) -> DroppedFile:
    """The row of a file, locked, made when there is none."""
    wanted = (
        select(DroppedFile)
        .where(DroppedFile.folder == folder, DroppedFile.name == name, DroppedFile.sha256 == sha256)
        .with_for_update()
    )
    row = session.scalar(wanted)
    if row is None:
        insert_unless_present(session, DroppedFile, folder=folder, name=name, sha256=sha256)
        row = session.scalars(wanted).one()
    return row
