"""Groups of persons and what each sees, written out by name, so that a change of the rules in the code does not
change them here too."""

from tests.integration.rights.rows import give, who

REQUESTERS = who(
    "author", "colleague", "second unit", "head", "doctor", "other author", "other head", "other doctor"
)
COORDINATORS = who("coordinator", "cleared coordinator")
TRANSLATORS = who("translator", "idle translator", "cleared translator", "translating reviser")
REVISERS = who("reviser", "idle reviser", "cleared reviser", "translating reviser")
ONLY_REVISERS = REVISERS - TRANSLATORS
ONLY_TRANSLATORS = TRANSLATORS - REVISERS
CLEARED = who("cleared coordinator", "cleared translator", "cleared reviser")
HANDLERS = COORDINATORS | TRANSLATORS | REVISERS
ADMINISTRATORS, AUDITORS = who("administrator"), who("auditor")
# The doors of the packages' screens. Who holds in a caisse a role of the liaison body passes none of them.
ORDERS_DOOR = REQUESTERS | HANDLERS
DESK_DOOR = HANDLERS
WORK_DOOR = TRANSLATORS | REVISERS

OWN_ORDINARY = (
    "received",
    "drafted",
    "held",
    "to revise",
    "revised",
    "returned",
    "approved",
    "delivered",
    "failed",
)
OWN_MEDICAL = ("failed medical", "medical", "medical held", "medical delivered")
SEES = {
    **dict.fromkeys(OWN_ORDINARY, who("author", "colleague", "head") | HANDLERS),
    **dict.fromkeys(OWN_MEDICAL, who("author", "doctor") | CLEARED),
    "second unit's": who("second unit", "head") | HANDLERS,
    "doctor's": who("doctor") | CLEARED,
    "other body's": who("other author", "other head", "other doctor") | HANDLERS,
    "other body's delivered": who("other author", "other head", "other doctor") | HANDLERS,
    "other body's medical": who("other author", "other doctor") | CLEARED,
}
SEEN = {what: give(200, persons) for what, persons in SEES.items()}
# The desk is for those who handle, never for a requester.
AT_THE_DESK = {what: give(200, persons & HANDLERS) for what, persons in SEES.items()}


def at_the_desk(otherwise: int, door: frozenset[str], **allowed: dict[str, int]) -> dict[str, dict[str, int]]:
    """For an act on a translation: ``allowed`` by object (``_`` for a space), and ``otherwise`` (a refusal that
    gives its reason) for who may pass the door and see the translation."""
    seen = {what: give(otherwise, persons & HANDLERS & door) for what, persons in SEES.items()}
    return seen | {what: seen[what] | said for what, said in by_object(**allowed).items()}


def by_object(**said: dict[str, int]) -> dict[str, dict[str, int]]:
    """Statuses by object, with ``_`` for a space in its name."""
    return {name.replace("_", " "): statuses for name, statuses in said.items()}
