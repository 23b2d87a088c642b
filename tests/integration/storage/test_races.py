"""Two transactions that both want the one place: the second is told so, or finds its work done."""

import threading
from collections.abc import Callable
from datetime import date
from time import sleep

import pytest
from sqlalchemy import func, select, text

from app.people import service as people
from app.people.errors import BodyNameTakenError, EmailTakenError, UnitNameTakenError
from app.people.service import NewUser
from intake.queries import next_number
from storage.actors import system
from storage.models import AuditEvent, Body, BodyKind, Counter, Role, Unit, User
from storage.unit_of_work import Store, UnitOfWork
from tests.factories import make_actor, make_body, make_document, make_order, make_unit

ACTOR = system("test")
Act = Callable[[UnitOfWork], object]


def race(store: Store, first: Act, second: Act) -> list[object]:
    """What ``second`` came to, an error or a result, begun before ``first`` was committed."""
    outcome: list[object] = []

    def rival() -> None:
        try:
            with store.write(ACTOR) as uow:
                outcome.append(second(uow))
                uow.commit()
        except Exception as error:  # noqa: BLE001 - the outcome, whatever it is, is what the test looks at
            outcome.append(error)

    thread = threading.Thread(target=rival)
    with store.write(ACTOR) as uow:
        first(uow)
        uow.session.flush()
        thread.start()
        _let_wait(uow, thread)
        uow.commit()
    thread.join()
    return outcome


def _let_wait(uow: UnitOfWork, thread: threading.Thread) -> None:
    """Until the rival waits for this transaction. On SQLite it does so from its first statement on."""
    if uow.session.get_bind().dialect.name == "sqlite":
        return
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while thread.is_alive() and not uow.session.scalar(waiting):
        sleep(0.01)


def unit_of(uow: UnitOfWork) -> Unit:
    return uow.session.scalars(select(Unit)).one()


def count(store: Store, model: type) -> int:
    with store.read(ACTOR) as uow:
        return uow.session.scalar(select(func.count()).select_from(model)) or 0


def test_two_bodies_of_one_name(store: Store) -> None:
    def add(uow: UnitOfWork) -> object:
        return people.add_body(uow, "CPAM du Rhône", BodyKind.CAISSE)

    assert [type(each) for each in race(store, add, add)] == [BodyNameTakenError]
    assert count(store, Body) == 1


def test_a_body_renamed_to_a_name_that_is_just_being_taken(store: Store) -> None:
    with store.transaction(ACTOR) as uow:
        other = make_body(uow).id

    def add(uow: UnitOfWork) -> object:
        return people.add_body(uow, "CPAM du Rhône", BodyKind.CAISSE)

    def rename(uow: UnitOfWork) -> object:
        return people.rename_body(uow, other, "CPAM du Rhône")

    assert [type(each) for each in race(store, add, rename)] == [BodyNameTakenError]
    assert count(store, Body) == 2


def test_two_units_of_one_name_in_a_body(store: Store) -> None:
    with store.transaction(ACTOR) as uow:
        make_unit(uow, make_body(uow))

    def add(uow: UnitOfWork) -> object:
        return people.add_unit(uow, uow.session.scalars(select(Body)).one(), "Relations internationales")

    assert [type(each) for each in race(store, add, add)] == [UnitNameTakenError]
    assert count(store, Unit) == 2


def test_two_accounts_with_one_address(store: Store) -> None:
    with store.transaction(ACTOR) as uow:
        make_unit(uow, make_body(uow))

    def add(uow: UnitOfWork) -> object:
        new = NewUser("lea@cpam.example", "Léa Martin", frozenset({Role.REQUESTER}))
        return people.add_user(uow, unit_of(uow), new)

    assert [type(each) for each in race(store, add, add)] == [EmailTakenError]
    assert count(store, User) == 1


@pytest.mark.parametrize("known", [False, True], ids=["first-of-the-year", "later"])
def test_two_orders_get_two_numbers(store: Store, known: bool) -> None:
    if known:
        with store.transaction(ACTOR) as uow:
            uow.session.add(Counter(name="order-2026", value=7))

    numbers: list[int] = []
    rival = race(
        store,
        lambda uow: numbers.append(next_number(uow.session, "order-2026")),
        lambda uow: next_number(uow.session, "order-2026"),
    )
    assert [*numbers, *rival] == ([8, 9] if known else [1, 2])


def test_a_page_opened_twice_at_once_counts_once_and_opens_twice(store: Store) -> None:
    with store.transaction(ACTOR) as uow:
        author = make_actor(uow, make_unit(uow, make_body(uow)), Role.REQUESTER)
        document = make_document(uow, make_order(uow, author)).id

    def look(uow: UnitOfWork) -> object:
        uow.actor = author
        uow.record_view("document", document, author.body_id)
        return "seen"

    assert race(store, look, look) == ["seen"]
    with store.read(ACTOR) as uow:
        event = uow.session.scalars(select(AuditEvent).where(AuditEvent.action == "view")).one()
        assert (event.actor_id, event.object_id, event.body_id) == (author.user_id, str(document), author.body_id)
        assert event.at.date() >= date(2026, 1, 1)
        assert event.details == {}
