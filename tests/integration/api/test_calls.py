"""What a system can do, and what it is told when it cannot."""

import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.api.limits import Buckets
from app.service_accounts import service
from app.service_accounts.scopes import Scope
from storage.models import ApiKey, AuditEvent, Document, IdempotentAnswer, Order, Role, Translation, User, now
from storage.outage import DatabaseUnavailableError
from storage.workflow import DocumentStatus, TranslationStatus
from tests.application import TEST, token_of
from tests.containers import zipped
from tests.factories import make_body, make_document, make_order, make_translation, make_unit
from tests.integration.api.callers import BASE, SCAN, Caller, caller, calling_house
from tests.integration.api.deliveries import FRENCH, deliver
from tests.integration.app.workshop import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with calling_house(tmp_path / "data") as opened:
        yield opened


def count(house: House, table: type) -> int:
    with house.wiring.store.read(TEST) as uow:
        return uow.session.scalar(select(func.count()).select_from(table)) or 0


def acts(house: House, action: str) -> list[AuditEvent]:
    with house.wiring.store.read(TEST) as uow:
        return list(uow.session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def refused(answer, status: int, code: str) -> None:
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    assert answer.json["code"] == code, answer.json
    assert answer.json["status"] == status
    assert answer.json["type"] == f"urn:truchement:problem:{code}"
    assert answer.json["detail"]


def test_an_order_is_sent_followed_and_written_in_the_journal(house: House) -> None:
    system = caller(house)
    answer = system.order(
        (SCAN.read_bytes(), "bescheid.pdf"),
        (b"\x00\x01\x02 no document", "note.xyz"),
        purpose="Pension",
        own_reference="D-17",
        urgency="urgent",
        language="de",
    )
    assert answer.status_code == 201, answer.text
    order = answer.json["order"]
    assert answer.headers["Location"] == f"{BASE}/orders/{order['id']}"
    assert [(r["name"], r["code"]) for r in answer.json["refused"]] == [("note.xyz", "unsupported_type")]
    assert (order["own_reference"], order["urgency"], order["step"]) == ("D-17", "urgent", "received")
    (document,) = order["documents"]
    assert document["sha256"] == hashlib.sha256(SCAN.read_bytes()).hexdigest()
    assert (document["label"], document["stopped"], document["reason"]) == ("reçue", False, None)
    assert system.get(f"/orders/{order['id']}").json == order
    assert system.get(f"/documents/{document['id']}").json == document
    translation = system.get(f"/translations/{document['translation_id']}").json
    assert (translation["document_id"], translation["step"]) == (document["id"], "received")
    with house.wiring.store.read(TEST) as uow:
        row = uow.session.scalars(select(Order)).one()
        assert (row.created_by, row.body_id) == (system.account_id, house.actors[Role.REQUESTER].body_id)
    (received,) = acts(house, "received")
    assert (received.actor_id, received.actor_kind) == (system.account_id, "service")
    assert [event.actor_id for event in acts(house, "view")] == [system.account_id]  # once an hour
    # People of the unit find it among theirs, with the system's name.
    page = house.client(Role.REQUESTER).get(f"/demandes/{order['id']}").text
    assert "Logiciel métier" in page


def test_nobody_is_written_to_at_the_address_of_a_system(house: House) -> None:
    system = caller(house)
    order = system.order().json["order"]
    assert system.post(f"/orders/{order['id']}/cancel").status_code == 200
    house.work()
    with house.wiring.store.read(TEST) as uow:
        address = uow.session.get_one(User, system.account_id).email
    assert not any(address in path.read_text() for path in (house.wiring.settings.data / "mail").glob("*.eml"))


def test_an_order_whose_every_piece_is_refused_is_not_recorded(house: House) -> None:
    system = caller(house)
    answer = system.order((b"", "empty.pdf"), (b"\x00\x01\x02", "note.txt"))
    refused(answer, 422, "no_file_accepted")
    assert [each["code"] for each in answer.json["files"]] == ["empty_file", "unsupported_type"]
    refused(
        system.call("POST", "/orders", data={"purpose": "x"}, content_type="multipart/form-data"), 422, "no_file"
    )
    assert count(house, Order) == 0


def test_an_archive_gives_its_pieces_and_names_those_that_are_refused(house: House) -> None:
    system = caller(house)
    answer = system.order((zipped({"bescheid.pdf": SCAN.read_bytes(), "note.exe": b"MZ\x90\0"}), "lot.zip"))
    assert answer.status_code == 201, answer.text
    assert [(r["name"], r["code"]) for r in answer.json["refused"]] == [("lot.zip › note.exe", "unsupported_type")]
    (document,) = answer.json["order"]["documents"]
    assert document["sha256"] == hashlib.sha256(SCAN.read_bytes()).hexdigest()


def test_only_a_valid_key_opens_anything(house: House) -> None:
    system = caller(house)
    assert system.get("/account").json["name"] == "Logiciel métier"
    refused(Caller(system.client, system.account_id, "").get("/account"), 401, "key_missing")
    for wrong in ("trk_wrong", system.secret + "x", system.secret[4:], "é" * 20, "trk_" + "a" * 500):
        told = f"Bearer {wrong}".encode().decode("latin-1")
        answer = system.client.get(BASE + "/account", headers={"Authorization": told})
        refused(answer, 401, "key_invalid")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    refused(system.call("GET", "/account", {"Authorization": f"Basic {system.secret}"}), 401, "key_missing")


def test_a_key_that_ended_opens_nothing(house: House) -> None:
    revoked, expired, closed, shut = (caller(house, name=f"System {n}") for n in range(4))
    with house.wiring.store.transaction(TEST) as uow:
        (key,) = uow.session.scalars(select(ApiKey).where(ApiKey.account_id == revoked.account_id))
        service.revoke_key(uow, revoked.account_id, key.id)
        mine = ApiKey.account_id == expired.account_id
        uow.session.execute(update(ApiKey).where(mine).values(expires_at=now() - timedelta(seconds=1)))
        service.close_account(uow, closed.account_id)
    for system in (revoked, expired, closed):
        refused(system.get("/account"), 401, "key_invalid")
    with house.wiring.store.transaction(TEST) as uow:
        service.reopen_account(uow, closed.account_id)
    assert closed.get("/account").status_code == shut.get("/account").status_code == 200


def test_a_session_opens_nothing_here_and_a_key_nothing_elsewhere(house: House) -> None:
    client = house.client(Role.REQUESTER)
    refused(client.get(BASE + "/orders"), 401, "key_missing")
    refused(client.post(BASE + "/orders", data={"csrf_token": token_of(client, "/aide")}), 401, "key_missing")
    system = caller(house)
    told = {"Authorization": f"Bearer {system.secret}", "Accept": "application/json"}
    for path in ("/demandes", "/compte/", "/administration/"):
        assert system.client.get(path, headers=told).status_code == 401, path


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        (Scope.ORDERS_READ, "GET", "/orders"),
        (Scope.ORDERS_WRITE, "POST", "/orders"),
        (Scope.DELIVERIES_READ, "GET", "/deliveries"),
        (Scope.WEBHOOKS_READ, "GET", "/webhooks"),
        (Scope.WEBHOOKS_WRITE, "POST", "/webhooks"),
    ],
)
def test_a_key_allows_what_it_was_made_for(house: House, scope: Scope, method: str, path: str) -> None:
    without = caller(house, *(each for each in Scope if each is not scope))
    answer = without.call(method, path)
    refused(answer, 403, "scope_missing")
    assert scope.value in answer.json["detail"]
    assert caller(house, scope).call(method, path).status_code in (200, 415)


