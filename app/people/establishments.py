"""The numbers of a body's establishments, by which a sign-on at the provider finds the body."""

from uuid import UUID

from app.people import queries
from app.people.errors import BodyClosedError, SiretTakenError, UnitUnknownError
from app.people.siret import read_siret
from storage.errors import NotFoundError
from storage.models import BodySiret
from storage.unit_of_work import UnitOfWork


def add_siret(uow: UnitOfWork, body_id: UUID, text: str, unit_id: UUID | None) -> BodySiret:
    """Gives a body a number, for one of its units or for all; raises SiretInvalidError, SiretTakenError,
    UnitUnknownError, BodyClosedError."""
    body, siret = queries.body(uow.session, body_id), read_siret(text)
    if body.closed_at is not None:
        raise BodyClosedError()
    if unit_id is not None and unit_id not in {unit.id for unit in body.units}:
        raise UnitUnknownError()
    held = queries.siret(uow.session, siret)
    if held is not None:
        raise SiretTakenError(body=held.body.name)
    row = BodySiret(siret=siret, body_id=body.id, unit_id=unit_id)
    if not queries.add_siret(uow.session, row):
        raise SiretTakenError(body="…")
    uow.record("siret_added", "body", body.id, body.id, siret=siret, unit=unit_id)
    return row


def remove_siret(uow: UnitOfWork, body_id: UUID, siret: str) -> None:
    """Takes a number away: who signs on with it is sent to an administrator from then on. Accounts stay."""
    held = queries.siret(uow.session, siret)
    if held is None or held.body_id != body_id:
        raise NotFoundError()
    uow.session.delete(held)
    uow.record("siret_removed", "body", body_id, body_id, siret=siret)
