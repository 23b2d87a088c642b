"""The client says what the document says, and the example of the documentation does what it promises."""

import re
import sys
import threading
import types
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from app.api.catalogue import OPERATIONS
from app.api.openapi import document
from delivery.webhooks.signing import headers as sign
from storage.flow import advance
from storage.models import Translation
from storage.workflow import TranslationStatus
from tests.application import TEST
from tests.integration.api.callers import SCAN, Caller, caller, calling_house
from tests.integration.app.workshop import House

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "clients" / "python"))

from truchement_client import Client, ForgedError, RefusedError, UnreachableError, check_signature, models  # noqa: E402
from truchement_client.calls import OPERATIONS as CALLED  # noqa: E402
from truchement_client.transport import Transport  # noqa: E402

DOCUMENT = document(OPERATIONS, "https://truchement.example")
SCHEMAS = DOCUMENT["components"]["schemas"]
# What the client sends rather than reads, and what it raises.
SENT = {"NewOrder", "NewWebhook", "Problem", "FieldError"}
PLAIN = {str: "string", int: "integer", bool: "boolean"}


def test_the_client_calls_every_operation_where_it_is() -> None:
    told = {
        each["operationId"]: (method.upper(), path)
        for path, methods in DOCUMENT["paths"].items()
        for method, each in methods.items()
    }
    assert dict(CALLED) == told
    called = set(re.findall(r'"(\w+)"', (ROOT / "clients/python/truchement_client/calls.py").read_text()))
    assert set(told) <= called


