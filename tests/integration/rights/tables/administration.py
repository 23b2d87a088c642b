"""The administration: accounts, bodies, mails and engines for administrators alone; failed work, by its number and
reason, for coordinators too, of what they see; the journal for administrators and auditors. No content."""

from tests.integration.rights.kept import (
    ACCOUNTS,
    BODIES,
    FAILURE_CODE,
    FAILURES,
    HELD,
    HELD_NAME,
    KEPT_MAIL,
    LEFT_MAIL,
    OPEN_UNIT,
    SIRET,
    WAITING_MAIL,
)
from tests.integration.rights.objects import OWN_SIGN_IN, UNKNOWN
from tests.integration.rights.rows import PLAIN, Row, act, give, page, who
from tests.integration.rights.systems import ACCOUNTS_OF_SYSTEMS, SYSTEM_UNIT, WEBHOOKS
from tests.integration.rights.tables.groups import ADMINISTRATORS, AUDITORS, COORDINATORS

KEEPERS = ADMINISTRATORS | AUDITORS
MENDERS = ADMINISTRATORS | COORDINATORS


def keep(status: int, *what: str, **otherwise: int) -> dict[str, dict[str, int]]:
    """What the administrator gets for each object of a kind, ``otherwise`` by object (``_`` for a space)."""
    said = dict.fromkeys(what, status) | {name.replace("_", " "): other for name, other in otherwise.items()}
    return {name: give(each, ADMINISTRATORS) for name, each in said.items()}


ACCOUNT = {"name": "Someone Else", "unit": str(OPEN_UNIT), "roles": ["translator", "reviser"]}
NEW_SIRET = {"siret": "987 654 324 00019"}
UNIT = {"name": "Recouvrement", "medical": "on"}
PEOPLE = (
    page("administration_home.home", KEEPERS),
    page("administration_people.accounts", ADMINISTRATORS),
    page("administration_people.fresh", ADMINISTRATORS),
    act("administration_people.add", ADMINISTRATORS, **ACCOUNT, email="new@test.invalid"),
    Row("administration_people.account", "GET", ADMINISTRATORS, keep(200, *ACCOUNTS)),
    Row("administration_people.change", "POST", ADMINISTRATORS, keep(302, *ACCOUNTS), ACCOUNT),
    Row(
        "administration_people.invite",
        "POST",
        ADMINISTRATORS,
        keep(409, *ACCOUNTS, account_invited=302),
    ),
    Row("administration_people.close", "POST", ADMINISTRATORS, keep(302, *ACCOUNTS, own_account=409)),
    Row("administration_people.reopen", "POST", ADMINISTRATORS, keep(302, *ACCOUNTS)),
    Row("administration_people.end_sessions", "POST", ADMINISTRATORS, keep(302, *ACCOUNTS)),
    Row("administration_access.unlock", "POST", ADMINISTRATORS, keep(302, *ACCOUNTS)),
    Row("administration_access.reset_factor", "POST", ADMINISTRATORS, keep(302, *ACCOUNTS)),
    Row("administration_access.unlink", "POST", ADMINISTRATORS, keep(302, *ACCOUNTS)),
    # A sign-in under another person's account is there for nobody.
    Row("administration_access.end_session", "POST", ADMINISTRATORS, keep(302, OWN_SIGN_IN)),
)
PLACES = (
    page("administration_bodies.bodies", ADMINISTRATORS),
    page("administration_bodies.fresh", ADMINISTRATORS),
    act("administration_bodies.add", ADMINISTRATORS, name="Carsat Est", kind="caisse", unit="Retraites"),
    Row("administration_bodies.body", "GET", ADMINISTRATORS, keep(200, *BODIES)),
    Row("administration_bodies.rename", "POST", ADMINISTRATORS, keep(302, *BODIES), {"name": "Another name"}),
    Row("administration_bodies.straight", "POST", ADMINISTRATORS, keep(302, *BODIES), {"straight": "always"}),
    Row("administration_bodies.close", "POST", ADMINISTRATORS, keep(302, *BODIES, liaison_body=409)),
    Row("administration_bodies.reopen", "POST", ADMINISTRATORS, keep(302, *BODIES)),
    Row("administration_bodies.add_unit", "POST", ADMINISTRATORS, keep(302, *BODIES, closed_body=409), UNIT),
    Row("administration_bodies.add_siret", "POST", ADMINISTRATORS, keep(302, *BODIES, closed_body=409), NEW_SIRET),
    Row("administration_bodies.remove_siret", "POST", ADMINISTRATORS, keep(302, "body"), {"siret": SIRET}),
    Row("administration_bodies.change_unit", "POST", ADMINISTRATORS, keep(302, *BODIES), UNIT),
)
MAILS = (
    page("administration_mail.mails", ADMINISTRATORS),
    Row("administration_mail.mail", "GET", ADMINISTRATORS, keep(200, KEPT_MAIL)),
    Row("administration_mail.send_again", "POST", ADMINISTRATORS, keep(302, WAITING_MAIL)),
)
WAYS = (
    page("administration_ways.ways", ADMINISTRATORS),
    Row("administration_ways.try_again", "POST", ADMINISTRATORS, keep(302, LEFT_MAIL)),
    Row("administration_ways.put_away", "POST", ADMINISTRATORS, keep(302, LEFT_MAIL)),
)
MENDED = {
    "failed document": give(302, MENDERS),
    "failed medical document": give(302, ADMINISTRATORS, who("cleared coordinator")),
    "failed translation": give(302, MENDERS),
    "failed medical translation": give(302, ADMINISTRATORS, who("cleared coordinator")),
    "failed message": give(302, ADMINISTRATORS),
}
MACHINE = (
    page("administration_engines.engines", ADMINISTRATORS),
    # No engine goes from there: the sentence is refused, and nothing is kept of it.
    Row(
        "administration_engines.attempt",
        "POST",
        ADMINISTRATORS,
        {PLAIN: give(422, ADMINISTRATORS)},
        {"source": "zz", "text": "Rentenbescheid"},
        changes=False,
    ),
    page("administration_queues.queues", MENDERS),
    Row("administration_queues.resume_one", "POST", MENDERS, MENDED),
    # All that the person sees of a kind; which that is, is in test_failure_rights.py.
    Row(
        "administration_queues.resume_all",
        "POST",
        MENDERS,
        {what: give(302, MENDERS) for what in (UNKNOWN, *FAILURES)},
        {"code": FAILURE_CODE},
    ),
)
OPEN = ("held file", "held medical file", "waiting file")
WHY = {"reason": "a false alarm"}


