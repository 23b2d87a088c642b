"""Where a list goes on: the time and identifier of its last row, wrapped so that nobody builds on them. Pure."""

import base64
import binascii
from datetime import UTC, datetime
from uuid import UUID

from app.api.errors import CursorInvalidError

Place = tuple[datetime, UUID]


def write(at: datetime, row_id: UUID) -> str:
    """The cursor of a row."""
    text = f"{at.astimezone(UTC).isoformat()} {row_id.hex}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str | None) -> Place | None:
    """The row of a cursor; raises CursorInvalidError for what ``write`` did not make."""
    if cursor is None:
        return None
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        at, _, row_id = text.partition(" ")
        place = datetime.fromisoformat(at), UUID(row_id)
        valid = write(*place) == cursor
    except (ValueError, binascii.Error, OverflowError) as error:
        raise CursorInvalidError() from error
    if not valid:
        raise CursorInvalidError()
    return place
