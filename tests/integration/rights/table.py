"""Who may do what: one row per route and method. Deny is what is not written there."""

from tests.integration.rights.tables.administration import ADMINISTRATION
from tests.integration.rights.tables.desk import BOARD, DESK
from tests.integration.rights.tables.house import HOUSE
from tests.integration.rights.tables.orders import ORDERS
from tests.integration.rights.tables.sorting import SORTING

ROWS = (*HOUSE, *ORDERS, *DESK, *BOARD, *SORTING, *ADMINISTRATION)
