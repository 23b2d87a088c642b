"""Sign-on at a real provider on loopback, configured as ProConnect behaves."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, update

from storage.models import BodySiret, LoginSession, PendingSignIn, Role, User, UserRole, now
from tests.application import EMAIL, PASSWORD, TEST, sign_in, signed_in, token_of
from tests.integration.app.federated import (
    ADMINISTRATOR,
    Place,
    address_of,
    body_named,
    make_place,
    unit_named,
)
from tests.oidc.provider import OTHER_SIRET, Provider, agent, running, signing_keys
from tests.oidc.visitor import Visitor

SITE = "http://127.0.0.1:9"
ADA = "ada.nouvelle@cpam.example"
ACCOUNTS = {
    "ada": agent(),
    "lea": agent(email=EMAIL, given_name="Léa", usual_name="Martin"),
    "false lea": agent(email=EMAIL),
    "lea of the south": agent(email=EMAIL, siret=OTHER_SIRET),
    "unproven lea": agent(email=EMAIL, email_verified=False),
    "unproven ada": agent(email_verified=False),
    "nobody's": agent(siret="35600000000048"),
    "no number": agent(siret="1234"),
    "no address": agent(email=""),
}
PROVIDERS = {"signed": "RS256", "signed on a curve": "ES256", "plain": None}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running(SITE, ACCOUNTS) as started:
        yield started


@pytest.fixture
def place(provider: Provider, tmp_path: Path) -> Iterator[Place]:
    made = make_place(tmp_path, provider.settings())
    yield made
    made.wiring.engine.dispose()


@pytest.mark.parametrize("signs", PROVIDERS.values(), ids=PROVIDERS)
def test_a_newcomer_gets_an_account_without_a_role_that_waits(signs: str | None, tmp_path: Path) -> None:
    with running(SITE, ACCOUNTS, signs) as provider:
        place = make_place(tmp_path, provider.settings())
        client = place.app.test_client()
        answer = place.sign_on(client)
        assert answer.status_code == 302, answer.text
        assert answer.headers["Location"] == "/"
        user = place.user(ADA)
        assert user
        assert (user.name, user.roles, user.password_hash) == ("Ada Nouvelle", frozenset(), None)
        assert user.unit.name == "Relations internationales"  # never the medical service
        assert "attend qu'un administrateur" in client.get("/bienvenue").text
        assert client.get("/demandes").status_code == 403
        assert place.mails() == [(ADMINISTRATOR, "Truchement\xa0: une personne attend un rôle")]
        [event] = place.events("sign_in")
        assert event.details["way"] == "provider"
        assert event.details["methods"] == ["pwd", "mfa"]
        place.wiring.engine.dispose()


def test_an_administrator_sees_who_waits_and_gives_a_role(place: Place) -> None:
    client = place.app.test_client()
    place.sign_on(client)
    office, user = place.administrator(), place.user(ADA)
    assert user
    assert "Ada Nouvelle" in office.get("/administration/comptes/?etat=waiting").text
    assert "Léa" not in office.get("/administration/comptes/?etat=waiting").text
    page = f"/administration/comptes/{user.id}"
    assert "attend un rôle" in office.get(page).text
    form = {"csrf_token": token_of(office, "/aide"), "name": user.name, "unit": str(user.unit_id)}
    assert office.post(page, data=form | {"roles": "requester"}).status_code == 302
    assert place.mails()[-1] == (ADA, "Truchement\xa0: votre compte est prêt")
    assert client.get("/demandes").status_code == 200
    assert "Ada Nouvelle" not in office.get("/administration/comptes/?etat=waiting").text
    assert "Ada Nouvelle" in office.get("/administration/comptes/?etat=open").text


def test_who_comes_again_is_the_same_person(place: Place) -> None:
    for _ in range(2):
        assert place.sign_on(place.app.test_client()).status_code == 302
    assert len(place.identities()) == 1
    assert len(place.mails()) == 1


def test_a_number_can_name_the_unit(place: Place) -> None:
    unit = unit_named(place, "Contrôle médical")
    with place.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(BodySiret).where(BodySiret.body_id == unit.body_id).values(unit_id=unit.id))
    place.sign_on(place.app.test_client())
    user = place.user(ADA)
    assert user
    assert user.unit_id == unit.id


def test_an_account_is_matched_by_its_address_in_its_own_body(place: Place) -> None:
    client = place.app.test_client()
    assert place.sign_on(client, "lea").status_code == 302
    assert client.get("/demandes").status_code == 200
    assert place.mails() == [(EMAIL, "Truchement\xa0: votre compte est relié")]
    # The address serves once: another person of the provider who has it now is not let in by it.
    refused = place.sign_on(place.app.test_client(), "false lea")
    assert refused.status_code == 403
    assert "déjà relié à une autre identité" in refused.text
    assert len(place.identities()) == 1


@pytest.mark.parametrize(
    ("who", "code", "told"),
    [
        ("lea of the south", "other_body", "celui d&#39;un autre organisme"),
        ("unproven lea", "email_not_vouched", "puis reliez ProConnect"),
        ("unproven ada", "newcomer_not_vouched", "aucun compte n&#39;a été créé"),
        ("nobody's", "siret_unknown", "35600000000048"),
        ("no number", "siret_unknown", "SIRET transmis"),
        ("no address", "email_missing", "aucune adresse électronique"),
        (None, "given_up", "pas allée à son terme"),
    ],
)
def test_who_is_refused_is_told_what_to_do(place: Place, who: str | None, code: str, told: str) -> None:
    client = place.app.test_client()
    refused = place.sign_on(client, who)
    assert refused.status_code in (403, 422)
    assert told in refused.text
    assert client.get_cookie("truchement") is None
    assert place.identities() == []
    assert place.user(ADA) is None
    assert [event.details["code"] for event in place.events("sign_on_refused")] == [code]
    assert place.mails() == []


def test_an_address_is_not_believed_unless_told(provider: Provider, tmp_path: Path) -> None:
    """Without ``OIDC_EMAIL=provider`` a claim must say that the address was verified; this provider gives none."""
    place = make_place(tmp_path, provider.settings() | {"OIDC_EMAIL": "claim"})
    assert place.sign_on(place.app.test_client(), "lea").status_code == 403
    assert place.sign_on(place.app.test_client(), "ada").status_code == 403
    assert place.identities() == []
    place.wiring.engine.dispose()


def test_who_has_a_password_links_from_their_account(provider: Provider, tmp_path: Path) -> None:
    place = make_place(tmp_path, provider.settings() | {"OIDC_EMAIL": "claim"})
    client = signed_in(place.app, EMAIL)
    leaves = client.post("/compte/fournisseur/relier", data={"csrf_token": token_of(client, "/aide")})
    back = place.come_back(client, Visitor().sign_in(address_of(leaves.text), "ada"))
    assert back.headers["Location"] == "/compte/"
    assert "sous l'adresse" in client.get("/compte/").text
    again = place.app.test_client()
    assert place.sign_on(again, "ada").status_code == 302
    assert again.get("/demandes").status_code == 200
    user = place.user(EMAIL)
    assert user, "an address that was never the same does not follow the provider's"
    place.wiring.engine.dispose()


def test_another_persons_browser_does_not_finish_a_link(place: Place) -> None:
    client = signed_in(place.app, EMAIL)
    leaves = client.post("/compte/fournisseur/relier", data={"csrf_token": token_of(client, "/aide")})
    url = Visitor().sign_in(address_of(leaves.text), "ada")
    client.delete_cookie("truchement")
    assert place.come_back(client, url).status_code == 409
    assert place.identities() == []


def test_a_closed_account_and_a_closed_body_are_refused(place: Place) -> None:
    place.sign_on(place.app.test_client(), "lea")
    with place.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(User).where(User.email == EMAIL).values(disabled_at=now()))
    assert "Votre compte Truchement est fermé" in place.sign_on(place.app.test_client(), "lea").text
    body, office = body_named(place, "CPAM du Nord"), place.administrator()
    token = {"csrf_token": token_of(office, "/aide")}
    assert office.post(f"/administration/organismes/{body.id}/fermer", data=token).status_code == 302
    assert "n&#39;accueille personne" in place.sign_on(place.app.test_client(), "ada").text


def test_who_moved_to_another_body_is_refused(place: Place, provider: Provider) -> None:
    place.sign_on(place.app.test_client(), "ada")
    try:
        provider.change("ada", agent(siret=OTHER_SIRET))
        refused = place.sign_on(place.app.test_client(), "ada")
        assert refused.status_code == 403
        assert "CPAM du Sud" in refused.text
    finally:
        provider.change("ada", agent())


def test_an_address_that_changed_is_followed_unless_it_is_somebody_elses(place: Place, provider: Provider) -> None:
    place.sign_on(place.app.test_client(), "ada")
    try:
        provider.change("ada", agent(email="Ada.Mariee@cpam.example"))
        assert place.sign_on(place.app.test_client(), "ada").status_code == 302
        assert place.user("ada.mariee@cpam.example")
        told = [to for to, subject in place.mails() if "adresse a changé" in subject]
        assert told == [ADA, "ada.mariee@cpam.example"]
        provider.change("ada", agent(email=EMAIL))
        assert place.sign_on(place.app.test_client(), "ada").status_code == 302
        assert place.user("ada.mariee@cpam.example")
        assert len(place.events("email_kept")) == 1
    finally:
        provider.change("ada", agent())


def test_signing_out_signs_out_of_the_provider(place: Place) -> None:
    client, visitor = place.app.test_client(), Visitor()
    place.come_back(client, visitor.sign_in(place.leave(client), "ada"))
    answer = client.post("/deconnexion", data={"csrf_token": token_of(client, "/aide")})
    url = address_of(answer.text)
    asked = parse_qs(urlsplit(url).query)
    assert asked["post_logout_redirect_uri"] == [f"{SITE}/connexion/fournisseur/sortie"]
    assert len(asked["state"][0]) >= 32
    assert client.get("/demandes").status_code == 302
    status, page = visitor.asks(url)
    assert status == 200
    assert "Se déconnecter du fournisseur" in page
    client.get(f"/connexion/fournisseur/sortie?state={asked['state'][0]}")
    assert "data-signed-out" in client.get("/connexion").text
    client.get("/connexion/fournisseur/sortie?state=made-up")
    assert "data-signed-out" not in client.get("/connexion").text
    with place.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(LoginSession.proof)).all() == [None]


def test_the_providers_token_is_sealed_at_rest(place: Place) -> None:
    place.sign_on(place.app.test_client())
    with place.wiring.store.read(TEST) as uow:
        [proof] = uow.session.scalars(select(LoginSession.proof)).all()
    assert proof
    assert not proof.startswith("eyJ")


def test_the_request_is_what_proconnect_takes(place: Place, provider: Provider) -> None:
    client = place.app.test_client()
    asked = parse_qs(urlsplit(place.leave(client)).query)
    assert asked["scope"] == ["openid given_name usual_name email uid siret idp_id"]
    assert asked["claims"] == ['{"id_token":{"amr":{"essential":true}}}']
    assert asked["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name][0]) >= 32
    again = parse_qs(urlsplit(place.leave(client)).query)
    assert not {again[name][0] for name in ("state", "nonce")} & {asked[name][0] for name in ("state", "nonce")}
    # The provider is as strict as ProConnect: a parameter more, or a shorter state, and it refuses.
    url = place.leave(client)
    assert Visitor().asks(f"{url}&ui_hint=1")[0] == 400
    short = url.replace(parse_qs(urlsplit(url).query)["state"][0], "short")
    assert Visitor().asks(short)[0] == 400


def test_keys_that_changed_are_fetched_anew(tmp_path: Path) -> None:
    with running(SITE, ACCOUNTS) as provider:
        place = make_place(tmp_path, provider.settings())
        assert place.sign_on(place.app.test_client()).status_code == 302
        provider.stop()
        provider.keys = signing_keys("second")
        provider.start()
        assert place.sign_on(place.app.test_client()).status_code == 302
        place.wiring.engine.dispose()


def test_a_provider_that_is_down_says_so_and_passwords_go_on(tmp_path: Path) -> None:
    with running(SITE, ACCOUNTS) as provider:
        settings = provider.settings()
    place = make_place(tmp_path, settings)
    client = place.app.test_client()
    answer = client.post("/connexion/fournisseur", data={"csrf_token": token_of(client)})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "ProConnect ne répond pas" in answer.text
    assert sign_in(client, EMAIL, PASSWORD).status_code == 302
    place.wiring.engine.dispose()


def test_a_provider_that_goes_down_on_the_way_lets_nobody_in(tmp_path: Path) -> None:
    with running(SITE, ACCOUNTS) as provider:
        place = make_place(tmp_path, provider.settings())
        client = place.app.test_client()
        url = Visitor().sign_in(place.leave(client), "ada")
    assert place.come_back(client, url).status_code == 503
    assert client.get_cookie("truchement") is None
    place.wiring.engine.dispose()


def test_signing_out_works_while_the_provider_is_down(tmp_path: Path) -> None:
    with running(SITE, ACCOUNTS) as provider:
        place = make_place(tmp_path, provider.settings())
        client = place.app.test_client()
        place.sign_on(client)
    fresh = place.app.test_client()
    kept = client.get_cookie("truchement")
    assert kept
    answer = client.post("/deconnexion", data={"csrf_token": token_of(client, "/aide")})
    # What the provider said of itself is still believed: the browser is sent there; here the sign-in is over.
    assert answer.status_code == 200
    fresh.set_cookie("truchement", kept.value)
    assert fresh.get("/bienvenue").status_code == 302
    place.wiring.engine.dispose()


def test_without_a_provider_there_is_no_button_and_nothing_behind_it(tmp_path: Path) -> None:
    place = make_place(tmp_path, {})
    client = place.app.test_client()
    assert "S'identifier avec" not in client.get("/connexion").text
    token = {"csrf_token": token_of(client)}
    assert client.post("/connexion/fournisseur", data=token).status_code == 404
    assert client.get("/connexion/fournisseur/retour?code=x&state=y").status_code == 404
    place.wiring.engine.dispose()


def test_a_person_by_the_provider_alone_gets_no_reset_mail(place: Place) -> None:
    place.sign_on(place.app.test_client())
    before = len(place.mails())
    client = place.app.test_client()
    form = {"csrf_token": token_of(client, "/mot-de-passe-oublie"), "email": ADA}
    assert client.post("/mot-de-passe-oublie", data=form).status_code == 200
    assert len(place.mails()) == before


def test_an_administrator_breaks_the_link(place: Place) -> None:
    client = place.app.test_client()
    place.sign_on(client, "lea")
    office, user = place.administrator(), place.user(EMAIL)
    assert user
    page = f"/administration/comptes/{user.id}"
    assert "Relié au fournisseur" in office.get(page).text
    token = {"csrf_token": token_of(office, "/aide")}
    assert office.post(f"{page}/fournisseur/rompre", data=token).status_code == 302
    assert client.get("/demandes").status_code == 302
    assert place.identities() == []
    assert place.sign_on(place.app.test_client(), "false lea").status_code == 302


def test_roles_that_only_count_elsewhere_open_nothing(place: Place) -> None:
    """The provider gives no role: one that it might name is no claim that is read."""
    client = place.app.test_client()
    place.sign_on(client)
    with place.wiring.store.read(TEST) as uow:
        ada = place.user(ADA)
        assert ada
        assert not uow.session.scalars(select(UserRole).where(UserRole.user_id == ada.id)).all()
    assert Role.REQUESTER not in ada.roles


def test_nothing_half_done_is_left_behind(place: Place) -> None:
    place.sign_on(place.app.test_client())
    with place.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(PendingSignIn)).all() == []
