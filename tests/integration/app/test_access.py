"""What an administrator does for who cannot get in, and that an answer never says whether there is an account."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import event, select, update

from app.cli import truchement
from app.factor.codes import new_secret
from app.sealing import Sealer
from storage.models import AuditEvent, BodySiret, LoginSession, SecondFactor, User, now
from tests.application import CHEAP, EMAIL, PASSWORD, TEST, sign_in, token_of
from tests.integration.app.federated import Place, body_named, make_place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = make_place(tmp_path, {})
    yield made
    made.wiring.engine.dispose()


def give_factor(place: Place) -> str:
    """A second factor for the requester; returns its secret."""
    secret, user = new_secret(), place.user(EMAIL)
    assert user
    with place.wiring.store.transaction(TEST) as uow:
        sealed = Sealer(place.wiring.secrets).seal(secret)
        uow.session.add(SecondFactor(user_id=user.id, sealed=sealed, confirmed_at=now()))
    return secret


def work(place: Place, email: str, password: str) -> tuple[int, str, list[str], int]:
    """The answer to a sign-in without what differs each time, the statements that it took, and the hashes."""
    client, done = place.app.test_client(), []
    token = token_of(client)
    HEARD.clear()

    def note(_connection, _cursor, statement: str, *_: object) -> None:
        done.append(re.sub(r"\s+", " ", statement))

    event.listen(place.wiring.engine, "before_cursor_execute", note)
    try:
        form = {"csrf_token": token, "email": email, "password": password}
        answer = client.post("/connexion", data=form)
    finally:
        event.remove(place.wiring.engine, "before_cursor_execute", note)
    text = re.sub(r'name="csrf[-_]token" (content|value)="[^"]+"', "", answer.text).replace(email, "")
    return answer.status_code, text, done, len(HEARD)


HEARD: list[str] = []


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> None:
    known = type(CHEAP).verify

    def verify(self, kept, password):
        HEARD.append("once")
        return known(self, kept, password)

    monkeypatch.setattr(type(CHEAP), "verify", verify)


def test_who_has_no_account_costs_the_same_work(place: Place, heard: None) -> None:
    with place.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(User).where(User.email != EMAIL).values(disabled_at=now()))
    wrong = work(place, EMAIL, "wrong wrong wrong")
    closed = work(place, "sacha.blanc@liaison.example", PASSWORD)
    nobody = work(place, "nobody@cpam.example", PASSWORD)
    assert wrong[0] == 422
    assert wrong[3] == 1
    assert wrong[1:2] == closed[1:2] == nobody[1:2]
    assert wrong[3] == closed[3] == nobody[3]
    # What loads the roles of an account that was found is the only difference, of two quick reads.
    assert [s for s in wrong[2] if "INSERT" in s] == [s for s in nobody[2] if "INSERT" in s]
    assert wrong[2] == closed[2]


def test_a_locked_account_looks_like_one_that_does_not_exist(place: Place, heard: None) -> None:
    found = []
    for email in (EMAIL, "nobody@cpam.example"):
        for _ in range(5):
            sign_in(place.app.test_client(), email, "wrong wrong")
        found.append(work(place, email, PASSWORD))
    assert found[0] == found[1]
    assert found[0][0] == 429


def test_an_administrator_unlocks(place: Place) -> None:
    for _ in range(6):
        sign_in(place.app.test_client(), EMAIL, "wrong wrong")
    assert sign_in(place.app.test_client(), EMAIL, PASSWORD).status_code == 429
    office, user = place.administrator(), place.user(EMAIL)
    assert user
    page = f"/administration/comptes/{user.id}"
    assert "verrouillé encore 15" in office.get(page).text
    token = {"csrf_token": token_of(office, "/aide")}
    assert office.post(f"{page}/deverrouiller", data=token).status_code == 302
    assert "verrouillé encore" not in office.get(page).text
    assert sign_in(place.app.test_client(), EMAIL, PASSWORD).status_code == 302
    assert len(place.events("unlocked")) == 1


def test_an_administrator_takes_a_lost_factor_away(place: Place) -> None:
    give_factor(place)
    client = place.app.test_client()
    assert sign_in(client, EMAIL, PASSWORD).headers["Location"] == "/connexion/code"
    office, user = place.administrator(), place.user(EMAIL)
    assert user
    token = {"csrf_token": token_of(office, "/aide")}
    done = office.post(f"/administration/comptes/{user.id}/second-facteur/retirer", data=token)
    assert done.status_code == 302
    # The step that was half done is over too.
    assert client.get("/connexion/code").headers["Location"] == "/connexion"
    assert sign_in(place.app.test_client(), EMAIL, PASSWORD).headers["Location"] == "/"
    assert place.mails()[-1] == (EMAIL, "Truchement\xa0: votre second facteur est retiré")
    [told] = place.events("factor_reset")
    assert told.actor_id
    assert told.object_id == str(user.id)


def test_an_administrator_sees_and_ends_one_session(place: Place) -> None:
    kept, ended = place.app.test_client(), place.app.test_client()
    for client in (kept, ended):
        sign_in(client, EMAIL, PASSWORD)
    user = place.user(EMAIL)
    assert user
    with place.wiring.store.read(TEST) as uow:
        rows = uow.session.scalars(
            select(LoginSession).where(LoginSession.user_id == user.id).order_by(LoginSession.created_at)
        ).all()
    office = place.administrator()
    page = f"/administration/comptes/{user.id}"
    assert office.get(page).text.count("127.0.0.1") == 2
    token = {"csrf_token": token_of(office, "/aide")}
    assert office.post(f"{page}/sessions/{rows[1].id}/fermer", data=token).status_code == 302
    assert kept.get("/compte/").status_code == 200
    assert ended.get("/compte/").status_code == 302


def test_numbers_are_checked_and_belong_to_one_body(place: Place) -> None:
    office, north, south = (
        place.administrator(),
        body_named(place, "CPAM du Nord"),
        body_named(place, "CPAM du Sud"),
    )
    token = {"csrf_token": token_of(office, "/aide")}

    def add(body, number: str):
        return office.post(f"/administration/organismes/{body.id}/sirets", data=token | {"siret": number})

    assert add(north, "123 456 782 00011").status_code == 422
    assert "n&#39;est pas valable" in add(north, "12").text
    taken = add(south, "123 456 782 00010")
    assert taken.status_code == 409
    assert "CPAM du Nord" in taken.text
    assert add(south, "356 000 000 00048").status_code == 302
    path = f"/administration/organismes/{north.id}/sirets/retirer"
    assert office.post(path, data=token | {"siret": "35600000000048"}).status_code == 404
    assert office.post(path, data=token | {"siret": "12345678200010"}).status_code == 302
    with place.wiring.store.read(TEST) as uow:
        left = set(uow.session.scalars(select(BodySiret.siret)))
    assert left == {"98765432400019", "35600000000048"}


def test_the_operator_takes_a_lost_factor_away(place: Place, tmp_path: Path) -> None:
    secret = give_factor(place)
    known = {"TRUCHEMENT_DATA": str(tmp_path), "TRUCHEMENT_SECRET": "a secret for tests"}
    done = CliRunner().invoke(truchement, ["users", "reset-factor", EMAIL.upper()], env=known)
    assert done.exit_code == 0, done.output
    assert secret not in done.output
    with place.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(SecondFactor)).all() == []
        [told] = uow.session.scalars(select(AuditEvent).where(AuditEvent.action == "factor_reset"))
        assert told.actor_kind == "command"
