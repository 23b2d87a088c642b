"""The second factor over a real database: turned on, asked for, used up, lost, imposed."""

import re
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select, update

from app.settings import load
from app.signin.opening import factors_for
from storage.models import (
    AuditEvent,
    LoginAttempt,
    LoginSession,
    OutboxMessage,
    RecoveryCode,
    Role,
    SecondFactor,
    User,
    now,
)
from tests.application import EMAIL, PASSWORD, TEST, sign_in, token_of
from tests.integration.app.showcase import Views, features
from tests.integration.app.site import Site, add_user, make_site

PAGE = "/compte/second-facteur"
BOSS = "sacha@liaison.example"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path, features(Views()))


def post(client, path: str, **fields: str):
    return client.post(path, data={"csrf_token": token_of(client, "/aide")} | fields)


def turn_on(client) -> tuple[str, list[str]]:
    """The secret and the recovery codes."""
    assert post(client, f"{PAGE}/preparer").status_code == 302
    page = client.get(PAGE).text
    found = re.search(r'factor__letters">([A-Z2-7 ]+)<', page)
    assert found
    assert "<svg" in page
    secret = found[1].replace(" ", "")
    shown = post(client, f"{PAGE}/activer", code=pyotp.TOTP(secret).now(), password=PASSWORD)
    assert shown.status_code == 200, shown.text
    return secret, re.findall(r"<code>([a-z2-7-]{19})</code>", shown.text)


def forget_steps(site: Site) -> None:
    """As if the period of the last code were over."""
    with site.store.transaction(TEST) as uow:
        uow.session.execute(update(SecondFactor).values(last_step=0))


def actions(site: Site) -> list[str]:
    with site.store.read(TEST) as uow:
        return list(uow.session.scalars(select(AuditEvent.action).order_by(AuditEvent.at)))


def subjects(site: Site) -> list[str]:
    with site.store.read(TEST) as uow:
        rows = uow.session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at))
        return [row.payload["subject"] for row in rows]


def enter_code(client, code: str):
    return client.post("/connexion/code", data={"csrf_token": token_of(client, "/connexion/code"), "code": code})


def test_a_code_is_asked_for_after_the_password(site: Site) -> None:
    secret, recovery = turn_on(site.signed_in())
    assert len(recovery) == 10
    forget_steps(site)
    client = site.client()
    answer = sign_in(client, next="/vitrine/?page=2")
    assert answer.headers["Location"] == "/connexion/code"
    assert client.get_cookie("truchement") is None
    assert client.get("/vitrine/").status_code == 302
    wrong = enter_code(client, "000000")
    assert wrong.status_code == 422
    right = enter_code(client, pyotp.TOTP(secret).now())
    assert right.headers["Location"] == "/vitrine/?page=2"
    assert client.get("/vitrine/").status_code == 200
    with site.store.read(TEST) as uow:
        assert "factor" in {row.way.value for row in uow.session.scalars(select(LoginSession))}
    assert actions(site)[-2:] == ["factor_failed", "sign_in"]


def test_the_secret_is_sealed_and_recovery_codes_are_hashed(site: Site) -> None:
    secret, recovery = turn_on(site.signed_in())
    with site.store.read(TEST) as uow:
        [sealed] = uow.session.scalars(select(SecondFactor.sealed))
        kept = list(uow.session.scalars(select(RecoveryCode.code_hash)))
    assert secret not in sealed
    assert len(kept) == 10
    assert not set(kept) & set(recovery)


def test_a_code_serves_once(site: Site) -> None:
    secret, _ = turn_on(site.signed_in())
    code = pyotp.TOTP(secret).now()
    client = site.client()
    sign_in(client)
    # The very code that turned it on was seen on a screen: it is no way in.
    assert enter_code(client, code).status_code == 422
    forget_steps(site)
    code = pyotp.TOTP(secret).now()
    assert enter_code(client, code).status_code == 302
    other = site.client()
    sign_in(other)
    assert enter_code(other, code).status_code == 422


def test_a_recovery_code_serves_once_and_is_told_of(site: Site) -> None:
    _, recovery = turn_on(site.signed_in())
    client = site.client()
    sign_in(client)
    assert enter_code(client, recovery[3].upper()).status_code == 302
    assert subjects(site)[-1] == "Truchement\xa0: un code de secours a servi"
    assert "9 codes de secours" in client.get(PAGE).text
    other = site.client()
    sign_in(other)
    assert enter_code(other, recovery[3]).status_code == 422
    assert enter_code(other, recovery[4]).status_code == 302


