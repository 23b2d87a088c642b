"""Who may do what: one row per route and method. Deny is what is not written here.

The groups are written out by name, so that a change of the rules in the code does not change them here too.
"""

from tests.integration.rights.objects import CROSSED, SCAN, SIGN_INS
from tests.integration.rights.people import EVERYBODY, STRANGERS
from tests.integration.rights.rows import PLAIN, PUBLIC, Row, act, give, page, who
from tests.integration.rights.world import PASSWORD

REQUESTERS = who(
    "author", "colleague", "second unit", "head", "doctor", "other author", "other head", "other doctor"
)
COORDINATORS = who("coordinator", "cleared coordinator")
TRANSLATORS = who("translator", "idle translator", "cleared translator", "translating reviser")
REVISERS = who("reviser", "idle reviser", "cleared reviser", "translating reviser")
ONLY_REVISERS = REVISERS - TRANSLATORS
ONLY_TRANSLATORS = TRANSLATORS - REVISERS
CLEARED = who("cleared coordinator", "cleared translator", "cleared reviser")
FALSE = who("false translator")
HANDLERS = COORDINATORS | TRANSLATORS | REVISERS
# The doors of the packages' screens; FALSE pass them by their roles and must then find nothing.
ORDERS_DOOR = REQUESTERS | HANDLERS | FALSE
DESK_DOOR = HANDLERS | FALSE
WORK_DOOR = TRANSLATORS | REVISERS | FALSE

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
OWN_MEDICAL = ("medical", "medical held", "medical delivered")
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
    return seen | {what: seen[what] | said for what, said in _by_object(allowed).items()}


def _by_object(said: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {name.replace("_", " "): statuses for name, statuses in said.items()}


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
HOLDERS = {"held": give(303, who("translator")), "revised": give(303, who("reviser"))}
HELD = at_the_desk(409, WORK_DOOR, **HOLDERS, medical_held=give(303, who("cleared translator")))
# Who does not hold the translation is told so before any segment is looked for; its holder does not find this one.
ON_A_SEGMENT = HELD | {CROSSED: give(409, (TRANSLATORS | REVISERS) - who("translator"))}
SEGMENT = {"target": "Votre pension est de 1 234,56 € par mois.", "version": "1", "change": "save"}

ROWS = (
    # Everybody's pages
    page("pages.help_page", PUBLIC),
    page("pages.accessibility", PUBLIC),
    page("pages.legal", PUBLIC),
    page("pages.health", PUBLIC),
    page("pages.home", EVERYBODY, 302),
    page("pages.welcome", EVERYBODY),
    act("pages.language", PUBLIC, language="en"),
    # Sign-in
    Row("signin.sign_in", "GET", PUBLIC, {PLAIN: give(302, EVERYBODY) | give(200, frozenset(STRANGERS))}),
    act("signin.enter", PUBLIC, 422, email="nobody@test.invalid", password=PASSWORD),
    act("signin.sign_out", EVERYBODY),
    page("signin.forgotten", PUBLIC),
    act("signin.ask_ticket", PUBLIC, 200, email="nobody@test.invalid"),
    page("signin.choose", PUBLIC),
    Row("signin.redeem", "POST", PUBLIC, {PLAIN: give(422, PUBLIC)}, {"code": "no such code"}, changes=False),
    # One's account
    page("account.show", EVERYBODY),
    act("account.change_password", EVERYBODY, current=PASSWORD, password="a new one 123", again="a new one 123"),
    Row("account.end_session", "POST", EVERYBODY, {f"sign-in of {n}": {n: 302} for n in SIGN_INS}),
    # Orders
    page("intake.orders", ORDERS_DOOR),
    page("intake.new", REQUESTERS),
    act("intake.create", REQUESTERS, 303, files=(SCAN.read_bytes(), "scan.pdf")),
    Row("intake.order", "GET", ORDERS_DOOR, SEEN),
    Row("intake.progress", "GET", ORDERS_DOOR, SEEN),
    Row("intake.original", "GET", ORDERS_DOOR, SEEN),
    Row("intake.page", "GET", ORDERS_DOOR, SEEN),
    Row("delivery.file", "GET", ORDERS_DOOR, SEEN),
    # The desk
    page("review.queue", WORK_DOOR),
    Row("review.desk", "GET", DESK_DOOR, AT_THE_DESK),
    Row("review.picture", "GET", DESK_DOOR, AT_THE_DESK),
    Row("review.history", "GET", DESK_DOOR, AT_THE_DESK),
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
    Row("review.save", "POST", WORK_DOOR, ON_A_SEGMENT, SEGMENT),
    Row(
        "review.waive", "POST", WORK_DOOR, ON_A_SEGMENT, {"index": "0", "version": "1", "reason": "no amount here"}
    ),
    Row("review.confirm_copied", "POST", WORK_DOOR, HELD, changes=False),  # nothing was copied there
    Row("review.finish", "POST", WORK_DOOR, HELD, {"to": "approved"}),
    Row(
        "review.send_back",
        "POST",
        REVISERS | FALSE,
        at_the_desk(409, REVISERS, revised=give(303, who("reviser"))),
        {"reason": "the amount of page 1"},
    ),
)
