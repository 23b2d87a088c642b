"""What those who keep the house look at: accounts and mails, work that failed, a journal that was verified, and a
passage that a translator added."""

import time
from pathlib import Path

from sqlalchemy import delete, select, update

from app.administration.journal_verification import Verification
from app.people import service as people
from app.people.service import NewUser
from app.signin import limits
from app.signin.opening import factors_for, signin_for
from review import placing
from review.placing import Addition, Kind
from storage import audit
from storage.actors import system
from storage.models import (
    BodySiret,
    Document,
    FederatedIdentity,
    IncomingMail,
    IncomingStatus,
    LoginAttempt,
    OutboxMessage,
    Page,
    Role,
    SecondFactor,
    Translation,
    Unit,
    User,
    WorkItem,
    now,
)
from storage.words import Box
from storage.workflow import DocumentStatus, PageStatus
from storage.workflow import TranslationStatus as T
from tests.e2e.house import House, take
from tests.oidc.provider import SIRET

FAILURE = "damaged_file"


def keep_machine(house: House) -> None:
    """Makes all of it; the queues are empty before and after."""
    add_accounts(house)
    add_ways_in(house)
    add_passage(house)
    add_failures(house)
    add_arrivals(house)
    verify(house)


def add_arrivals(house: House) -> None:
    """A mail of somebody unknown, one of which nothing was taken, one that became an order."""
    left = {"eve@example.invalid": "unknown_sender", "claude@cpam.invalid": "nothing_taken"}
    with house.wiring.store.transaction(system("test")) as uow:
        for uid, (sender, code) in enumerate(left.items(), 1):
            row = IncomingMail(account="a@b/INBOX", uidvalidity=1, uid=uid, sender=sender, size=1_234_567)
            row.move(IncomingStatus.LEFT, code)
            uow.session.add(row)
        taken = IncomingMail(account="a@b/INBOX", uidvalidity=1, uid=9, sender="claude@cpam.invalid")
        taken.order_id = house.ids["order parcel"]
        taken.move(IncomingStatus.TAKEN)
        uow.session.add(taken)


def add_ways_in(house: House) -> None:
    """Somebody of the provider's who waits for a role, a number of their body, and second factors: one that is
    offered, one that is on in an account that is locked."""
    with house.wiring.store.transaction(system("test")) as uow:
        unit = uow.session.get_one(Unit, house.ids["unit"])
        uow.session.add(BodySiret(siret=SIRET, body_id=unit.body_id, unit_id=unit.id))
        ada = User(unit_id=unit.id, name="Ada Patiente", email="ada@demo.invalid")
        uow.session.add(ada)
        uow.session.flush()
        house.ids["waiting"] = ada.id
        said = {"issuer": "https://provider.invalid", "subject": "ada", "email": ada.email, "siret": SIRET}
        uow.session.add(FederatedIdentity(user_id=ada.id, **said))
        reviser = house.actors["idle reviser"].person
        uow.session.add(SecondFactor(user_id=reviser, sealed="nobody opens it", confirmed_at=now()))
        uow.session.add_all(LoginAttempt(key=limits.of_factor(reviser).key) for _ in range(limits.PER_ACCOUNT))
        house.ids["locked"] = reviser
    factors = factors_for(house.wiring.settings, house.wiring.secrets)
    with house.wiring.store.write(house.actors["newcomer"]) as uow:
        factors.offer(uow)
        uow.commit()


def add_accounts(house: House) -> None:
    """Somebody invited, with a mail that is kept and one that could not be written; a closed account."""
    with house.wiring.store.write(house.actors["administrator"]) as uow:
        unit = uow.session.scalars(select(Unit).where(Unit.name == "Relations internationales")).one()
        invited = people.add_user(
            uow, unit, NewUser("zoe@demo.invalid", "Zoé Nouvelle", frozenset({Role.REQUESTER}))
        )
        signin_for(house.wiring.settings).invite(uow, invited)
        left = people.add_user(uow, unit, NewUser("paul@demo.invalid", "Paul Ancien", frozenset({Role.REQUESTER})))
        people.disable_user(uow, left.id)
        house.ids |= {"invited": invited.id, "closed": left.id, "unit": unit.id, "body": unit.body_id}
        house.ids["colleague"] = uow.session.scalars(select(User.id).where(User.name == "Dominique Petit")).one()
        uow.commit()
    house.work()
    house.ids["mail"] = max(path.name for path in (house.wiring.settings.data / "mail").iterdir())
    with house.wiring.store.transaction(system("test")) as uow:
        text = {"to": "zoe@demo.invalid", "subject": "Truchement : votre compte", "text": "…"}
        later = now().replace(year=now().year + 1, day=1)
        uow.session.add(
            OutboxMessage(kind="mail", payload=text, attempts=3, failure="mail_not_sent", next_at=later)
        )


def add_passage(house: House) -> None:
    """A seal that the reading missed, drawn on the page."""
    added = house.order("added", [house.letter("sello.pdf")])
    house.work()
    take(house, "translator", added)
    with house.act("translator") as uow:
        box = Box(320.0, 500.0, 480.0, 560.0)
        placing.add_segment(uow, added, Addition(Kind.SEAL, "Instituto Nacional", 1, "Instituto Nacional", box))
        uow.commit()


def add_failures(house: House) -> None:
    """Six pieces that cannot be read."""
    file: Path = house.letter("roto.pdf")
    broken = [house.order(f"broken {number}", [file]) for number in range(6)]
    with house.wiring.store.transaction(system("test")) as uow:
        documents = select(Translation.document_id).where(Translation.id.in_(broken)).scalar_subquery()
        uow.session.execute(delete(WorkItem).where(WorkItem.subject_id.in_(documents)))
        failed = {"status": PageStatus.FAILED, "reason": FAILURE}
        uow.session.execute(update(Page).where(Page.document_id.in_(documents)).values(failed))
        failed = {"status": DocumentStatus.FAILED, "reason": FAILURE}
        uow.session.execute(update(Document).where(Document.id.in_(documents)).values(failed))
        failed = {"status": T.FAILED, "reason": FAILURE}
        uow.session.execute(update(Translation).where(Translation.id.in_(broken)).values(failed))


def verify(house: House) -> None:
    """Seals the journal and verifies it, as the button does."""
    with house.wiring.store.transaction(system("beat")) as uow:
        audit.seal(uow.session)
    verification = Verification(house.wiring.store)
    verification.start(house.actors["auditor"])
    while verification.progress.running:
        time.sleep(0.02)
    assert verification.progress.stopped is None