def types_of(schema: dict) -> set[str]:
    """What a schema allows, in the words of ``type_of``."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return {"string"} if "enum" in SCHEMAS[name] else {name}
    if "anyOf" in schema:
        return set().union(*(types_of(each) for each in schema["anyOf"]))
    if schema.get("type") == "array":
        return {f"list of {sorted(types_of(schema['items']))}"}
    if schema.get("format") in ("uuid", "date", "date-time"):
        return {schema["format"]}
    return {"string"} if "enum" in schema or "const" in schema else {schema["type"]}


def types_in(kind: object) -> set[str]:
    """What a type of the client holds."""
    if isinstance(kind, types.UnionType):
        return set().union(*(types_in(each) for each in typing.get_args(kind)))
    if typing.get_origin(kind) is list:
        return {f"list of {sorted(types_in(typing.get_args(kind)[0]))}"}
    if typing.get_origin(kind) is dict:
        return {"object"}
    named = {UUID: "uuid", datetime: "date-time", date: "date", type(None): "null", **PLAIN}
    return {named[kind]} if kind in named else {kind.__name__}


def test_the_types_of_the_client_are_those_of_the_document() -> None:
    mine = {n: each for n, each in vars(models).items() if isinstance(each, type) and is_dataclass(each)}
    described = {name for name, schema in SCHEMAS.items() if "enum" not in schema} - SENT
    assert set(mine) == described
    for name, model in mine.items():
        kinds = typing.get_type_hints(model)
        read = {each.name: types_in(kinds[each.name]) for each in fields(model)}
        told = {field: types_of(schema) for field, schema in SCHEMAS[name]["properties"].items()}
        assert read == told, name


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with calling_house(tmp_path / "data") as opened:
        yield opened


@contextmanager
def served(house: House) -> Iterator[str]:
    """The service on a real socket."""
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def approve(house: House, ended: threading.Event) -> None:
    """Works like a house: reads, drafts; a person approves; delivers."""
    while not ended.is_set():
        house.work()
        with house.wiring.store.transaction(TEST) as uow:
            for row in uow.session.scalars(select(Translation)):
                if row.status is TranslationStatus.DRAFTED:
                    advance(uow, row, TranslationStatus.IN_TRANSLATION)
                    advance(uow, row, TranslationStatus.APPROVED)
        ended.wait(0.2)


def test_the_example_of_the_documentation_works(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    lines = [line for line in example.splitlines() if line.strip()]
    assert len(lines) == 10
    system, ended = caller(house), threading.Event()
    (tmp_path / "bescheid.pdf").write_bytes(SCAN.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("truchement_client.calls.Wait.__init__.__defaults__", (600.0, 0.2))
    working = threading.Thread(target=approve, args=(house, ended), daemon=True)
    with served(house) as address:
        monkeypatch.setenv("TRUCHEMENT_ADDRESS", address)
        monkeypatch.setenv("TRUCHEMENT_KEY", system.secret)
        working.start()
        try:
            exec(compile(example, "docs/api.md", "exec"), {})
        finally:
            ended.set()
            working.join()
    kept = sorted(path.name for path in (tmp_path / "traductions").iterdir())
    assert [name.partition("bescheid")[2] for name in kept] == [".bilingue.pdf", ".fr.docx", ".fr.pdf"]
    assert all((tmp_path / "traductions" / name).read_bytes()[:4] in (b"%PDF", b"PK\x03\x04") for name in kept)


def client_of(address: str, system: Caller, **more) -> Client:
    return Client(address, system.secret, transport=Transport(address, system.secret, **more))


def test_the_client_does_what_the_interface_offers(house: House, tmp_path: Path) -> None:
    system = caller(house)
    with served(house) as address:
        client = client_of(address, system)
        assert client.account().scopes
        assert any(each.code == "de" for each in client.languages())
        sent = client.create_order([SCAN], idempotency_key="one", purpose="é « x »")
        assert client.create_order([SCAN], idempotency_key="one", purpose="é « x »") == sent
        assert sent.order.purpose == "é « x »"
        assert [each.id for each in client.orders(number=sent.order.number)] == [sent.order.id]
        (found,) = client.order(sent.order.id).documents
        assert client.document(found.id) == found
        assert client.translation(found.translation_id).document_id == found.id
        target = tmp_path / "original.pdf"
        part = tmp_path / "original.pdf.part"
        for beginning in (b"", SCAN.read_bytes()[:1000], SCAN.read_bytes() + b"more"):
            part.write_bytes(beginning)
            assert client.download_original(found, target).read_bytes() == SCAN.read_bytes()
        assert client.cancel_order(sent.order.id).documents[0].ended
        assert list(client.deliveries()) == []
        made = client.create_webhook("https://system.example/", events=["document.read"])
        webhook = made.webhook.id
        assert client.webhooks() == [client.webhook(webhook)]
        assert client.change_webhook(webhook, "https://other.example/").url == "https://other.example/"
        assert client.renew_webhook_secret(webhook).secret != made.secret
        message = client.ping_webhook(webhook)
        assert client.resend_webhook_message(webhook, message.id).id == message.id
        assert [each.id for each in client.webhook_messages(webhook)] == [message.id]
        assert not client.disable_webhook(webhook).enabled
        assert client.enable_webhook(webhook).enabled
        client.remove_webhook(webhook)
        with pytest.raises(RefusedError) as refusal:
            client.webhook(webhook)
        assert (refusal.value.status, refusal.value.code) == (404, "not_found")


def test_the_client_waits_when_it_is_told_to(tmp_path: Path) -> None:
    with calling_house(tmp_path / "data", API_PER_MINUTE="1") as house, served(house) as address:
        system, waits = caller(house), []
        client = client_of(address, system, tries=3, sleep=waits.append)
        client.account()
        with pytest.raises(RefusedError, match="too_many_requests"):
            client.account()
        assert [0 < wait <= 60 for wait in waits] == [True, True]


def test_the_client_keeps_its_key_to_itself() -> None:
    with pytest.raises(ValueError, match="https"):
        Client("http://truchement.example", "trk_secret")
    assert "trk_secret" not in repr(Transport("https://truchement.example", "trk_secret"))
    client = Client("", "", transport=Transport("http://127.0.0.1:1", "trk_secret", tries=1))
    with pytest.raises(UnreachableError):
        client.account()


def test_a_call_that_was_forged_is_told() -> None:
    secret, body = "whsec_plJ3nmyCDGBKInavdOK15jsl", b"{}"
    message = UUID("8a1f2f1e-0000-4000-8000-000000000001")
    at = datetime.fromisoformat("2026-11-28T10:00:00+00:00")
    headers = sign([secret], message, at, body)
    assert check_signature(secret, headers, body, now=at.timestamp() + 10) == str(message)
    for changed, content, late in (
        (headers, b"{ }", 0.0),
        (headers | {"webhook-id": "other"}, body, 0.0),
        (headers | {"webhook-timestamp": "1"}, body, 0.0),
        (headers | {"webhook-signature": "v1,AAAA"}, body, 0.0),
        ({}, body, 0.0),
        (headers, body, 301.0),
    ):
        with pytest.raises(ForgedError):
            check_signature(secret, changed, content, now=at.timestamp() + late)
