"""What every answer has, whoever asks and whatever happens."""

import logging
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Blueprint
from flask.testing import FlaskClient

from app.gate import UnmarkedViewError
from app.logs import JsonLines
from app.web import Features
from storage.models import Role
from tests.application import sign_in, token_of
from tests.integration.app.showcase import Views, features
from tests.integration.app.site import Site, add_user, make_site

PUBLIC = ["/connexion", "/mot-de-passe-oublie", "/mot-de-passe", "/aide", "/accessibilite", "/mentions"]
SIGNED = ["/compte/", "/vitrine/", "/vitrine/vivant"]
FAILING = ["/nowhere", "/vitrine/tard", "/vitrine/casse", "/vitrine/administration", "/static/nothing.css"]
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def views() -> Views:
    return Views()


@pytest.fixture
def site(tmp_path: Path, views: Views) -> Site:
    return make_site(tmp_path, features(views))


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.signed_in()


def test_a_view_without_a_mark_stops_the_start(tmp_path: Path) -> None:
    blueprint = Blueprint("careless", __name__)
    blueprint.get("/careless")(lambda: "all your documents")
    with pytest.raises(UnmarkedViewError, match="careless"):
        make_site(tmp_path, Features((blueprint,)))


@pytest.mark.parametrize("path", PUBLIC + SIGNED + FAILING)
def test_headers_are_on_every_answer(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers
    if not path.startswith("/static"):
        assert headers["Cache-Control"] == "no-store"


class Inline(HTMLParser):
    """Finds what the policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.identifiers: list[str] = []
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        named = dict(attrs)
        self.identifiers += [named["id"] or ""] if "id" in named else []
        self.found += [
            f"{tag} {name}" for name in named if name == "style" or name.startswith(("on", "hx-on", "hx-vars"))
        ]
        self.found += [tag] if tag == "style" or (tag == "script" and "src" not in named) else []
        self.found += [
            f"{tag} {v}" for n, v in attrs if n in ("href", "action") and (v or "").startswith("javascript:")
        ]


@pytest.mark.parametrize("path", PUBLIC + SIGNED + FAILING[:4])
def test_pages_have_nothing_inline_and_no_identifier_twice(client: FlaskClient, path: str) -> None:
    page = Inline()
    page.feed(client.get(path).text)
    assert page.found == []
    assert len(page.identifiers) == len(set(page.identifiers))


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_open(site: Site, path: str) -> None:
    assert site.client().get(path).status_code == 200


@pytest.mark.parametrize("path", SIGNED)
def test_other_pages_ask_to_sign_in(site: Site, path: str) -> None:
    response = site.client().get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/connexion?next=")
    problem = site.client().get(path, headers={"Accept": "application/json"})
    assert problem.status_code == 401
    assert problem.json["code"] == "unauthorized"


def test_a_role_that_is_missing_is_a_refusal(client: FlaskClient) -> None:
    response = client.get("/vitrine/administration")
    assert response.status_code == 403
    assert "Accès réservé" in response.text
    assert "Administration" not in client.get("/vitrine/").text


def test_errors_of_services_have_one_shape(client: FlaskClient) -> None:
    page = client.get("/vitrine/tard")
    assert page.status_code == 409
    assert "La demande 2026-000123 est déjà livrée." in page.text
    assert "<main" in page.text
    problem = client.get("/vitrine/tard", headers={"Accept": "application/json"})
    assert problem.mimetype == "application/problem+json"
    assert problem.json == {
        "type": "about:blank",
        "title": "Cela a changé entre-temps",
        "status": 409,
        "detail": "La demande 2026-000123 est déjà livrée.",
        "code": "too_late",
    }
    fragment = client.get("/vitrine/tard", headers=FRAGMENT)
    assert fragment.status_code == 409
    assert "<main" not in fragment.text
    assert "La demande 2026-000123 est déjà livrée." in fragment.text


def test_a_defect_gives_a_reference_that_the_log_knows(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.setFormatter(JsonLines("web"))
    with caplog.at_level(logging.ERROR):
        page = client.get("/vitrine/casse?name=Mueller")
    assert page.status_code == 500
    reference = re.search(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", page.text)
    assert reference
    assert reference[0] == page.headers["X-Request-Id"]
    assert reference[0] in caplog.text
    assert "ValueError" in caplog.text
    assert "showcase.py" in caplog.text
    assert "Mueller" not in caplog.text


def test_other_failures_are_pages_too(client: FlaskClient) -> None:
    wrong = client.get("/vitrine/acte")
    assert wrong.status_code == 405
    assert "POST" in wrong.headers["Allow"]
    assert "Page introuvable" in client.get("/nowhere").text


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    site = make_site(tmp_path, features(Views()), MAX_UPLOAD_MB="1", MAX_ORDER_MB="1")
    client = site.signed_in()
    headers = {"X-CSRFToken": token_of(client, "/aide")}
    large = {"word": "x" * (3 * 1024 * 1024)}
    assert client.post("/vitrine/acte", data=large, headers=headers).status_code == 413
    stranger = site.client()
    headers = {"X-CSRFToken": token_of(stranger, "/aide")}
    assert stranger.post("/vitrine/acte", data={"word": "x" * 70_000}, headers=headers).status_code == 413


def test_htmx_sends_the_token_as_a_header(site: Site, views: Views) -> None:
    client = site.client()
    assert client.post("/vitrine/acte", data={"word": "a"}).status_code == 400
    headers = {"X-CSRFToken": token_of(client, "/aide")}
    assert client.post("/vitrine/acte", data={"word": "b"}, headers=headers).status_code == 200
    assert views.posted == ["b"]


def test_live_parts_answer_304_until_something_moves(client: FlaskClient, views: Views) -> None:
    first = client.get("/vitrine/vivant", headers=FRAGMENT)
    tag = first.headers["ETag"]
    again = client.get("/vitrine/vivant", headers=FRAGMENT | {"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    views.count = 1
    moved = client.get("/vitrine/vivant", headers=FRAGMENT | {"If-None-Match": tag})
    assert moved.status_code == 200
    assert "hx-get" in moved.text
    views.count = 3
    assert "hx-get" not in client.get("/vitrine/vivant", headers=FRAGMENT).text


def test_the_language_follows_the_browser_then_the_choice(site: Site) -> None:
    client = site.client()
    assert '<html lang="en"' in client.get("/aide", headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert '<html lang="fr"' in client.get("/aide", headers={"Accept-Language": "de"}).text
    form = {"csrf_token": token_of(client, "/aide"), "language": "en", "next": "/mentions"}
    assert client.post("/langue", data=form).headers["Location"] == "/mentions"
    page = client.get("/connexion")
    assert '<html lang="en"' in page.text
    assert "Sign in" in page.text


def test_the_language_of_an_account_is_kept(site: Site) -> None:
    client = site.signed_in()
    client.post(
        "/langue", data={"csrf_token": token_of(client, "/aide"), "language": "en", "next": "//evil.example"}
    )
    assert "My account" in client.get("/compte/").text
    assert "My account" in site.signed_in().get("/compte/", headers={"Accept-Language": "fr"}).text


def test_static_files_are_kept_by_their_digest(client: FlaskClient) -> None:
    page = client.get("/aide").text
    address = re.search(r'href="(/static/app/app\.css\?v=[0-9a-f]{12})"', page)
    assert address
    with client.get(address[1]) as named, client.get("/static/app/app.css") as bare:
        assert "immutable" in named.headers["Cache-Control"]
        assert "immutable" not in bare.headers["Cache-Control"]


def test_the_state_brand_is_a_setting(tmp_path: Path, site: Site) -> None:
    state = make_site(tmp_path / "state", BRAND="state").client().get("/aide").text
    assert 'class="fr-logo"' in state
    assert 'class="fr-logo"' not in site.client().get("/aide").text


@pytest.mark.parametrize(
    ("role", "mission"),
    [
        (Role.CASE_OFFICER, "Dossiers"),
        (Role.EDITOR, "Documentation"),
        (Role.STATISTICIAN, "Statistiques"),
    ],
)
def test_roles_whose_screens_are_to_come_find_a_page_that_says_so(site: Site, role: Role, mission: str) -> None:
    add_user(site.store, site.passwords, "alex@cpam.example", (role,))
    client = site.client()
    sign_in(client, "alex@cpam.example")
    page = client.get("/", follow_redirects=True)
    assert page.request.path == "/bienvenue"
    assert page.text.count("pas encore en service") == 2
    assert f">{mission}</h3>" in page.text
