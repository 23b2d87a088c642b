"""Two administrators who take each other's rights at the same moment: the second is refused."""

import threading
from time import sleep
from uuid import UUID

import pytest
from sqlalchemy import select, text

from app.people import service as people
from app.people.errors import LastAdministratorError
from app.people.service import UserChange
from storage.actors import system
from storage.errors import ServiceError
from storage.models import BodyKind, Role, Unit, User, UserRole
from storage.unit_of_work import Store, UnitOfWork
from tests.factories import make_body, make_unit, make_user

ACTOR = system("test")


def close(uow: UnitOfWork, user_id: UUID) -> None:
    people.disable_user(uow, user_id)


def demote(uow: UnitOfWork, user_id: UUID) -> None:
    unit = uow.session.scalars(select(Unit)).one()
    people.change_user(uow, user_id, unit, UserChange("Camille Aubert", frozenset({Role.AUDITOR})))


@pytest.mark.parametrize("first", [close, demote])
@pytest.mark.parametrize("second", [close, demote])
def test_one_stays(store: Store, first, second) -> None:  # type: ignore[no-untyped-def]
    with store.transaction(ACTOR) as uow:
        unit = make_unit(uow, make_body(uow, BodyKind.LIAISON))
        one, other = (make_user(uow, unit, Role.ADMINISTRATOR).id for _ in range(2))
    outcome: list[ServiceError | None] = []

    def rival() -> None:
        try:
            with store.write(ACTOR) as uow:
                second(uow, other)
                uow.commit()
            outcome.append(None)
        except ServiceError as error:
            outcome.append(error)

    thread = threading.Thread(target=rival)
    with store.write(ACTOR) as uow:
        first(uow, one)
        uow.session.flush()
        thread.start()
        let_wait(uow, thread)
        uow.commit()
    thread.join()
    assert [type(error) for error in outcome] == [LastAdministratorError]
    with store.read(ACTOR) as uow:
        left = select(User.id).where(
            User.disabled_at.is_(None), User.granted.any(UserRole.role == Role.ADMINISTRATOR)
        )
        assert uow.session.scalars(left).all() == [other]


def let_wait(uow: UnitOfWork, thread: threading.Thread) -> None:
    """Until the rival waits for this transaction, or is done. On SQLite it waits from its first statement on."""
    if uow.session.get_bind().dialect.name == "sqlite":
        return
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while thread.is_alive() and not uow.session.scalar(waiting):
        sleep(0.01)
