"""Orders, their pieces and their delivered files: whoever sees the order sees them."""

from tests.integration.rights.objects import SCAN
from tests.integration.rights.people import EVERYBODY
from tests.integration.rights.rows import Row, act, page
from tests.integration.rights.tables.groups import AT_THE_DESK, DESK_DOOR, ORDERS_DOOR, REQUESTERS, SEEN

ORDERS = (
    page("intake.orders", ORDERS_DOOR),
    page("intake.new", REQUESTERS),
    act("intake.create", REQUESTERS, 303, files=(SCAN.read_bytes(), "scan.pdf")),
    Row("intake.order", "GET", ORDERS_DOOR, SEEN),
    Row("intake.progress", "GET", ORDERS_DOOR, SEEN),
    Row("intake.original", "GET", ORDERS_DOOR, SEEN),
    Row("intake.page", "GET", ORDERS_DOOR, SEEN),
    Row("delivery.file", "GET", ORDERS_DOOR, SEEN),
    # The French before it is delivered is content, for those who make it; its style says nothing.
    Row("delivery.preview", "GET", DESK_DOOR, AT_THE_DESK),
    page("delivery.preview_style", EVERYBODY),
)