def decide(*possible: str) -> dict[str, dict[str, int]]:
    """For a decision about a file that can be made where it stands; elsewhere it is refused with a reason."""
    return keep(409, *HELD) | keep(302, *possible)


QUARANTINE = (
    page("administration_quarantine.held", ADMINISTRATORS),
    Row("administration_quarantine.piece", "GET", ADMINISTRATORS, keep(200, *HELD)),
    Row("administration_quarantine.release", "POST", ADMINISTRATORS, decide(*OPEN), WHY),
    Row("administration_quarantine.discard", "POST", ADMINISTRATORS, decide(*OPEN[:2]), WHY),
    Row("administration_quarantine.hold_again", "POST", ADMINISTRATORS, decide("discarded file", "released file")),
    # There is no antivirus there to ask again.
    Row("administration_quarantine.examine_again", "POST", ADMINISTRATORS, decide(), changes=False),
    Row("administration_quarantine.erase", "POST", ADMINISTRATORS, decide("discarded file"), {"name": HELD_NAME}),
)
JOURNAL = (
    page("administration_journal.journal", KEEPERS),
    page("administration_journal.proof", KEEPERS),
    page("administration_journal.export", KEEPERS),
    # Its verdict is an event of the journal.
    Row("administration_journal.verify", "POST", KEEPERS, {PLAIN: give(302, KEEPERS)}, changes=False),
)
NEW_KEY = {"name": "Production", "scopes": ["orders:read", "orders:write"], "days": "365"}
SYSTEMS = (
    page("administration_services.accounts", ADMINISTRATORS),
    page("administration_services.fresh", ADMINISTRATORS),
    act("administration_services.add", ADMINISTRATORS, name="Software", unit=str(SYSTEM_UNIT)),
    Row("administration_services.account", "GET", ADMINISTRATORS, keep(200, *ACCOUNTS_OF_SYSTEMS)),
    Row(
        "administration_services.add_key",
        "POST",
        ADMINISTRATORS,
        keep(200, *ACCOUNTS_OF_SYSTEMS, closed_system=409),
        NEW_KEY,
    ),
    Row("administration_services.revoke_key", "POST", ADMINISTRATORS, keep(302, *ACCOUNTS_OF_SYSTEMS)),
    Row("administration_services.close", "POST", ADMINISTRATORS, keep(302, *ACCOUNTS_OF_SYSTEMS)),
    Row("administration_services.reopen", "POST", ADMINISTRATORS, keep(302, *ACCOUNTS_OF_SYSTEMS)),
    page("administration_webhooks.webhooks", ADMINISTRATORS),
    Row("administration_webhooks.webhook", "GET", ADMINISTRATORS, keep(200, *WEBHOOKS)),
    Row("administration_webhooks.ping", "POST", ADMINISTRATORS, keep(302, *WEBHOOKS)),
    Row("administration_webhooks.enable", "POST", ADMINISTRATORS, keep(302, *WEBHOOKS)),
    Row("administration_webhooks.disable", "POST", ADMINISTRATORS, keep(302, *WEBHOOKS)),
    Row("administration_webhooks.send_again", "POST", ADMINISTRATORS, keep(302, *WEBHOOKS)),
)
ADMINISTRATION = (*PEOPLE, *PLACES, *MAILS, *WAYS, *MACHINE, *QUARANTINE, *JOURNAL, *SYSTEMS)