def test_the_same_request_is_done_once(house: House) -> None:
    system = caller(house)
    first = system.order(key="one", purpose="Pension")
    again = system.order(key="one", purpose="Pension")
    assert (first.status_code, first.data) == (again.status_code, again.data)
    assert first.headers["Location"] == again.headers["Location"]
    assert count(house, Order) == 1
    refused(system.order(key="one", purpose="Other"), 422, "idempotency_key_reused")
    refused(
        system.order((b"%PDF other", "bescheid.pdf"), key="one", purpose="Pension"), 422, "idempotency_key_reused"
    )
    assert caller(house, name="Other").order(key="one", purpose="Pension").status_code == 201
    refused(system.order(key="é" * 3), 422, "request_invalid")
    refused(system.order(key="k" * 256), 422, "request_invalid")
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(IdempotentAnswer).values(created_at=now() - timedelta(hours=25)))
    assert system.order(key="one", purpose="Other").status_code == 201


def test_a_refused_request_may_be_mended_under_its_name(house: House) -> None:
    system = caller(house)
    refused(system.order((b"\x00\x01\x02", "a.txt"), key="one"), 422, "no_file_accepted")
    assert system.order(key="one").status_code == 201


def test_ten_at_once_under_one_name_are_one_order(house: House) -> None:
    system = caller(house)
    together = threading.Barrier(10)

    def send(_: int):
        together.wait(120)
        return Caller(house.app.test_client(), system.account_id, system.secret).order(key="nervous")

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert count(house, Order) == count(house, Document) == 1


