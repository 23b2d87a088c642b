"""Every operation of the interface for programs, asked for by every system with everybody's objects: what the
table does not allow is denied, changes nothing, and looks the same as what does not exist."""

import io
from collections.abc import Mapping
from itertools import count
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.api.catalogue import OPERATIONS
from app.api.operations import PREFIX, Operation
from storage.models import DeliveryFile
from tests.application import TEST
from tests.integration.rights.objects import SCAN
from tests.integration.rights.people import EVERYBODY
from tests.integration.rights.systems import SYSTEMS, secret_of
from tests.integration.rights.walk import is_for_programs
from tests.integration.rights.world import World

# Who sees which order: written out by name, so that a change of the rules in the code does not change it here too.
PENSIONS = frozenset({"system", "granted system", "whole system", "system without a scope"})
SEES: Mapping[str, frozenset[str]] = {
    "received": PENSIONS,
    "drafted": PENSIONS,
    "delivered": PENSIONS,
    # A person made them: of systems, only that of a medical unit, where it was granted.
    "medical": frozenset({"doctors' system"}),
    "medical delivered": frozenset({"doctors' system"}),
    "doctor's": frozenset({"doctors' system"}),
    "second unit's": frozenset({"neighbour system", "whole system", "system without a scope"}),
    "other body's": frozenset({"other body's system", "other doctors' system"}),
    "other body's delivered": frozenset({"other body's system", "other doctors' system"}),
    "other body's medical": frozenset({"other doctors' system"}),
}
NOBODY = frozenset({"closed system", "revoked system", "expired system"})
NARROW, LIAISON = "system without a scope", "system of the liaison body"
OF_ORDERS = {
    "getOrder": "order_id",
    "cancelOrder": "order_id",
    "getDocument": "document_id",
    "getDocumentContent": "document_id",
    "getTranslation": "translation_id",
    "getDelivery": "delivery_id",
    "getFileContent": "file_id",
}
LISTS = {"getAccount", "listLanguages", "listOrders", "listDeliveries", "listWebhooks"}
OF_WEBHOOKS = {each.name for each in OPERATIONS if "{webhook_id}" in each.path}
MAKE = {"createOrder", "createWebhook"}
CANCELLABLE = {"received", "drafted", "medical", "other body's"}
WISH = {"url": "https://system.example/other"}
GOOD = {
    "createOrder": 201,
    "createWebhook": 201,
    "pingWebhook": 202,
    "resendWebhookMessage": 202,
    "removeWebhook": 204,
}
REFUSAL = {"audit_event"}
# Each request from an address of its own: who is refused time and again from one is told to wait.
ADDRESSES = count(1)


def test_every_operation_is_in_the_tables(world: World) -> None:
    served = {
        rule.endpoint.rpartition(".")[2] for rule in world.app.url_map.iter_rules() if is_for_programs(world, rule)
    }
    assert served == {each.name for each in OPERATIONS} == set(OF_ORDERS) | LISTS | OF_WEBHOOKS | MAKE


def ask(world: World, operation: Operation, who: str, ids: Mapping[str, object]) -> tuple[int, str, set[str]]:
    """One request of a system: the status, the body without the identifiers asked for, the tables that changed."""
    more: dict[str, object] = {}
    if operation.form is not None:
        data = {"files": (io.BytesIO(SCAN.read_bytes()), "scan.pdf")}
        more = {"data": data, "content_type": "multipart/form-data"}
    if operation.body is not None:
        more = {"json": WISH}
    path = PREFIX + operation.path.format(**ids)
    headers = {"Authorization": f"Bearer {secret_of(who)}"}
    number = next(ADDRESSES)
    more["environ_base"] = {"REMOTE_ADDR": f"10.0.{number // 250}.{number % 250}"}
    try:
        with world.app.test_client().open(path, method=operation.method, headers=headers, **more) as answer:
            text = answer.get_data().decode("latin-1")
        for value in ids.values():
            text = text.replace(str(value), "…")
        return answer.status_code, text, world.database.changed()
    finally:
        world.database.restore()


