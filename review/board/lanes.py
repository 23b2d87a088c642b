"""How pieces are sorted into lanes and numbers: pure rules, with everything that they need given."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from review.board.queries import ENDED, OPEN, Piece
from storage.workflow import TranslationStatus as T

MACHINE = (T.TO_TRIAGE, T.DRAFTING, T.APPROVED)
# A machine takes minutes; after an hour somebody should look.
STUCK = timedelta(hours=1)
NOBODY = "personne"


class Lane(StrEnum):
    """The lanes by state, from left to right, where the machine works last; their values are in addresses."""

    TROUBLE = "a-reprendre"
    TO_SORT = "a-trier"
    TO_ASSIGN = "a-attribuer"
    TRANSLATING = "en-traduction"
    REVISING = "en-relecture"
    WITH_REQUESTER = "chez-le-demandeur"
    OUTSIDE = "a-l-exterieur"
    PREPARING = "en-preparation"
    DELIVERING = "en-livraison"
    ENDED = "sans-suite"


class Focus(StrEnum):
    """The four numbers on top."""

    TO_ASSIGN = "a-attribuer"
    LATE = "en-retard"
    AT_RISK = "a-risque"
    NEEDS_HELP = "en-attente"


LANES = {
    T.FAILED: Lane.TROUBLE,
    # In preparation until it is read; then a person sorts it, unless it passes by itself.
    T.TO_TRIAGE: Lane.PREPARING,
    T.AWAITING_REQUESTER: Lane.WITH_REQUESTER,
    T.SENT_OUTSIDE: Lane.OUTSIDE,
    T.DRAFTING: Lane.PREPARING,
    T.DRAFTED: Lane.TO_ASSIGN,
    T.IN_TRANSLATION: Lane.TRANSLATING,
    T.RETURNED: Lane.TRANSLATING,
    T.IN_REVISION: Lane.REVISING,
    T.APPROVED: Lane.DELIVERING,
    T.CLOSED_WITHOUT_TRANSLATION: Lane.ENDED,
    T.CANCELLED: Lane.ENDED,
}
# What a person has in hand, or waits for one to take it.
HANDED = (Lane.TO_ASSIGN, Lane.TRANSLATING, Lane.REVISING)
# These stand on the board even when nothing is in them.
STANDING = (Lane.TO_ASSIGN, Lane.TRANSLATING, Lane.REVISING)


def statuses_of(lane: str) -> list[T]:
    """The statuses that a lane by state may hold, of those that are open."""
    return [T.TO_TRIAGE] if lane == Lane.TO_SORT else [s for s in OPEN if LANES[s].value == lane]


def needs_help(piece: Piece, at: datetime) -> bool:
    """Whether the piece waits for somebody because a step failed, or a machine has been at it for too long."""
    stuck = piece.status in MACHINE and not piece.sorting and at - piece.since > STUCK
    return piece.status is T.FAILED or piece.withheld or stuck


@dataclass(frozen=True, slots=True)
class Filters:
    """What the coordinator looks at; empty fields let everything through. ``person`` is an identifier or NOBODY;
    ``lane`` shows one lane alone, by pages; ``ended`` shows what was closed or cancelled."""

    language: str = ""
    body: str = ""
    person: str = ""
    search: str = ""
    focus: Focus | None = None
    by_person: bool = False
    ended: bool = False
    lane: str = ""
    page: int = 1

    def address(self, **changes: object) -> dict[str, str]:
        """The query of the address that shows this, with ``changes``; a change of what is shown goes back to the
        first page of all lanes."""
        if not changes.keys() & {"lane", "page"}:
            changes |= {"lane": "", "page": 1}
        other = replace(self, **changes)  # type: ignore[arg-type]
        shown = {
            "langue": other.language,
            "organisme": other.body,
            "personne": other.person,
            "q": other.search,
            "voir": str(other.focus or ""),
            "par": "personne" if other.by_person else "",
            "sans_suite": "1" if other.ended else "",
            "colonne": other.lane,
            "page": str(other.page) if other.page > 1 else "",
        }
        return {name: value for name, value in shown.items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether something is left out."""
        return bool(self.language or self.body or self.person or self.search or self.focus)

    def admits(self, piece: Piece, body_name: str) -> bool:
        """Whether the piece passes, the focus aside."""
        return (
            (not self.language or (piece.language or "und") == self.language)
            and (not self.body or str(piece.body_id) == self.body)
            and (not self.person or _who(piece) == self.person)
            and (not self.search or _found(self.search, piece, body_name))
        )


def _who(piece: Piece) -> str:
    return str(piece.holder) if piece.holder else NOBODY


def _found(search: str, piece: Piece, body_name: str) -> bool:
    text = plain(f"{piece.number} {piece.own_reference} {piece.file_name} {body_name}")
    return all(word in text for word in plain(search).split())


def plain(text: str) -> str:
    """Small letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def order_of(piece: Piece) -> tuple[bool, object, object, str]:
    """Urgent first, then by due date and age; what has ended, the latest first."""
    if piece.status in ENDED:
        return False, -piece.since.timestamp(), piece.created_at, str(piece.id)
    return not piece.urgent, piece.due_on.toordinal(), piece.created_at, str(piece.id)


def key_of(piece: Piece, *, by_person: bool) -> str:
    """The lane of the piece: by who has it, or by state. What no person has to do keeps its state's lane."""
    # Held by the antivirus before it was read: it is in preparation, and goes no further by itself.
    held = piece.withheld and LANES[piece.status] is Lane.PREPARING
    lane = Lane.TROUBLE if held else LANES[piece.status]
    if piece.sorting:
        lane = Lane.TO_SORT
    if not by_person or lane not in HANDED:
        return lane.value
    return str(piece.holder) if piece.holder else Lane.TO_ASSIGN.value


def uuid_of(key: str) -> UUID | None:
    """The person of a lane by person; None for a lane by state."""
    try:
        return UUID(key)
    except ValueError:
        return None