def test_lists_go_on_where_they_stopped_whatever_comes_meanwhile(house: House) -> None:
    system = caller(house)
    author = house.actors[Role.REQUESTER]
    with house.wiring.store.transaction(TEST) as uow:
        made = [make_order(uow, author) for _ in range(7)]
        at = now()
        for number, order in enumerate(made):
            order.created_at = at - timedelta(seconds=number // 2)  # two by two at the same instant
        made[3].own_reference = "D-3"
    seen: list[str] = []
    page = system.get("/orders?limit=3").json
    while True:
        seen += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        with house.wiring.store.transaction(TEST) as uow:
            make_order(uow, author)  # newer: before the place where the reader is
        page = system.get(f"/orders?limit=3&cursor={page['next_cursor']}").json
    assert len(seen) == len(set(seen)) == 7
    assert [each["id"] for each in system.get("/orders?own_reference=D-3").json["items"]] == [str(made[3].id)]
    number = made[5].number
    assert [each["number"] for each in system.get(f"/orders?number={number}").json["items"]] == [number]
    assert system.get("/orders?created_after=2999-01-01T00:00:00Z").json["items"] == []
    refused(system.get("/orders?cursor=abc"), 422, "cursor_invalid")
    for query in (
        "limit=0",
        "limit=101",
        "limit=x",
        "page=2",
        "limit=3&limit=4",
        "created_after=2026-01-01",
        "cursor=",
    ):
        answer = system.get(f"/orders?{query}")
        refused(answer, 422, "request_invalid")
        assert answer.json["errors"][0]["field"] == query.partition("=")[0]


def delivered(house: House) -> tuple[Document, str, str]:
    with house.wiring.store.transaction(TEST) as uow:
        order = make_order(uow, house.actors[Role.REQUESTER])
        document = make_document(uow, order, status=DocumentStatus.READ)
        translation = make_translation(uow, document, status=TranslationStatus.DELIVERED)
        file = deliver(uow, translation)
        return document, str(file.delivery_id), str(file.id)


def test_files_are_handed_over_whole_by_parts_or_not_at_all(house: House) -> None:
    system = caller(house)
    _, delivery_id, file_id = delivered(house)
    (listed,) = system.get("/deliveries").json["items"]
    assert listed == system.get(f"/deliveries/{delivery_id}").json
    (file,) = listed["files"]
    assert file["content"] == f"{BASE}/files/{file_id}/content"
    path = f"/files/{file_id}/content"
    whole = system.get(path)
    assert (whole.status_code, whole.data, whole.mimetype) == (200, FRENCH, "application/pdf")
    assert whole.headers["ETag"] == f'"{hashlib.sha256(FRENCH).hexdigest()}"'
    assert whole.headers["Cache-Control"] == "private, no-cache"
    assert "filename*=UTF-8''d%C3%A9cision.fr.pdf" in whole.headers["Content-Disposition"]
    assert len(acts(house, "download")) == 1
    known = system.get(path, If_None_Match=whole.headers["ETag"])
    assert (known.status_code, known.data) == (304, b"")
    assert len(acts(house, "download")) == 1  # nothing was handed over
    part = system.get(path, Range="bytes=100-")
    assert (part.status_code, part.data) == (206, FRENCH[100:])
    assert part.headers["Content-Range"] == f"bytes 100-{len(FRENCH) - 1}/{len(FRENCH)}"
    stale = system.get(path, Range="bytes=100-", If_Range='"other"')
    assert (stale.status_code, stale.data) == (200, FRENCH)
    beyond = system.get(path, Range="bytes=99999-")
    refused(beyond, 416, "range_not_satisfiable")
    assert beyond.headers["Content-Range"] == f"bytes */{len(FRENCH)}"
    assert {event.actor_kind for event in acts(house, "download")} == {"service"}
    head = system.call("HEAD", path)
    assert (head.status_code, head.data) == (200, b"")


def test_the_original_comes_back_as_it_was_and_not_while_it_is_held(house: House) -> None:
    system = caller(house)
    document, *_ = delivered(house)
    path = f"/documents/{document.id}/content"
    answer = system.get(path)
    assert hashlib.sha256(answer.data).hexdigest() == document.sha256
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(Document).values(status=DocumentStatus.QUARANTINED))
    refused(system.get(path), 409, "document_withheld")
    refused(system.get(path, If_None_Match=answer.headers["ETag"]), 409, "document_withheld")