def expected(operation: Operation, who: str, allowed: bool, good: int) -> int:
    if who in NOBODY:
        return 401
    if who == LIAISON or (who == NARROW and operation.scope is not None):
        return 403
    return good if allowed else 404


def ids_of(world: World, name: str, what: str) -> dict[str, object] | None:
    if name != "delivery_id":
        found = world.objects[what].get(name)
        return {name: found} if found else None
    file_id = world.objects[what].get("file_id")
    with world.wiring.store.read(TEST) as uow:
        found = uow.session.scalar(select(DeliveryFile.delivery_id).where(DeliveryFile.id == file_id))
    return {name: found} if found else None


@pytest.mark.parametrize("name", OF_ORDERS)
def test_what_belongs_to_an_order_is_for_who_sees_the_order(world: World, name: str) -> None:
    operation, faults = next(each for each in OPERATIONS if each.name == name), []
    for who, *_ in SYSTEMS:
        unknown = ask(world, operation, who, {OF_ORDERS[name]: uuid4()})
        for what, seers in SEES.items():
            ids = ids_of(world, OF_ORDERS[name], what)
            if ids is None:
                continue
            status, text, changed = ask(world, operation, who, ids)
            good = 409 if name == "cancelOrder" and what not in CANCELLABLE else 200
            wanted = expected(operation, who, who in seers, good)
            if status != wanted:
                faults.append(f"{who}, {what}: {status}, the table says {wanted}")
            if status >= 400 and not changed <= REFUSAL:
                faults.append(f"{who}, {what}: refused, yet it changed {changed}")
            if status == 404 and text != unknown[1]:
                faults.append(f"{who}, {what}: looks unlike what is not there")
    assert faults == []


@pytest.mark.parametrize("name", sorted(LISTS | MAKE))
def test_what_has_no_identifier_is_for_every_valid_key_with_its_scope(world: World, name: str) -> None:
    operation = next(each for each in OPERATIONS if each.name == name)
    for who, *_ in SYSTEMS:
        status, _, changed = ask(world, operation, who, {})
        wanted = expected(operation, who, True, GOOD.get(name, 200))
        assert status == wanted, who
        assert changed <= REFUSAL or (name in MAKE and status == 201), who


def test_lists_hold_what_the_system_may_see_and_nothing_else(world: World) -> None:
    operation = next(each for each in OPERATIONS if each.name == "listOrders")
    for who, *_ in SYSTEMS:
        _, text, _ = ask(world, operation, who, {})
        shown = {what for what in SEES if f'"order_id":"{world.objects[what]["order_id"]}"' in text}
        seen = {what for what, seers in SEES.items() if who in seers}
        assert shown == (set() if who == NARROW else seen), who


@pytest.mark.parametrize("name", sorted(OF_WEBHOOKS))
def test_a_webhook_is_for_the_system_that_made_it(world: World, name: str) -> None:
    operation = next(each for each in OPERATIONS if each.name == name)
    ids = {key: value for key, value in world.objects["webhook"].items() if f"{{{key}}}" in operation.path}
    for who, *_ in SYSTEMS:
        status, text, changed = ask(world, operation, who, ids)
        assert status == expected(operation, who, who == "system", GOOD.get(name, 200)), who
        assert status < 400 or changed <= REFUSAL, who
        if status == 404:
            assert text == ask(world, operation, who, {key: uuid4() for key in ids})[1], who


def test_no_session_of_anybody_opens_anything(world: World) -> None:
    for operation in OPERATIONS:
        path = PREFIX + operation.path.format(
            **{
                name: UUID(int=0)
                for name in ("order_id", "document_id", "translation_id", "delivery_id", "file_id")
            },
            **{name: UUID(int=0) for name in ("webhook_id", "message_id")},
        )
        for who in sorted(EVERYBODY):
            client, token = world.form_browser(who)
            with client.open(path, method=operation.method, data={"csrf_token": token}) as answer:
                assert answer.status_code == 401, f"{operation.name} by {who}"
            assert world.database.changed() == set()
