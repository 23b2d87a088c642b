"""What becomes of a file of the watched folder: an order of the person whose sub-folder it is, or a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from intake.dropped import queries
from intake.mailbox.queries import sender
from intake.mailbox.service import House
from intake.opening import Arrival, Refused
from intake.service import OrderRequest, create_order
from storage.actors import Actor, person
from storage.errors import NotFoundError, ServiceError
from storage.models import Confidentiality, DroppedFile, DroppedStatus, Role, User
from storage.unit_of_work import UnitOfWork

NAME = "folder"
MOST_ATTEMPTS = 10
TAKEN = "Demande {number}, livraison prévue le {due} : {address}/demandes/{order_id}\n"
REFUSED = "Non pris :\n"
AGAIN = "Ce fichier, sous ce nom, avait déjà été déposé : il n'a pas été pris une seconde fois.\n"


@dataclass(frozen=True, slots=True)
class Begun:
    """The row of a file: what became of it before, and whether it was begun too often."""

    id: UUID
    status: DroppedStatus
    told: str
    spent: bool


def owner(uow: UnitOfWork, address: str) -> Actor | None:
    """The person in whose name the files of a sub-folder are; None when they may order nothing."""
    found = sender(uow.session, address.lower())
    actor = person(*found) if found else None
    return actor if actor is not None and actor.has(Role.REQUESTER) else None


def begin(uow: UnitOfWork, folder: str, name: str, sha256: str) -> Begun:
    """Counts a beginning, unless the file was dealt with."""
    row = queries.begin(uow.session, folder, name, sha256)
    if row.status is DroppedStatus.UNDER_WAY:
        row.attempts += 1
    return Begun(row.id, row.status, row.told, row.attempts > MOST_ATTEMPTS)


def put_off(uow: UnitOfWork, file_id: UUID) -> None:
    """Takes a beginning back: what hindered it was not the file."""
    row = _row(uow, file_id)
    row.attempts = max(0, row.attempts - 1)


def take(uow: UnitOfWork, file_id: UUID, arrival: Arrival, house: House) -> str:
    """Makes the order of a file as its owner; returns what is to be written beside it."""
    row = _row(uow, file_id)
    if row.status is not DroppedStatus.UNDER_WAY:
        return row.told
    user = uow.session.get_one(User, uow.actor.person)
    kind = Confidentiality.MEDICAL if user.unit.medical else Confidentiality.ORDINARY
    asked = OrderRequest(confidentiality=kind)
    order = create_order(uow, asked, arrival.files, house.terms, house.today(), arrival.parcels)
    told = TAKEN.format(
        number=order.number, due=f"{order.due_on:%d/%m/%Y}", address=house.address, order_id=order.id
    )
    row.order_id = order.id
    row.move(DroppedStatus.TAKEN, told + _reasons(arrival.refused))
    uow.record("file_taken", "dropped_file", row.id, order.body_id, order=order.id)
    return row.told


def refuse(uow: UnitOfWork, file_id: UUID, error: ServiceError, refused: Sequence[Refused]) -> str:
    """Refuses a file; returns what is to be written beside it."""
    row = _row(uow, file_id)
    row.move(DroppedStatus.REFUSED, _reasons(refused or [Refused("", error)]), error.code)
    uow.record("file_refused", "dropped_file", row.id, code=error.code)
    return row.told


def _reasons(refused: Sequence[Refused]) -> str:
    if not refused:
        return ""
    lines = [f"- {one.name} : {one.error.message}" if one.name else f"- {one.error.message}" for one in refused]
    return REFUSED + "\n".join(lines) + "\n"


def _row(uow: UnitOfWork, file_id: UUID) -> DroppedFile:
    row = uow.session.get(DroppedFile, file_id, with_for_update=True)
    if row is None:
        raise NotFoundError()
    return row