def test_the_step_is_limited_and_no_fresh_password_helps(site: Site) -> None:
    secret, _ = turn_on(site.signed_in())
    forget_steps(site)
    client = site.client()
    sign_in(client)
    assert [enter_code(client, "000000").status_code for _ in range(5)] == [422] * 5
    locked = enter_code(client, pyotp.TOTP(secret).now())
    assert locked.status_code == 429
    assert locked.headers["Retry-After"]
    again = site.client()
    assert sign_in(again).status_code == 302
    assert enter_code(again, pyotp.TOTP(secret).now()).status_code == 429


def test_a_step_is_for_one_browser_and_ends(site: Site) -> None:
    secret, _ = turn_on(site.signed_in())
    forget_steps(site)
    client, thief = site.client(), site.client()
    sign_in(client)
    assert thief.get("/connexion/code").headers["Location"] == "/connexion"
    post_from_nowhere = thief.post(
        "/connexion/code", data={"csrf_token": token_of(thief), "code": pyotp.TOTP(secret).now()}
    )
    assert post_from_nowhere.headers["Location"] == "/connexion"
    assert thief.get_cookie("truchement") is None
    step = client.get_cookie("truchement_step")
    assert step
    assert enter_code(client, pyotp.TOTP(secret).now()).status_code == 302
    forget_steps(site)
    thief.set_cookie("truchement_step", step.value)
    assert thief.get("/connexion/code").headers["Location"] == "/connexion"


def test_an_account_closed_between_the_steps_stays_closed(site: Site) -> None:
    secret, _ = turn_on(site.signed_in())
    forget_steps(site)
    client = site.client()
    sign_in(client)
    with site.store.transaction(TEST) as uow:
        uow.session.execute(update(User).values(disabled_at=now()))
    token = token_of(client)
    answer = client.post("/connexion/code", data={"csrf_token": token, "code": pyotp.TOTP(secret).now()})
    assert answer.headers["Location"] == "/connexion"
    assert client.get_cookie("truchement") is None


def test_turning_it_on_needs_the_password_and_a_code(site: Site) -> None:
    client = site.signed_in()
    post(client, f"{PAGE}/preparer")
    found = re.search(r'factor__letters">([A-Z2-7 ]+)<', client.get(PAGE).text)
    assert found
    code = pyotp.TOTP(found[1].replace(" ", "")).now()
    assert post(client, f"{PAGE}/activer", code=code, password="not this one").status_code == 422
    assert post(client, f"{PAGE}/activer", code="000000", password=PASSWORD).status_code == 422
    assert sign_in(site.client()).headers["Location"] == "/", "nothing counts before it is confirmed"


def test_turning_it_on_ends_the_other_sign_ins_and_is_told(site: Site) -> None:
    mine, other = site.signed_in(), site.signed_in()
    turn_on(mine)
    assert mine.get("/vitrine/").status_code == 200
    assert other.get("/vitrine/").status_code == 302
    assert subjects(site) == ["Truchement\xa0: un second facteur est actif"]
    assert post(mine, f"{PAGE}/preparer").status_code == 409


def test_turning_it_off_needs_the_password(site: Site) -> None:
    client = site.signed_in()
    turn_on(client)
    assert post(client, f"{PAGE}/desactiver", password="not this one").status_code == 422
    assert post(client, f"{PAGE}/desactiver", password=PASSWORD).status_code == 302
    assert sign_in(site.client()).headers["Location"] == "/"
    assert actions(site)[-2:] == ["factor_off", "sign_in"]


def test_new_recovery_codes_replace_the_old_ones(site: Site) -> None:
    client = site.signed_in()
    _, before = turn_on(client)
    shown = post(client, f"{PAGE}/codes", password=PASSWORD)
    after = re.findall(r"<code>([a-z2-7-]{19})</code>", shown.text)
    assert len(set(after)) == 10
    assert not set(after) & set(before)
    other = site.client()
    sign_in(other)
    assert enter_code(other, before[0]).status_code == 422
    assert enter_code(other, after[0]).status_code == 302


def boss(folder: Path, **settings: str) -> Site:
    """A site with an administrator, who needs a second factor."""
    site = make_site(folder, features(Views()), **settings)
    add_user(site.store, site.passwords, BOSS, (Role.ADMINISTRATOR,))
    return site


