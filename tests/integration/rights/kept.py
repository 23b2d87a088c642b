"""What the administration keeps: accounts and bodies in every state, mails, and work that failed."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from app.signin.limits import of_account
from storage.messages import Mail, TranslationDelivered
from storage.models import (
    BodyKind,
    BodySiret,
    Confidentiality,
    IncomingMail,
    IncomingStatus,
    LoginAttempt,
    OutboxMessage,
    Role,
    Scan,
    ScanDecision,
    Unit,
    now,
)
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus, PageStatus
from tests.factories import make_body, make_document, make_order, make_translation, make_unit, make_user
from tests.integration.rights.people import Person
from tests.integration.rights.systems import make_systems

# A number of an establishment and a unit that the forms name.
SIRET = "12345678200010"
OPEN_UNIT = UUID("11111111-1111-4111-8111-111111111111")
ACCOUNTS = ("account", "own account", "account invited", "account closed")
BODIES = ("body", "liaison body", "closed body")
KEPT_MAIL, WAITING_MAIL = "kept mail", "waiting mail"
MAIL_FILE = "20260101-080000-00000001.eml"
# Not every message is a mail: the others are no business of the page of mails.
# A mail that a mailbox brought and nobody could take.
LEFT_MAIL = "left mail"
OTHER_MESSAGE = "a message that is no mail"
FAILURE_CODE = "damaged_file"
FAILED_MESSAGE = "failed message"
# What failed, and whether it is medical.
FAILED_DOCUMENTS = {"failed document": False, "failed medical document": True}
FAILED_TRANSLATIONS = {"failed translation": "failed", "failed medical translation": "failed medical"}
# What the antivirus holds or held: where it stands, whether it is medical, what was decided.
HELD: Mapping[str, tuple[DocumentStatus, bool, ScanDecision | None]] = {
    "held file": (DocumentStatus.QUARANTINED, False, None),
    "held medical file": (DocumentStatus.QUARANTINED, True, None),
    "waiting file": (DocumentStatus.TO_SCAN, False, None),
    "discarded file": (DocumentStatus.DISCARDED, False, ScanDecision.DISCARDED),
    "released file": (DocumentStatus.READ, False, ScanDecision.RELEASED),
}
HELD_NAME = "retenu.pdf"
FAILURES = (*FAILED_DOCUMENTS, *FAILED_TRANSLATIONS, FAILED_MESSAGE)


def make_kept(uow: UnitOfWork, people: Mapping[str, Person], mails: Path) -> dict[str, dict[str, object]]:
    """The identifiers by the name of each; ``mails`` is the folder in which mails are kept."""
    mails.mkdir(parents=True, exist_ok=True)
    text = "To: lea@cpam.example\nSubject: Invitation\nContent-Type: text/plain; charset=utf-8\n\nUn lien.\n"
    (mails / MAIL_FILE).write_text(text)
    failed = _message(uow, Mail.kind, {"to": "a@test.invalid", "subject": "S", "text": "T"}, failed=True)
    other = _message(uow, TranslationDelivered.kind, {"translation_id": str(OPEN_UNIT)})
    return {
        **_accounts(uow, people),
        **_bodies(uow, people),
        KEPT_MAIL: {"name": MAIL_FILE},
        WAITING_MAIL: {"message_id": failed.id},
        OTHER_MESSAGE: {"message_id": other.id},
        LEFT_MAIL: {"mail_id": _left_mail(uow).id},
        **{what: _fail(uow, people, medical=medical) for what, medical in FAILED_DOCUMENTS.items()},
        **{what: _hold(uow, people, *how) for what, how in HELD.items()},
        FAILED_MESSAGE: {"kind": "message", "subject_id": failed.id},
        **make_systems(uow, people),
    }


def _accounts(uow: UnitOfWork, people: Mapping[str, Person]) -> dict[str, dict[str, object]]:
    liaison = people["administrator"].actor.body_id
    unit = Unit(id=OPEN_UNIT, body_id=liaison, name="Another unit")
    uow.session.add(unit)
    uow.session.flush()
    invited = make_user(uow, unit, Role.TRANSLATOR)
    # An attempt to unlock.
    uow.session.add(LoginAttempt(key=of_account(people["colleague"].email).key))
    ids = {
        "account": people["colleague"].actor.user_id,
        "own account": people["administrator"].actor.user_id,
        "account invited": invited.id,
        "account closed": people["closed account"].actor.user_id,
    }
    return {what: {"user_id": user_id} for what, user_id in ids.items()}


def _bodies(uow: UnitOfWork, people: Mapping[str, Person]) -> dict[str, dict[str, object]]:
    closed = make_body(uow, BodyKind.MINISTRY)
    closed.closed_at = now()
    of_closed = make_unit(uow, closed)
    author = people["author"].actor
    uow.session.add(BodySiret(siret=SIRET, body_id=author.body_id))
    return {
        "body": {"body_id": author.body_id, "unit_id": author.unit_id},
        "liaison body": {"body_id": uow.session.get_one(Unit, OPEN_UNIT).body_id, "unit_id": OPEN_UNIT},
        "closed body": {"body_id": closed.id, "unit_id": of_closed.id},
    }


def _left_mail(uow: UnitOfWork) -> IncomingMail:
    mail = IncomingMail(account="a@b/INBOX", uidvalidity=1, uid=1, sender="eve@test.invalid")
    mail.move(IncomingStatus.LEFT, "unknown_sender")
    uow.session.add(mail)
    uow.session.flush()
    return mail


def _message(uow: UnitOfWork, kind: str, payload: dict[str, str], *, failed: bool = False) -> OutboxMessage:
    message = OutboxMessage(kind=kind, payload=payload)
    if failed:
        message.attempts, message.failure = 3, FAILURE_CODE
        message.next_at = now().replace(year=now().year + 1, day=1)
    uow.session.add(message)
    uow.session.flush()
    return message


def _fail(uow: UnitOfWork, people: Mapping[str, Person], *, medical: bool) -> dict[str, object]:
    """A document that could not be read."""
    kind = Confidentiality.MEDICAL if medical else Confidentiality.ORDINARY
    order = make_order(uow, people["author"].actor, confidentiality=kind)
    document = make_document(uow, order, status=DocumentStatus.FAILED)
    document.reason = document.pages[0].reason = FAILURE_CODE
    document.pages[0].status = PageStatus.FAILED
    make_translation(uow, document)
    return {"kind": "document", "subject_id": document.id}


def _hold(
    uow: UnitOfWork,
    people: Mapping[str, Person],
    status: DocumentStatus,
    medical: bool,
    decision: ScanDecision | None,
) -> dict[str, object]:
    """A file that the antivirus looked at, or is to look at."""
    kind = Confidentiality.MEDICAL if medical else Confidentiality.ORDINARY
    document = make_document(uow, make_order(uow, people["author"].actor, confidentiality=kind), status=status)
    document.file_name = HELD_NAME
    scan = Scan(document_id=document.id, attempts=0, signature="Eicar", decision=decision)
    if decision is not None:
        scan.decided_by, scan.decided_at = people["administrator"].actor.user_id, now()
    uow.session.add(scan)
    make_translation(uow, document)
    uow.session.flush()
    # Only of what nobody may open is a picture asked for: there is nothing to draw in it.
    return {"document_id": document.id} | ({"number": 1, "width": 160} if document.withheld else {})
