"""Changing the key that signs forms: pages that are open stay good, until the old key is retired."""

import re
import stat
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.keys import KeyFile
from app.service_accounts.service import NewAccount, add_account
from app.settings import load
from app.settings_values import SettingError
from delivery.webhooks.addresses import Rules
from delivery.webhooks.service import Wish, add, context_of
from storage.models import AuditEvent, Webhook
from tests.application import EMAIL, PASSWORD, TEST, make_wiring, token_of
from tests.factories import make_body, make_unit
from tests.integration.app.site import Site, make_site
from tests.integration.cli.command import truchement


def site_of(folder: Path) -> Site:
    """The application as it starts over this data folder, with the keys that are kept there."""
    return make_site(folder, secrets=KeyFile(folder / "secret").keys())


def carry(before: FlaskClient, site: Site) -> FlaskClient:
    """The same browser in front of the service after a restart."""
    client = site.client()
    client._cookies = before._cookies  # type: ignore[attr-defined]
    return client


def change_language(client: FlaskClient, token: str) -> int:
    return client.post("/langue", data={"csrf_token": token, "language": "en", "next": "/compte/"}).status_code


def test_an_open_page_outlives_the_rotation_and_not_the_retirement(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    browser = site_of(folder).signed_in()
    token = token_of(browser, "/compte/")
    KeyFile(folder / "secret").rotate()
    rotated = carry(browser, site_of(folder))
    assert change_language(rotated, token) == 302
    assert rotated.get("/compte/").status_code == 200
    # A form made after the rotation carries the new key's signature, an older page cookie or not.
    fresh = token_of(rotated, "/compte/")
    KeyFile(folder / "secret").retire()
    retired = carry(rotated, site_of(folder))
    assert change_language(retired, token) == 400
    assert retired.get("/compte/").status_code == 200, "the sign-in is a row, which no key signs"
    assert change_language(retired, token_of(retired, "/compte/")) == 302
    assert fresh != token


def test_a_page_cookie_that_the_retired_key_signed_is_worth_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    old = site_of(folder).client()
    token = token_of(old)
    KeyFile(folder / "secret").rotate()
    assert KeyFile(folder / "secret").retire()
    client = carry(old, site_of(folder))
    form = {"csrf_token": token, "email": EMAIL, "password": PASSWORD}
    assert client.post("/connexion", data=form).status_code == 400


def test_commands_print_no_key(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = KeyFile(folder / "secret").keys()
    said = [truchement("keys", *words, data=folder) for words in (["list"], ["rotate"], ["list", "--json"])]
    known = {*first, *KeyFile(folder / "secret").keys()}
    assert len(known) == 2
    said.append(truchement("keys", "retire", "--json", data=folder))
    assert [one.status for one in said] == [0] * 4
    assert not [key for key in known for one in said if key in one.out + one.err or key[:12] in one.out]
    assert [key["signs"] for key in said[2].json()] == [True, False]
    assert len(said[3].json()["retired"]) == 1
    assert "Rien à retirer" in truchement("keys", "retire", data=folder).out


def test_a_change_is_in_the_journal_and_the_key_is_not(tmp_path: Path) -> None:
    wiring = make_wiring(tmp_path / "data", {})
    said = [truchement("keys", word, "--json", data=tmp_path / "data") for word in ("rotate", "retire", "retire")]
    assert [one.status for one in said] == [0] * 3
    with wiring.store.read(TEST) as uow:
        events = uow.session.scalars(select(AuditEvent).order_by(AuditEvent.at)).all()
        told = [(e.actor_kind, e.actor_id, e.action, e.object_kind, e.object_id, e.details) for e in events]
    made, gone = said[0].json()["made"], said[1].json()["retired"]
    assert told == [
        ("operator", None, "key_made", "key", made, {}),
        *(("operator", None, "key_retired", "key", each, {}) for each in gone),
    ]
    assert len(gone) == 1
    key = KeyFile(tmp_path / "data" / "secret").keys()[0]
    assert not [1 for event in told if key[:12] in str(event)]
    wiring.engine.dispose()


def test_without_a_database_the_key_is_changed_all_the_same(tmp_path: Path) -> None:
    done = truchement("keys", "rotate", data=tmp_path / "data", DATABASE_URL=f"sqlite:///{tmp_path}/not/there.db")
    assert done.status == 0
    assert "Non inscrit au journal" in done.err
    assert len(KeyFile(tmp_path / "data" / "secret").keys()) == 2


def test_a_secret_that_the_old_key_sealed_outlives_its_retirement(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    before = make_wiring(folder, {})
    with before.store.transaction(TEST) as uow:
        account = add_account(uow, make_unit(uow, make_body(uow)), NewAccount("System"))
        made = add(uow, account.user_id, Wish("https://system.example/"), Rules(), before.sealer)
        webhook_id, secret = made.webhook.id, made.secret
    before.engine.dispose()
    assert truchement("keys", "rotate", data=folder).status == 0
    assert truchement("keys", "retire", data=folder).status == 0
    after = make_wiring(folder, {})
    assert len(after.secrets) == 1
    assert after.secrets != before.secrets
    with after.store.read(TEST) as uow:
        sealed = uow.session.get_one(Webhook, webhook_id).secret
    assert after.sealer.open(sealed, context_of(webhook_id)) == secret
    after.engine.dispose()


def test_keys_of_the_operator_are_not_changed_here(tmp_path: Path) -> None:
    folder, held = tmp_path / "data", "one of the operator, another one of his"
    refused = truchement("keys", "rotate", "--json", data=folder, SECRET=held)
    assert (refused.status, refused.json()["error"]["code"]) == (1, "keys_elsewhere")
    assert not (folder / "secret").exists()
    shown = truchement("keys", "list", "--json", data=folder, SECRET=held).json()
    assert [(key["signs"], key["source"]) for key in shown] == [
        (True, "TRUCHEMENT_SECRET"),
        (False, "TRUCHEMENT_SECRET"),
    ]


def test_the_operator_may_keep_them_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "held"
    file.write_text("a key of the operator\nan older key of his\n")
    held = load({"TRUCHEMENT_SECRET_FILE": str(file)})
    assert held.secrets == ("a key of the operator", "an older key of his")
    assert "older key" not in repr(held)


@pytest.mark.parametrize("text", ["", "\n", "short", "a key of the operator,short", None])
def test_a_file_or_a_secret_that_will_not_do_is_refused_without_showing_it(
    tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "held"
    if text is not None:
        file.write_text(text)
    with pytest.raises(SettingError) as refused:
        load({"TRUCHEMENT_SECRET_FILE": str(file)})
    assert "TRUCHEMENT_SECRET_FILE" in str(refused.value)
    assert "short" not in str(refused.value)


def test_two_places_for_the_same_keys_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="un seul des deux"):
        load({"TRUCHEMENT_SECRET": "x" * 16, "TRUCHEMENT_SECRET_FILE": str(tmp_path)})


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    with ThreadPool(8) as pool:
        made = pool.map(lambda _: KeyFile(tmp_path / "data" / "secret").keys(), range(32))
    assert len(set(made)) == 1
    assert re.fullmatch("[0-9a-f]{64}", made[0][0])
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]
    assert stat.S_IMODE((tmp_path / "data" / "secret").stat().st_mode) == 0o600


def test_rotations_at_once_lose_none(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "secret")
    with ThreadPool(8) as pool:
        pool.map(lambda _: file.rotate(), range(16))
    assert len(set(file.keys())) == 17
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_a_key_that_was_never_written_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("")
    assert len(KeyFile(tmp_path / "secret").keys()) == 1