def test_a_role_that_needs_one_has_a_grace(tmp_path: Path) -> None:
    site = boss(tmp_path)
    client = site.client()
    sign_in(client, BOSS)
    assert client.get("/vitrine/administration").status_code == 200
    assert "vos pages ne s'ouvriront plus sans lui" in client.get("/compte/").text
    with site.store.read(TEST) as uow:
        due = uow.session.scalars(select(User.factor_due_at).where(User.email == BOSS)).one()
    assert due
    assert timedelta(days=13) < due - now() < timedelta(days=15)
    sign_in(site.client(), BOSS)
    with site.store.read(TEST) as uow:
        assert uow.session.scalars(select(User.factor_due_at).where(User.email == BOSS)).one() == due


def test_after_the_grace_nothing_opens_before_it_is_on(tmp_path: Path) -> None:
    site = boss(tmp_path, FACTOR_GRACE_DAYS="0")
    client = site.client()
    sign_in(client, BOSS)
    for path in ("/vitrine/administration", "/compte/", "/"):
        assert client.get(path).headers["Location"] == PAGE
    assert client.get("/vitrine/administration", headers={"HX-Request": "true"}).status_code == 403
    assert post(client, "/compte/mot-de-passe", current=PASSWORD).status_code == 403
    assert "Votre rôle exige un second facteur" in client.get(PAGE).text
    assert client.get("/aide").status_code == 200
    turn_on(client)
    assert client.get("/vitrine/administration").status_code == 200
    assert post(client, f"{PAGE}/desactiver", password=PASSWORD).status_code == 302
    assert client.get("/vitrine/administration").headers["Location"] == PAGE


def test_roles_that_need_none_are_left_alone(tmp_path: Path) -> None:
    site = make_site(tmp_path, features(Views()), FACTOR_GRACE_DAYS="0")
    assert site.signed_in().get("/vitrine/").status_code == 200
    asked = make_site(tmp_path / "asked", features(Views()), FACTOR_GRACE_DAYS="0", FACTOR_ROLES="requester")
    assert asked.signed_in().get("/vitrine/").headers["Location"] == PAGE
    nobody = boss(tmp_path / "nobody", FACTOR_GRACE_DAYS="0", FACTOR_ROLES="none")
    client = nobody.client()
    sign_in(client, BOSS)
    assert client.get("/vitrine/administration").status_code == 200


def test_a_secret_of_a_key_that_went_says_what_to_do(tmp_path: Path) -> None:
    site = make_site(tmp_path, features(Views()), secrets=("first key",))
    secret, recovery = turn_on(site.signed_in())
    forget_steps(site)
    changed = make_site(tmp_path, features(Views()), secrets=("second key",))
    client = changed.client()
    sign_in(client)
    answer = enter_code(client, pyotp.TOTP(secret).now())
    assert answer.status_code == 409
    assert "demandez à un administrateur" in answer.text
    assert enter_code(client, recovery[0]).status_code == 302


def test_secrets_are_sealed_anew_with_the_key_of_today(tmp_path: Path) -> None:
    site = make_site(tmp_path, features(Views()), secrets=("first key",))
    secret, _ = turn_on(site.signed_in())
    forget_steps(site)
    factors = factors_for(load({}), ("second key", "first key"))
    with site.store.transaction(TEST) as uow:
        assert factors.reseal(uow) == (1, 0)
        assert factors.reseal(uow) == (0, 0)
    with site.store.transaction(TEST) as uow:
        assert factors_for(load({}), ("a third key",)).reseal(uow) == (0, 1)
    changed = make_site(tmp_path, features(Views()), secrets=("second key",))
    client = changed.client()
    sign_in(client)
    assert enter_code(client, pyotp.TOTP(secret).now()).status_code == 302


def test_a_lock_is_told_once_a_day_to_who_has_an_account(site: Site) -> None:
    for email in (EMAIL, "nobody@cpam.example"):
        for _ in range(6):
            sign_in(site.client(), email, "wrong wrong")
    assert subjects(site) == ["Truchement\xa0: votre compte est verrouillé un moment"]
    with site.store.transaction(TEST) as uow:
        for row in uow.session.scalars(select(LoginAttempt)):
            row.at -= timedelta(minutes=20)
    for _ in range(6):
        sign_in(site.client(), EMAIL, "wrong wrong")
    assert len(subjects(site)) == 1


@pytest.mark.parametrize("state", ["closed", "never chosen"])
def test_nobody_is_told_of_an_account_that_has_no_password_to_guess(site: Site, state: str) -> None:
    values = {"disabled_at": now()} if state == "closed" else {"password_hash": None}
    with site.store.transaction(TEST) as uow:
        uow.session.execute(update(User).values(values))
    for _ in range(6):
        sign_in(site.client(), EMAIL, "wrong wrong")
    assert subjects(site) == []
