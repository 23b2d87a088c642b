"""What a proxy says is believed as many times as the setting tells, and never what a stranger writes before it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from storage.models import LoginSession, OutboxMessage
from tests.integration.app.site import EMAIL, PASSWORD, TEST, Site, make_site, sign_in

WRONG = "wrong wrong"
MOST = 30


def behind(site: Site, forwarded: str, **headers: str) -> FlaskClient:
    """A browser whose requests come with these forwarding headers."""
    client = site.client()
    named = {"HTTP_X_FORWARDED_" + name.upper(): value for name, value in headers.items()}
    client.environ_base.update({"HTTP_X_FORWARDED_FOR": forwarded} | named)
    return client


def token_in(page: str) -> str:
    return page.split('name="csrf-token" content="')[1].split('"', maxsplit=1)[0]


def try_many(site: Site, forwarded: str) -> list[int]:
    """Each time another account and, where ``%s`` stands, another address that the caller makes up."""
    return [
        sign_in(behind(site, forwarded.replace("%s", f"203.0.113.{n}")), f"u{n}@cpam.example", WRONG).status_code
        for n in range(MOST + 1)
    ]


@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [
        ("0", "%s"),
        ("1", "%s, 198.51.100.7"),
        ("1", "%s, 192.0.2.1, 198.51.100.7"),
        ("2", "%s, 198.51.100.7, 10.0.0.1"),
        # Fewer than were told: the caller went past a proxy, and is known by the connection.
        ("2", "%s"),
    ],
)
def test_a_made_up_address_gives_no_new_tries(tmp_path: Path, proxies: str, forwarded: str) -> None:
    site = make_site(tmp_path / "data", PROXIES=proxies)
    assert try_many(site, forwarded) == [422] * MOST + [429]


def test_two_people_behind_one_proxy_are_two(tmp_path: Path) -> None:
    site = make_site(tmp_path / "data", PROXIES="1")
    assert try_many(site, "198.51.100.7")[-1] == 429
    assert sign_in(behind(site, "198.51.100.8")).status_code == 302
    with site.store.read(TEST) as uow:
        assert uow.session.scalars(select(LoginSession.address)).all() == ["198.51.100.8"]


@pytest.mark.parametrize("proxies", ["0", "1"])
def test_links_in_mails_come_from_the_setting_alone(tmp_path: Path, proxies: str) -> None:
    site = make_site(tmp_path / "data", PROXIES=proxies, PUBLIC_URL="http://traduction.example")
    client = behind(site, "203.0.113.9", host="evil.example", prefix="/evil", proto="ftp")
    page = client.get("/mot-de-passe-oublie", base_url="http://evil.example").text
    form = {"csrf_token": token_in(page), "email": EMAIL}
    sent = client.post("/mot-de-passe-oublie", data=form, base_url="http://evil.example")
    assert sent.status_code == 200
    with site.store.read(TEST) as uow:
        (payload,) = uow.session.scalars(select(OutboxMessage.payload)).all()
    assert "http://traduction.example/mot-de-passe#" in payload["text"]
    assert "evil" not in str(payload)


@pytest.mark.parametrize("proxies", ["0", "1"])
def test_no_page_leads_where_a_header_says(tmp_path: Path, proxies: str) -> None:
    site = make_site(tmp_path / "data", PROXIES=proxies)
    client = behind(site, "203.0.113.9", host="evil.example", prefix="/evil", proto="https", port="666")
    for path in ("/", "/connexion", "/aide"):
        answer = client.get(path)
        assert "evil" not in answer.text
        assert answer.headers.get("Location", "/").startswith("/")


def secure_site(folder: Path) -> Site:
    return make_site(folder, PROXIES="1", PUBLIC_URL="https://traduction.example")


def through_tls(site: Site, referrer: str) -> tuple[int, list[str]]:
    """Signs in as through a proxy that ends TLS: plain towards us, the host and the protocol in its headers."""
    client = behind(site, "203.0.113.9", host="traduction.example", proto="https")
    # As a browser would: a cookie for https alone comes back, for the browser speaks https.
    page = client.get("/connexion", base_url="https://traduction.example")
    form = {"csrf_token": token_in(page.text), "email": EMAIL, "password": PASSWORD}
    answer = client.post(
        "/connexion", data=form, base_url="https://traduction.example", headers={"Referer": referrer}
    )
    return answer.status_code, answer.headers.getlist("Set-Cookie")


def test_cookies_behind_tls_are_for_tls_alone(tmp_path: Path) -> None:
    status, cookies = through_tls(secure_site(tmp_path / "data"), "https://traduction.example/connexion")
    assert status == 302
    assert any(cookie.startswith("__Host-truchement=") for cookie in cookies)
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)


def test_a_form_sent_from_another_site_is_refused_behind_tls(tmp_path: Path) -> None:
    status, _ = through_tls(secure_site(tmp_path / "data"), "https://evil.example/connexion")
    assert status == 400