def test_what_nobody_has_begun_can_be_cancelled(house: House) -> None:
    system = caller(house)
    order = system.order((SCAN.read_bytes(), "a.pdf"), (SCAN.read_bytes(), "b.pdf")).json["order"]
    begun = order["documents"][0]["translation_id"]
    with house.wiring.store.transaction(TEST) as uow:
        found = next(t for t in uow.session.scalars(select(Translation)) if str(t.id) == begun)
        found.status = TranslationStatus.IN_TRANSLATION
    answer = system.post(f"/orders/{order['id']}/cancel")
    assert answer.status_code == 200, answer.text
    ended = {each["translation_id"]: (each["ended"], each["reason"]) for each in answer.json["documents"]}
    assert ended.pop(begun) == (False, None)
    ((stopped, reason),) = ended.values()
    assert (stopped, reason["code"]) == (True, "withdrawn_by_requester")
    refused(system.post(f"/orders/{order['id']}/cancel"), 409, "nothing_to_cancel")


def test_medical_pieces_are_for_a_system_that_was_granted_them(house: House) -> None:
    plain, granted = caller(house), caller(house, medical=True, name="Medical")
    refused(plain.order(confidentiality="medical"), 403, "medical_not_granted")
    order = granted.order(confidentiality="medical").json["order"]
    assert granted.get(f"/orders/{order['id']}").status_code == 200
    refused(plain.get(f"/orders/{order['id']}"), 404, "not_found")
    # Nor its own, were it to become medical.
    own = plain.order().json["order"]
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(Order).values(confidentiality="medical"))
    refused(plain.get(f"/orders/{own['id']}"), 404, "not_found")
    assert plain.get("/orders").json["items"] == []


def test_units_and_bodies_are_apart(house: House) -> None:
    here = caller(house)
    order = here.order().json["order"]
    with house.wiring.store.transaction(TEST) as uow:
        unit = make_unit(uow, uow.session.get_one(User, here.account_id).unit.body)
        elsewhere = make_unit(uow, make_body(uow))
        assert unit.body
        assert elsewhere.body
    neighbour, whole = caller(house, unit=unit), caller(house, unit=unit, whole_body=True)
    stranger = caller(house, unit=elsewhere, whole_body=True)
    assert whole.get(f"/orders/{order['id']}").status_code == 200
    for other in (neighbour, stranger):
        refused(other.get(f"/orders/{order['id']}"), 404, "not_found")
        refused(other.post(f"/orders/{order['id']}/cancel"), 404, "not_found")
        assert other.get("/orders").json["items"] == []


