"""Other systems are told what happened: signed, again when they do not answer, and never inside this house."""

import json
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.parts import Parts
from app.sealing import KeySealer
from delivery.webhooks import outcomes, queries, signing
from delivery.webhooks.addresses import Rules
from delivery.webhooks.calling import Caller as CallOut
from delivery.webhooks.step import CallStep
from storage.messages import TranslationDelivered
from storage.models import OutboxMessage, Role, Webhook, WebhookAttempt, WebhookMessage, now
from storage.workflow import DocumentStatus, Queue, TranslationStatus
from tests.application import TEST
from tests.factories import make_document, make_order, make_translation
from tests.integration.api.callers import Caller, caller, calling_house
from tests.integration.api.deliveries import deliver
from tests.integration.api.listener import Heard, listening
from tests.integration.api.test_calls import refused
from tests.integration.app.workshop import House

LOOPBACK = Rules((ip_network("127.0.0.0/8"),))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with calling_house(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def heard() -> Iterator[Heard]:
    with listening() as system:
        yield system


def step(house: House, heard: Heard, rules: Rules = LOOPBACK, seconds: float = 60.0) -> CallStep:
    """The step as it is wired, but that it believes the test's certificate and finds the test's system."""
    out = CallOut(rules, heard.context, seconds, lambda host, _port: ["127.0.0.1"] if "system" in host else [])
    return CallStep(house.wiring.store, house.wiring.sealer, out, "https://truchement.example")


def hook(system: Caller, heard: Heard, **more) -> tuple[str, str]:
    made = system.post("/webhooks", {"url": heard.url, **more})
    assert made.status_code == 201, made.text
    assert made.headers["Location"] == f"/api/v1/webhooks/{made.json['webhook']['id']}"
    return made.json["webhook"]["id"], made.json["secret"]


def deliver_one(house: House, *, medical: bool = False) -> str:
    """A translation is delivered, and its message taken in."""
    with house.wiring.store.transaction(TEST) as uow:
        order = make_order(uow, house.actors[Role.REQUESTER])
        if medical:
            order.confidentiality = "medical"
        document = make_document(uow, order, status=DocumentStatus.READ)
        translation = make_translation(uow, document, status=TranslationStatus.DELIVERED)
        deliver(uow, translation)
        uow.send(TranslationDelivered(translation.id))
    house.work(Queue.RELAY)
    return str(order.id)


def due_now(house: House) -> None:
    """As if the time had passed."""
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(WebhookMessage).values(next_at=now()))
        uow.session.execute(update(Webhook).values(not_before=None))


def test_a_delivery_is_told_once_signed_and_without_content(house: House, heard: Heard) -> None:
    system = caller(house)
    webhook_id, secret = hook(system, heard, events=["translation.delivered"])
    order_id = deliver_one(house)
    calls = step(house, heard)
    assert calls.run_once()
    assert not calls.run_once()
    ((path, headers, body),) = heard.calls
    assert path == "/hook"
    told = json.loads(body)
    assert (told["type"], told["data"]["order_id"]) == ("translation.delivered", order_id)
    assert set(told["data"]) == {"order_id", "order_number", "document_id", "translation_id", "delivery_id"}
    assert system.get(f"/deliveries/{told['data']['delivery_id']}").status_code == 200
    (message,) = system.get(f"/webhooks/{webhook_id}/messages").json["items"]
    assert headers["webhook-id"] == message["id"]
    timestamp = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == signing.signature(secret, UUID(message["id"]), timestamp, body)
    assert headers["host"] == heard.url.split("/")[2]
    assert (message["state"], [each["status"] for each in message["attempts"]]) == ("sent", [204])
    with house.wiring.store.read(TEST) as uow:
        row = uow.session.scalars(select(Webhook)).one()
    assert secret not in row.secret
    assert house.wiring.sealer.open(row.secret, f"webhook {row.id}") == secret


def test_a_system_hears_of_what_it_may_see_and_asked_for(house: House, heard: Heard) -> None:
    plain, medical = caller(house), caller(house, name="Medical", medical=True)
    hook(plain, heard, events=["translation.delivered"])
    hook(medical, heard, events=["translation.stopped"])
    deliver_one(house, medical=True)
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(WebhookMessage)).all() == []
    deliver_one(house)
    with house.wiring.store.read(TEST) as uow:
        assert [each.event for each in uow.session.scalars(select(WebhookMessage))] == ["translation.delivered"]


