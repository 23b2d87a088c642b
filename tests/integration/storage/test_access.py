"""Who sees which orders: the rule of the article's users, row by row."""

from dataclasses import dataclass, replace

import pytest

from storage.access import (
    visible_documents,
    visible_failed_documents,
    visible_failed_translations,
    visible_files,
    visible_messages,
    visible_orders,
    visible_translations,
)
from storage.actors import ANONYMOUS, Actor, system
from storage.models import BodyKind, Confidentiality, Delivery, DeliveryFile, OutboxMessage, Role, Unit
from storage.unit_of_work import Store, UnitOfWork
from tests.factories import (
    make_actor,
    make_body,
    make_document,
    make_order,
    make_translation,
    make_unit,
)

ACTOR = system("test")


@dataclass
class House:
    """Two bodies, their people, and one ordinary and one medical order of the first body's first unit."""

    actors: dict[str, Actor]
    orders: dict[str, object]


def make_false(uow: UnitOfWork, unit: Unit, role: Role) -> Actor:
    """Somebody of a caisse with a role of the liaison body: no account is like that, and the rows are closed to it
    all the same."""
    return replace(make_actor(uow, unit, role, medical=True), roles=frozenset({role}))


@pytest.fixture
def house(store: Store) -> House:
    with store.write(ACTOR) as uow:
        body, other, liaison = make_body(uow), make_body(uow), make_body(uow, BodyKind.LIAISON)
        unit, second, medical = make_unit(uow, body), make_unit(uow, body), make_unit(uow, body, medical=True)
        away, abroad = make_unit(uow, other), make_unit(uow, other, medical=True)
        desk = make_unit(uow, liaison)
        actors = {
            "author": make_actor(uow, unit, Role.REQUESTER),
            "colleague": make_actor(uow, unit, Role.REQUESTER),
            "second unit": make_actor(uow, second, Role.REQUESTER),
            "head": make_actor(uow, second, Role.REQUESTER, head=True),
            "medical unit": make_actor(uow, medical, Role.REQUESTER),
            "other body": make_actor(uow, away, Role.REQUESTER, head=True),
            "other body's doctors": make_actor(uow, abroad, Role.REQUESTER),
            "translator": make_actor(uow, desk, Role.TRANSLATOR),
            "cleared translator": make_actor(uow, desk, Role.TRANSLATOR, medical=True),
            "coordinator": make_actor(uow, desk, Role.COORDINATOR),
            "cleared reviser": make_actor(uow, desk, Role.REVISER, medical=True),
            "administrator": make_actor(uow, desk, Role.ADMINISTRATOR, medical=True),
            "auditor": make_actor(uow, desk, Role.AUDITOR, medical=True),
            "case officer": make_actor(uow, desk, Role.CASE_OFFICER, medical=True),
            "a caisse's false translator": make_false(uow, away, Role.TRANSLATOR),
            "cleared coordinator": make_actor(uow, desk, Role.COORDINATOR, medical=True),
            "a caisse's false coordinator": make_false(uow, away, Role.COORDINATOR),
            "a caisse's false administrator": make_false(uow, away, Role.ADMINISTRATOR),
            "nobody": ANONYMOUS,
        }
        orders = {}
        for name, kind in (("ordinary", Confidentiality.ORDINARY), ("medical", Confidentiality.MEDICAL)):
            order = make_order(uow, actors["author"], confidentiality=kind)
            translation = make_translation(uow, make_document(uow, order))
            deliver(uow, translation)
            orders[name] = order.id
        uow.commit()
    return House(actors, orders)


def deliver(uow: UnitOfWork, translation) -> None:
    delivery = Delivery(translation_id=translation.id, source_sha256="0" * 64)
    uow.session.add(delivery)
    uow.session.flush()
    blob = translation.document.blob_key
    uow.session.add(
        DeliveryFile(
            delivery_id=delivery.id,
            kind="pdf",
            blob_key=blob,
            file_name="f.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
        )
    )


BOTH, ORDINARY, MEDICAL, NONE = {"ordinary", "medical"}, {"ordinary"}, {"medical"}, set()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("author", BOTH),
        ("colleague", ORDINARY),
        ("second unit", NONE),
        ("head", ORDINARY),
        ("medical unit", MEDICAL),
        ("other body", NONE),
        ("other body's doctors", NONE),
        ("translator", ORDINARY),
        ("cleared translator", BOTH),
        ("coordinator", ORDINARY),
        ("cleared reviser", BOTH),
        ("administrator", NONE),
        ("auditor", NONE),
        ("case officer", NONE),
        ("a caisse's false translator", NONE),
        ("nobody", NONE),
    ],
)
def test_who_sees_what(store: Store, house: House, who: str, sees: set[str]) -> None:
    actor = house.actors[who]
    expected = {house.orders[name] for name in sees}
    with store.read(actor) as uow:
        assert {o.id for o in uow.session.scalars(visible_orders(actor))} == expected
        assert {d.order_id for d in uow.session.scalars(visible_documents(actor))} == expected
        assert {t.order_id for t in uow.session.scalars(visible_translations(actor))} == expected
        files = uow.session.scalars(visible_files(actor)).all()
        assert {f.delivery.translation.order_id for f in files} == expected


@pytest.mark.parametrize(
    ("who", "sees", "messages"),
    [
        ("administrator", BOTH, True),
        ("coordinator", ORDINARY, False),
        ("cleared coordinator", BOTH, False),
        ("cleared translator", NONE, False),
        ("cleared reviser", NONE, False),
        ("auditor", NONE, False),
        ("author", NONE, False),
        ("head", NONE, False),
        ("a caisse's false coordinator", NONE, False),
        ("a caisse's false administrator", NONE, False),
        ("nobody", NONE, False),
    ],
)
def test_who_sees_failed_work(store: Store, house: House, who: str, sees: set[str], *, messages: bool) -> None:
    actor = house.actors[who]
    expected = {house.orders[name] for name in sees}
    with store.write(actor) as uow:
        uow.session.add(OutboxMessage(kind="mail", payload={}))
        assert {d.order_id for d in uow.session.scalars(visible_failed_documents(actor))} == expected
        assert {t.order_id for t in uow.session.scalars(visible_failed_translations(actor))} == expected
        assert bool(uow.session.scalars(visible_messages(actor)).all()) is messages


def test_a_role_of_the_liaison_body_counts_nowhere_else(store: Store) -> None:
    with store.write(ACTOR) as uow:
        caisse, liaison = make_unit(uow, make_body(uow)), make_unit(uow, make_body(uow, BodyKind.LIAISON))
        assert make_actor(uow, caisse, *Role).roles == {Role.REQUESTER}
        assert make_actor(uow, liaison, *Role).roles == set(Role)