def test_who_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    with calling_house(tmp_path / "data", API_PER_MINUTE="3") as house:
        system, other = caller(house), caller(house, name="Other")
        answers = [system.get("/languages") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[0].headers["RateLimit-Policy"] == '"account";q=3;w=60'
        assert answers[0].headers["RateLimit"].startswith('"account";r=2;t=')
        refused(answers[3], 429, "too_many_requests")
        assert 0 < int(answers[3].headers["Retry-After"]) <= 20
        assert other.get("/languages").status_code == 200
        guesses = [Caller(other.client, other.account_id, "trk_x").get("/account").status_code for _ in range(32)]
        assert (guesses[0], guesses[-1]) == (401, 429)
        assert other.get("/languages").status_code == 200  # who has a key is not held up by who guesses


def test_a_bucket_fills_again() -> None:
    time = [0.0]
    buckets = Buckets(60, lambda: time[0])
    assert [buckets.take("a").granted for _ in range(61)] == [True] * 60 + [False]
    time[0] += 2
    assert [buckets.take("a").granted for _ in range(3)] == [True, True, False]
    time[0] += 3600
    assert buckets.take("a").remaining == 59


def test_what_does_not_fit_is_refused_as_a_problem(house: House) -> None:
    system = caller(house)
    refused(system.call("POST", "/orders", json={}), 415, "body_type")
    refused(system.call("POST", "/webhooks", data={"url": "x"}), 415, "body_type")
    refused(system.call("POST", "/webhooks", data=b"{", content_type="application/json"), 422, "request_invalid")
    large = system.call("POST", "/webhooks", data=b"1" * 70_000, content_type="application/json")
    refused(large, 413, "request_entity_too_large")
    refused(system.get("/nothing"), 404, "not_found")
    answer = system.call("DELETE", "/orders")
    refused(answer, 405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}
    for fields in ({"purpose": "x" * 201}, {"urgency": "soon"}, {"nonsense": "1"}, {"purpose": "a\x00b"}):
        answer = system.order(**fields)
        refused(answer, 422, "request_invalid")
        assert [each["field"] for each in answer.json["errors"]] == list(fields)
    refused(system.order(language="zz"), 422, "unknown_language")
    english = system.get("/nothing", Accept_Language="en")
    assert "address" in english.json["detail"]
    html = system.get("/orders/x", Accept="text/html", HX_Request="true")
    refused(html, 404, "not_found")


def test_a_database_that_is_gone_is_told_as_such(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    system = caller(house)
    assert system.get("/languages").status_code == 200

    def gone(*_args, **_options):
        raise DatabaseUnavailableError()

    monkeypatch.setattr("app.service_accounts.queries.usable_key", gone)
    answer = system.get("/orders")
    refused(answer, 503, "database_unavailable")
    assert answer.headers["Retry-After"] == "30"


def test_the_use_of_a_key_is_noted(house: House) -> None:
    system = caller(house)
    system.get("/languages")
    with house.wiring.store.read(TEST) as uow:
        (key,) = uow.session.scalars(select(ApiKey))
    assert key.last_used_at is not None
    assert key.last_address == "127.0.0.1"
    assert system.secret not in str(vars(key))
    assert key.secret_hash == hashlib.sha256(system.secret.encode()).hexdigest()


def test_a_system_cannot_sign_in_nor_be_invited(house: House) -> None:
    system = caller(house)
    with house.wiring.store.read(TEST) as uow:
        address = uow.session.get_one(User, system.account_id).email
    client = house.app.test_client()
    client.post("/connexion/oubli", data={"csrf_token": token_of(client), "email": address})
    administrator = house.client(Role.ADMINISTRATOR)
    assert administrator.get(f"/administration/comptes/{system.account_id}").status_code == 404
    assert "Logiciel métier" not in administrator.get("/administration/comptes/").text
    house.work()
    assert not list((house.wiring.settings.data / "mail").glob("*.eml"))