def test_what_is_not_taken_is_told_again_ever_more_seldom_then_given_up(house: House, heard: Heard) -> None:
    system = caller(house, contact="it@cpam.example")
    webhook_id, _ = hook(system, heard)
    heard.answers = [500]
    deliver_one(house)
    deliver_one(house)
    calls = step(house, heard)
    assert calls.run_once()
    assert not calls.run_once()  # the other one waits behind the first: one at a time tries a lame address
    for _ in range(len(outcomes.DELAYS)):
        due_now(house)
        assert calls.run_once()
    due_now(house)
    assert not calls.run_once()
    first = heard.calls[0][1]["webhook-id"]
    shown = {each["id"]: each for each in system.get(f"/webhooks/{webhook_id}/messages").json["items"]}
    assert shown[first]["state"] == "failed"
    assert {each["failure"] for each in shown[first]["attempts"]} == {"answered_500"}
    assert len({call[1]["webhook-id"] for call in heard.calls}) <= 2
    webhook = system.get(f"/webhooks/{webhook_id}").json
    assert (webhook["enabled"], webhook["disabled_reason"]) == (False, "exhausted")
    with house.wiring.store.read(TEST) as uow:
        mails = select(OutboxMessage).where(OutboxMessage.kind == "mail")
        rows = [row.payload for row in uow.session.scalars(mails) if "rappel" in row.payload["subject"]]
    to = {row["to"]: row["text"] for row in rows}
    assert set(to) == {"administrator@house.example", "it@cpam.example"}
    assert f"/administration/rappels/{webhook_id}" in to["administrator@house.example"]
    assert "truchement.example" not in to["it@cpam.example"]
    refused(system.post(f"/webhooks/{webhook_id}/ping"), 409, "webhook_disabled")
    refused(system.post(f"/webhooks/{webhook_id}/messages/{first}/resend"), 409, "webhook_disabled")
    heard.answers = [200]
    assert system.post(f"/webhooks/{webhook_id}/enable").json["enabled"] is True
    assert system.post(f"/webhooks/{webhook_id}/messages/{first}/resend").status_code == 202
    while calls.run_once():
        pass
    states = {each["state"] for each in system.get(f"/webhooks/{webhook_id}/messages").json["items"]}
    assert states == {"sent"}
    assert heard.calls[-1][1]["webhook-id"] in shown


def test_an_address_that_asks_for_an_end_is_not_called_again(house: House, heard: Heard) -> None:
    system = caller(house)
    webhook_id, _ = hook(system, heard)
    heard.answers = [410]
    system.post(f"/webhooks/{webhook_id}/ping")
    assert step(house, heard).run_once()
    assert system.get(f"/webhooks/{webhook_id}").json["disabled_reason"] == "gone"


def failure(house: House, heard: Heard, **options) -> str:
    """The code of what became of one call."""
    system = caller(house)
    webhook_id, _ = hook(system, heard)
    system.post(f"/webhooks/{webhook_id}/ping")
    assert step(house, heard, **options).run_once()
    (message,) = system.get(f"/webhooks/{webhook_id}/messages").json["items"]
    assert message["state"] == "waiting"
    return message["attempts"][0]["failure"]


def test_a_name_that_leads_into_this_house_is_not_called(house: House, heard: Heard) -> None:
    assert failure(house, heard, rules=Rules()) == "refused_address"
    assert heard.calls == []


def test_a_redirection_is_not_followed(house: House, heard: Heard) -> None:
    heard.answers = [302]
    assert failure(house, heard) == "redirected"
    assert len(heard.calls) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(house: House, heard: Heard) -> None:
    with listening() as other:
        heard.context = other.context
    assert failure(house, heard) == "certificate"
    assert heard.calls == []


def test_a_system_that_never_answers_is_left(house: House, heard: Heard) -> None:
    heard.stalls = True
    assert failure(house, heard, seconds=0.5) == "timed_out"


def test_two_secrets_sign_while_they_change_over(house: House, heard: Heard) -> None:
    system = caller(house)
    webhook_id, old = hook(system, heard)
    new = system.post(f"/webhooks/{webhook_id}/secret").json["secret"]
    assert new != old
    system.post(f"/webhooks/{webhook_id}/ping")
    calls = step(house, heard)
    calls.run_once()
    _, headers, body = heard.calls[0]
    stamp = int(headers["webhook-timestamp"])
    wanted = [signing.signature(each, UUID(headers["webhook-id"]), stamp, body) for each in (new, old)]
    assert headers["webhook-signature"].split(" ") == wanted
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(Webhook).values(previous_until=now() - timedelta(seconds=1)))
    system.post(f"/webhooks/{webhook_id}/ping")
    calls.run_once()
    assert len(heard.calls[1][1]["webhook-signature"].split(" ")) == 1


