"""Signing in and out over a real database."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.signin.passwords import Passwords
from app.signin.service import digest
from storage.models import AuditEvent, LoginAttempt, LoginSession, OutboxMessage, PasswordTicket, Role, User, now
from tests.application import EMAIL, PASSWORD, TEST, sign_in, token_of
from tests.integration.app.showcase import Views, features
from tests.integration.app.site import Site, add_user, make_site

NEW = "une phrase toute neuve"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path, features(Views()))


def actions(site: Site) -> list[str]:
    with site.store.read(TEST) as uow:
        return list(uow.session.scalars(select(AuditEvent.action).order_by(AuditEvent.at)))


def shift_sessions(site: Site, **values: timedelta) -> None:
    """Moves times of every sign-in row, as if they had passed."""
    with site.store.transaction(TEST) as uow:
        for row in uow.session.scalars(select(LoginSession)):
            for name, by in values.items():
                setattr(row, name, getattr(row, name) + by)


def shift_attempts(site: Site, by: timedelta) -> None:
    with site.store.transaction(TEST) as uow:
        for row in uow.session.scalars(select(LoginAttempt)):
            row.at = row.at + by


def test_the_right_password_signs_in_and_home_follows_the_role(site: Site) -> None:
    client = site.client()
    response = sign_in(client)
    assert response.headers["Location"] == "/"
    cookie = response.headers.getlist("Set-Cookie")
    mine = next(c for c in cookie if c.startswith("truchement="))
    assert "HttpOnly" in mine
    assert "SameSite=Lax" in mine
    assert "Secure" not in mine
    assert client.get("/").headers["Location"] == "/vitrine/"
    assert "Léa Martin" in client.get("/vitrine/").text
    assert actions(site) == ["sign_in"]


def test_only_the_hash_of_the_token_is_kept(site: Site) -> None:
    client = site.signed_in()
    token = client.get_cookie("truchement")
    assert token
    assert len(token.value) >= 43
    with site.store.read(TEST) as uow:
        row = uow.session.scalars(select(LoginSession)).one()
        assert row.token_hash == digest(token.value)
        assert row.user_id == site.user_id


def test_addresses_are_read_in_any_case(site: Site) -> None:
    assert sign_in(site.client(), f"  {EMAIL.upper()} ").status_code == 302


def test_after_signing_in_one_comes_back(site: Site) -> None:
    client = site.client()
    asked = client.get("/vitrine/?page=2")
    assert asked.headers["Location"] == "/connexion?next=/vitrine/?page%3D2"
    assert 'name="next" value="/vitrine/?page=2"' in client.get(asked.headers["Location"]).text
    assert sign_in(client, next="/vitrine/?page=2").headers["Location"] == "/vitrine/?page=2"


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_nobody_is_sent_elsewhere(site: Site, target: str) -> None:
    client = site.client()
    page = client.get("/connexion", query_string={"next": target}).text
    assert f'name="next" value="{target}"' not in page
    assert sign_in(client, next=target).headers["Location"] == "/"


def test_a_wrong_account_and_a_wrong_password_look_alike(site: Site) -> None:
    def shown(email: str) -> str:
        response = sign_in(site.client(), email, "wrong wrong wrong")
        assert response.status_code == 422
        text = re.sub(r'name="csrf[-_]token" (content|value)="[^"]+"', "", response.text)
        return text.replace(email, "")

    assert shown(EMAIL) == shown("nobody@cpam.example")
    assert actions(site) == ["sign_in_failed", "sign_in_failed"]


def test_a_closed_account_looks_like_no_account(site: Site) -> None:
    with site.store.transaction(TEST) as uow:
        uow.session.execute(update(User).values(disabled_at=now()))
    assert sign_in(site.client()).status_code == 422


def test_closing_an_account_ends_its_sessions(site: Site) -> None:
    client = site.signed_in()
    with site.store.transaction(TEST) as uow:
        uow.session.execute(update(User).values(disabled_at=now()))
    assert client.get("/vitrine/").status_code == 302


@pytest.mark.parametrize("email", [EMAIL, "nobody@cpam.example"])
def test_five_failures_make_everybody_wait(site: Site, email: str) -> None:
    client = site.client()
    assert [sign_in(client, email, "wrong wrong").status_code for _ in range(5)] == [422] * 5
    locked = sign_in(client, email, PASSWORD)
    assert locked.status_code == 429
    assert "Réessayez dans 15\xa0min" in locked.text
    assert 0 < int(locked.headers["Retry-After"]) <= 901
    assert actions(site)[-1] == "sign_in_locked"


def test_the_wait_ends(site: Site) -> None:
    client = site.client()
    for _ in range(5):
        sign_in(client, EMAIL, "wrong wrong")
    shift_attempts(site, timedelta(minutes=-14))
    assert sign_in(client).status_code == 429
    shift_attempts(site, timedelta(minutes=-2))
    assert sign_in(client).status_code == 302


def test_a_success_forgets_the_failures(site: Site) -> None:
    client = site.client()
    for _ in range(4):
        sign_in(client, EMAIL, "wrong wrong")
    assert sign_in(client).status_code == 302
    assert sign_in(site.client(), EMAIL, "wrong wrong").status_code == 422


def test_one_address_cannot_try_many_accounts(site: Site) -> None:
    client = site.client()
    codes = [sign_in(client, f"user{n}@cpam.example", "wrong wrong").status_code for n in range(31)]
    assert codes == [422] * 30 + [429]


def test_proxies_are_believed_only_when_told(tmp_path: Path) -> None:
    def address_seen(name: str, **settings: str) -> str:
        site = make_site(tmp_path / name, **settings)
        client = site.client()
        client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.9"
        assert sign_in(client).status_code == 302
        with site.store.read(TEST) as uow:
            return uow.session.scalars(select(LoginSession.address)).one()

    assert address_seen("without") == "127.0.0.1"
    assert address_seen("with", PROXIES="1") == "203.0.113.9"


def test_an_unused_session_runs_out(site: Site) -> None:
    client = site.signed_in()
    shift_sessions(site, seen_at=timedelta(minutes=-59))
    assert client.get("/vitrine/").status_code == 200
    shift_sessions(site, seen_at=timedelta(minutes=-61))
    assert client.get("/vitrine/").status_code == 302


def test_live_parts_do_not_keep_a_session_alive(site: Site) -> None:
    client = site.signed_in()
    shift_sessions(site, seen_at=timedelta(minutes=-30))
    assert client.get("/vitrine/vivant", headers={"HX-Request": "true"}).status_code == 200
    shift_sessions(site, seen_at=timedelta(minutes=-31))
    response = client.get(
        "/vitrine/vivant", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/vitrine/?page=3"}
    )
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/connexion?next=/vitrine/?page%3D3"


def test_no_session_lasts_longer_than_a_day_of_work(site: Site) -> None:
    client = site.signed_in()
    shift_sessions(site, expires_at=timedelta(hours=-12))
    assert client.get("/vitrine/").status_code == 302


def test_signing_in_again_changes_the_token_and_ends_the_old_one(site: Site) -> None:
    client = site.signed_in()
    first = client.get_cookie("truchement")
    assert first
    client.post("/connexion", data={"csrf_token": token_of(client, "/aide"), "email": EMAIL, "password": PASSWORD})
    second = client.get_cookie("truchement")
    assert second
    assert second.value != first.value
    thief = site.client()
    thief.set_cookie("truchement", first.value)
    assert thief.get("/vitrine/").status_code == 302


def test_signing_out_ends_the_session(site: Site) -> None:
    client = site.signed_in()
    kept = client.get_cookie("truchement")
    assert kept
    response = client.post("/deconnexion", data={"csrf_token": token_of(client, "/aide")})
    assert response.headers["Location"] == "/connexion"
    assert client.get_cookie("truchement") is None
    thief = site.client()
    thief.set_cookie("truchement", kept.value)
    assert thief.get("/vitrine/").status_code == 302
    assert actions(site) == ["sign_in", "sign_out"]


def test_a_form_without_its_token_is_refused(site: Site) -> None:
    client = site.client()
    refused = client.post("/connexion", data={"email": EMAIL, "password": PASSWORD})
    assert refused.status_code == 400
    assert "Page expirée" in refused.text
    other = token_of(site.client())
    assert (
        client.post("/connexion", data={"csrf_token": other, "email": EMAIL, "password": PASSWORD}).status_code
        == 400
    )
    assert actions(site) == []


def test_people_see_and_end_their_own_sessions_only(site: Site) -> None:
    mine, other = site.signed_in(), site.signed_in()
    with site.store.read(TEST) as uow:
        rows = list(uow.session.scalars(select(LoginSession).order_by(LoginSession.created_at)))
    assert mine.get("/compte/").text.count("/fermer") == 2
    form = {"csrf_token": token_of(mine, "/aide")}
    assert mine.post(f"/compte/sessions/{rows[1].id}/fermer", data=form).status_code == 302
    assert other.get("/compte/").status_code == 302
    assert mine.post(f"/compte/sessions/{UUID(int=1)}/fermer", data=form).status_code == 404


def test_nobody_ends_the_sessions_of_others(site: Site) -> None:
    add_user(site.store, site.passwords, "paul@carsat.example", (Role.REQUESTER,))
    mine, his = site.signed_in(), site.client()
    assert sign_in(his, "paul@carsat.example").status_code == 302
    with site.store.read(TEST) as uow:
        foreign = uow.session.scalars(select(LoginSession.id).where(LoginSession.user_id != site.user_id)).one()
    form = {"csrf_token": token_of(mine, "/aide")}
    assert mine.post(f"/compte/sessions/{foreign}/fermer", data=form).status_code == 404
    assert his.get("/compte/").status_code == 200


def test_changing_the_password_ends_the_other_sessions(site: Site) -> None:
    mine, other = site.signed_in(), site.signed_in()
    form = {"csrf_token": token_of(mine, "/aide"), "current": PASSWORD, "password": NEW, "again": NEW}
    wrong = mine.post("/compte/mot-de-passe", data=form | {"current": "not this one"})
    assert wrong.status_code == 422
    assert "mot de passe actuel" in wrong.text
    assert mine.post("/compte/mot-de-passe", data=form | {"again": "something else"}).status_code == 422
    assert mine.post("/compte/mot-de-passe", data=form).status_code == 302
    assert mine.get("/compte/").status_code == 200
    assert other.get("/compte/").status_code == 302
    assert sign_in(site.client(), EMAIL, PASSWORD).status_code == 422
    assert sign_in(site.client(), EMAIL, NEW).status_code == 302


def test_a_hash_with_old_parameters_is_renewed(site: Site) -> None:
    old = Passwords(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)).hash(PASSWORD)
    with site.store.transaction(TEST) as uow:
        uow.session.execute(update(User).values(password_hash=old))
    site.signed_in()
    with site.store.read(TEST) as uow:
        renewed = uow.session.scalars(select(User.password_hash)).one()
    assert renewed
    assert "t=1" in renewed
    site.signed_in()


def mails(session: Session) -> list[str]:
    return [m.payload["text"] for m in session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at))]


def ask_reset(site: Site, email: str) -> str:
    client = site.client()
    form = {"csrf_token": token_of(client, "/mot-de-passe-oublie"), "email": email}
    response = client.post("/mot-de-passe-oublie", data=form)
    assert response.status_code == 200
    return re.sub(r'name="csrf[-_]token" (content|value)="[^"]+"', "", response.text)


def ticket_sent(site: Site) -> str:
    with site.store.read(TEST) as uow:
        found = re.search(r"/mot-de-passe#(\S+)", mails(uow.session)[-1])
    assert found
    return found[1]


def redeem(site: Site, code: str, password: str = NEW, again: str = NEW):
    client = site.client()
    form = {"csrf_token": token_of(client, "/mot-de-passe"), "code": code, "password": password, "again": again}
    return client.post("/mot-de-passe", data=form)


def test_a_forgotten_password_is_chosen_anew_once(site: Site) -> None:
    browser = site.signed_in()
    ask_reset(site, EMAIL)
    code = ticket_sent(site)
    with site.store.read(TEST) as uow:
        assert uow.session.scalars(select(PasswordTicket)).one().token_hash == digest(code)
    assert redeem(site, code, "court", "court").status_code == 422
    assert redeem(site, code, NEW, NEW + "!").status_code == 422
    assert redeem(site, f" {code} ").headers["Location"] == "/connexion"
    assert "n&#39;est plus valable" in redeem(site, code).text
    assert browser.get("/vitrine/").status_code == 302
    assert sign_in(site.client(), EMAIL, NEW).status_code == 302
    assert "password_changed" in actions(site)


def test_asking_for_a_password_tells_nobody_who_has_an_account(site: Site) -> None:
    assert ask_reset(site, EMAIL) == ask_reset(site, "nobody@cpam.example")
    with site.store.read(TEST) as uow:
        assert len(mails(uow.session)) == 1


def test_a_mailbox_is_not_flooded(site: Site) -> None:
    for _ in range(6):
        ask_reset(site, EMAIL)
    with site.store.read(TEST) as uow:
        assert len(mails(uow.session)) == 3


def test_an_old_ticket_is_refused(site: Site) -> None:
    ask_reset(site, EMAIL)
    with site.store.transaction(TEST) as uow:
        for ticket in uow.session.scalars(select(PasswordTicket)):
            ticket.expires_at -= timedelta(minutes=31)
    assert redeem(site, ticket_sent(site)).status_code == 422


def test_a_reset_opens_a_locked_account(site: Site) -> None:
    for _ in range(6):
        sign_in(site.client(), EMAIL, "wrong wrong")
    ask_reset(site, EMAIL)
    assert redeem(site, ticket_sent(site)).status_code == 302
    assert sign_in(site.client(), EMAIL, NEW).status_code == 302


def test_with_https_cookies_are_for_this_host_and_encrypted(tmp_path: Path) -> None:
    site = make_site(tmp_path, PUBLIC_URL="https://truchement.example")
    client = site.client()
    secure = {"base_url": "https://truchement.example"}
    page = client.get("/connexion", **secure)
    token = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
    assert token
    form = {"csrf_token": token[1], "email": EMAIL, "password": PASSWORD}
    headers = {"Referer": "https://truchement.example/connexion"}
    response = client.post("/connexion", data=form, headers=headers, **secure)
    cookies = [c for c in response.headers.getlist("Set-Cookie") if "truchement" in c]
    assert any(c.startswith("__Host-truchement=") for c in cookies)
    assert all("Secure" in c and "Path=/" in c and "Domain" not in c for c in cookies)
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")
