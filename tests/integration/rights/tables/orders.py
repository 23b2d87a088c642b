"""Orders, their pieces and their delivered files: whoever sees the order sees them."""

from tests.integration.rights.objects import SCAN
from tests.integration.rights.people import EVERYBODY
from tests.integration.rights.rows import Row, act, give, page
from tests.integration.rights.tables.groups import AT_THE_DESK, DESK_DOOR, ORDERS_DOOR, REQUESTERS, SEEN, SEES

# Whoever sees the order is told that the file cannot be opened; nobody opens it.
CLOSED = {
    "held file": give(409, SEES["drafted"]),
    "held medical file": give(409, SEES["medical"]),
    "waiting file": give(409, SEES["drafted"]),
    "discarded file": give(409, SEES["drafted"]),
}
RELEASED = {"released file": give(200, SEES["drafted"])}

ORDERS = (
    page("intake.orders", ORDERS_DOOR),
    page("intake.new", REQUESTERS),
    act("intake.create", REQUESTERS, 303, files=(SCAN.read_bytes(), "scan.pdf")),
    Row("intake.order", "GET", ORDERS_DOOR, SEEN),
    Row("intake.progress", "GET", ORDERS_DOOR, SEEN),
    # Nothing is asked of them: who sees the piece is told so.
    Row(
        "intake.rescan",
        "POST",
        REQUESTERS,
        {what: give(409, persons & REQUESTERS) for what, persons in SEES.items()},
        changes=False,
    ),
    Row("intake.original", "GET", ORDERS_DOOR, SEEN | CLOSED | RELEASED),
    Row("intake.container", "GET", ORDERS_DOOR, SEEN),
    Row("intake.page", "GET", ORDERS_DOOR, SEEN | CLOSED),
    Row("delivery.file", "GET", ORDERS_DOOR, SEEN),
    # The French before it is delivered is content, for those who make it; its style says nothing.
    Row("delivery.preview", "GET", DESK_DOOR, AT_THE_DESK),
    page("delivery.preview_style", EVERYBODY),
)
