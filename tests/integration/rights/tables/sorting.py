"""Triage: for coordinators of the liaison body, on the orders that they see."""

from tests.integration.rights.rows import Allowed, Row, give, page
from tests.integration.rights.tables.groups import COORDINATORS, SEES, at_the_desk

# Nobody sorts what nobody may open.
CLOSED = {
    "held file": give(409, SEES["drafted"] & COORDINATORS),
    "held medical file": give(409, SEES["medical"] & COORDINATORS),
    "waiting file": give(409, SEES["drafted"] & COORDINATORS),
    "discarded file": give(409, SEES["drafted"] & COORDINATORS),
}


def on_files(status: int, released: int) -> Allowed:
    """For an act on a file."""
    return at_the_desk(status, COORDINATORS) | CLOSED | {"released file": give(released, COORDINATORS)}


DONE = give(303, COORDINATORS)
CLEARED = give(303, COORDINATORS & SEES["medical"])
SORTING = (
    page("sorting.files", COORDINATORS),
    Row("sorting.desk", "GET", COORDINATORS, on_files(200, 200)),
    # No page is named.
    Row(
        "sorting.arrange",
        "POST",
        COORDINATORS,
        on_files(422, 422),
        {"version": "0", "act": "split"},
        changes=False,
    ),
    # Nothing was done there that could be taken back.
    Row("sorting.undo", "POST", COORDINATORS, on_files(409, 409), {"version": "0"}, changes=False),
    # What is there has left triage, or is not read yet.
    Row("sorting.send", "POST", COORDINATORS, on_files(409, 409), {"version": "0"}, changes=False),
    # No proposal is named.
    Row("sorting.set_aside", "POST", COORDINATORS, CLOSED, {"version": "0"}, changes=False),
    Row("sorting.describe", "POST", COORDINATORS, at_the_desk(409, COORDINATORS), {"version": "0"}, changes=False),
    Row(
        "sorting.settle",
        "POST",
        COORDINATORS,
        at_the_desk(
            409,
            COORDINATORS,
            received=DONE,
            drafted=DONE,
            held=DONE,
            failed=DONE,
            failed_medical=CLEARED,
            medical=CLEARED,
            medical_held=CLEARED,
        )
        | {"other body's": DONE},
        {"version": "0", "act": "close", "ending": "no_translation_needed"},
    ),
)
