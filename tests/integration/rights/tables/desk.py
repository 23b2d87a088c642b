"""The desk: looked at by who handles the translation, written by who holds it."""

from tests.integration.rights.objects import CROSSED
from tests.integration.rights.rows import PLAIN, Row, give, page, who
from tests.integration.rights.tables.groups import (
    AT_THE_DESK,
    CLEARED,
    COORDINATORS,
    DESK_DOOR,
    ONLY_REVISERS,
    ONLY_TRANSLATORS,
    REVISERS,
    SEES,
    TRANSLATORS,
    WORK_DOOR,
    at_the_desk,
)

CLEARED_TRANSLATORS, CLEARED_REVISERS = CLEARED & TRANSLATORS, CLEARED & REVISERS
TAKE_DRAFT = give(303, TRANSLATORS) | give(403, ONLY_REVISERS)
TAKE_MEDICAL = give(303, CLEARED_TRANSLATORS) | give(403, CLEARED_REVISERS)
# Only a translator can be told that a translation is not to be had; a reviser has no business there.
REFUSED = {what: give(409, SEES[what] & TRANSLATORS) | give(403, SEES[what] & ONLY_REVISERS) for what in SEES}
TAKE = REFUSED | {
    "drafted": TAKE_DRAFT,
    "other body's": TAKE_DRAFT,
    "medical": TAKE_MEDICAL,
    "held": REFUSED["held"] | give(303, who("translator")),
    "medical held": REFUSED["medical held"] | give(303, who("cleared translator")),
    # Who translated it does not revise it, though they have both roles; and who only translates revises nothing.
    "to revise": give(303, ONLY_REVISERS) | give(403, TRANSLATORS),
    "revised": give(409, REVISERS) | give(303, who("reviser")) | give(403, ONLY_TRANSLATORS),
    "returned": REFUSED["returned"] | give(303, who("translator")),
}


def held(status: int = 303) -> dict[str, dict[str, int]]:
    """For an act of who holds the translation."""
    return at_the_desk(
        409,
        WORK_DOOR,
        held=give(status, who("translator")),
        revised=give(status, who("reviser")),
        medical_held=give(status, who("cleared translator")),
    )


def on_a_segment(status: int = 303) -> dict[str, dict[str, int]]:
    """For an act of the holder on one segment. Who does not hold the translation is told so before any segment is
    looked for; its holder does not find the one of another translation."""
    return held(status) | {CROSSED: give(409, (TRANSLATORS | REVISERS) - who("translator"))}


SEGMENT = {"target": "Votre pension est de 1 234,56 € par mois.", "version": "1", "change": "save"}

DESK = (
    page("review.queue", WORK_DOOR),
    Row("review.desk", "GET", DESK_DOOR, AT_THE_DESK),
    Row("review.picture", "GET", DESK_DOOR, AT_THE_DESK),
    Row("review.history", "GET", DESK_DOOR, AT_THE_DESK),
    Row("review.changes", "GET", DESK_DOOR, AT_THE_DESK),
    Row("review.take", "POST", WORK_DOOR, TAKE),
    Row(
        "review.release",
        "POST",
        DESK_DOOR,
        at_the_desk(
            409,
            DESK_DOOR,
            held=give(303, who("translator"), COORDINATORS),
            returned=give(303, who("translator"), COORDINATORS),
            revised=give(303, who("reviser"), COORDINATORS),
            to_revise=give(303, COORDINATORS),
            medical_held=give(303, who("cleared translator", "cleared coordinator")),
        ),
    ),
    Row("review.save", "POST", WORK_DOOR, on_a_segment(), SEGMENT),
    Row(
        "review.waive",
        "POST",
        WORK_DOOR,
        on_a_segment(),
        {"index": "0", "version": "1", "reason": "no amount here"},
    ),
    Row("review.add", "POST", WORK_DOOR, held(), {"kind": "seal", "text": "Rentenversicherung", "page": "1"}),
    Row("review.move", "POST", WORK_DOOR, on_a_segment(), {"to": "down"}),
    # Nothing else has the same source there.
    Row("review.spread", "POST", WORK_DOOR, on_a_segment(200), {"version": "1"}, changes=False),
    Row("review.confirm_copied", "POST", WORK_DOOR, held(), changes=False),  # nothing was copied there
    Row("review.finish", "POST", WORK_DOOR, held(), {"to": "approved"}),
    Row(
        "review.send_back",
        "POST",
        REVISERS,
        at_the_desk(409, REVISERS, revised=give(303, who("reviser"))),
        {"reason": "the amount of page 1"},
    ),
)
# The board is one address for every act; which pieces each may do it to is in test_board_rights.py.
BOARD = (
    page("board.show", COORDINATORS),
    Row("board.act", "POST", COORDINATORS, {PLAIN: give(422, COORDINATORS)}, changes=False),
)