def test_a_key_of_the_service_that_changed_costs_no_secret(house: House, heard: Heard) -> None:
    system = caller(house)
    _, secret = hook(system, heard)
    former = house.wiring.sealer.keys
    newer = KeySealer(("a new key of sixteen", *former))
    with house.wiring.store.transaction(TEST) as uow:
        assert outcomes.reseal(uow, newer) == 1
        assert outcomes.reseal(uow, newer) == 0
        row = uow.session.scalars(select(Webhook)).one()
        assert KeySealer(newer.keys[:1]).open(row.secret, f"webhook {row.id}") == secret


def test_a_secret_that_cannot_be_read_holds_up_no_other(house: House, heard: Heard) -> None:
    system = caller(house)
    webhook_id, _ = hook(system, heard)
    system.post(f"/webhooks/{webhook_id}/ping")
    with house.wiring.store.transaction(TEST) as uow:
        row = uow.session.scalars(select(Webhook)).one()
        row.secret = KeySealer(("another key of sixteen",)).seal("x", "y")
    second, _ = hook(system, heard)
    system.post(f"/webhooks/{second}/ping")
    calls = step(house, heard)
    assert calls.run_once()
    assert calls.run_once()
    assert not calls.run_once()
    (message,) = system.get(f"/webhooks/{webhook_id}/messages").json["items"]
    assert [each["failure"] for each in message["attempts"]] == ["secret_unreadable"]
    assert len(heard.calls) == 1


def test_a_system_sees_its_own_addresses_alone(house: House, heard: Heard) -> None:
    mine, other = caller(house), caller(house, name="Other")
    webhook_id, _ = hook(mine, heard)
    message_id = mine.post(f"/webhooks/{webhook_id}/ping").json["id"]
    second, _ = hook(other, heard)
    path = f"/webhooks/{webhook_id}"
    assert [each["id"] for each in other.get("/webhooks").json["items"]] == [second]
    for method, rest in (
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/secret"),
        ("POST", "/ping"),
        ("POST", "/disable"),
        ("POST", "/enable"),
        ("GET", "/messages"),
        ("POST", f"/messages/{message_id}/resend"),
    ):
        refused(other.call(method, path + rest), 404, "not_found")
    refused(other.post(f"/webhooks/{second}/messages/{message_id}/resend"), 404, "not_found")
    assert mine.call("DELETE", path).status_code == 204
    refused(mine.get(path), 404, "not_found")
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(WebhookAttempt)).all() == []
        assert [str(each.webhook_id) for each in uow.session.scalars(select(WebhookMessage))] == []


def test_addresses_are_looked_at_when_they_are_given(house: House) -> None:
    system = caller(house)
    for url in ("http://system.example/", "https://127.0.0.1/hook", "https://10.0.0.1/", "https://[::1]/hook"):
        refused(system.post("/webhooks", {"url": url}), 422, "webhook_url_refused")
    refused(
        system.post("/webhooks", {"url": "https://system.example/", "events": ["ping"]}), 422, "request_invalid"
    )
    for _ in range(10):
        assert system.post("/webhooks", {"url": "https://system.example/"}).status_code == 201
    refused(system.post("/webhooks", {"url": "https://system.example/"}), 409, "too_many_webhooks")


def test_a_closed_account_hears_nothing(house: House, heard: Heard) -> None:
    system = caller(house)
    hook(system, heard)
    deliver_one(house)
    administrator = house.client(Role.ADMINISTRATOR)
    page = f"/administration/services/{system.account_id}"
    assert house.post(administrator, f"{page}/fermer", page).status_code == 302
    assert not step(house, heard).run_once()
    deliver_one(house)
    with house.wiring.store.read(TEST) as uow:
        assert len(uow.session.scalars(select(WebhookMessage)).all()) == 1


def test_the_worker_calls_and_the_beat_wakes_it(house: House) -> None:
    assert Queue.CALL in Parts(house.wiring, 1).steps()
    system = caller(house)
    made = system.post("/webhooks", {"url": "https://system.example/"}).json["webhook"]["id"]
    system.post(f"/webhooks/{made}/ping")
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.scalar(queries.due(now())) is not None
