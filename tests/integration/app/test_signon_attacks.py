"""What an attacker, a false provider or a confused browser can send: nobody is let in, and it is written down."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from storage.models import LoginSession
from tests.application import EMAIL, TEST, signed_in, token_of
from tests.integration.app.federated import Place, make_place
from tests.oidc.provider import CLIENT, SECRET, running
from tests.oidc.rogue import (
    Claims,
    Rogue,
    by_an_unknown_key,
    by_another_key,
    by_shared_secret,
    lying,
    signed,
    unsigned,
)
from tests.oidc.visitor import Visitor

SITE = "http://127.0.0.1:9"


@pytest.fixture
def rogue() -> Iterator[Rogue]:
    with lying(Rogue()) as made:
        yield made


def settings(issuer: str) -> dict[str, str]:
    return {
        "OIDC_URL": issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_SECRET": SECRET,
        "OIDC_EMAIL": "provider",
        "PUBLIC_URL": SITE,
    }


@pytest.fixture
def place(rogue: Rogue, tmp_path: Path) -> Iterator[Place]:
    made = make_place(tmp_path, settings(rogue.issuer))
    yield made
    made.wiring.engine.dispose()


def left(place: Place, rogue: Rogue, client) -> dict[str, str]:
    """What a browser that was sent away brings back when nobody lies."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(place.leave(client)).query).items()}
    rogue.nonce = asked["nonce"]
    return {"code": "a-code", "state": asked["state"]}


def back(client, sent: dict[str, str]):
    return client.get("/connexion/fournisseur/retour", query_string=sent)


def nobody_is_in(place: Place, client) -> bool:
    with place.wiring.store.read(TEST) as uow:
        sessions = uow.session.scalars(select(LoginSession)).all()
    return not sessions and client.get_cookie("truchement") is None and place.identities() == []


def test_the_false_provider_lets_in_when_it_does_not_lie(place: Place, rogue: Rogue) -> None:
    client = place.app.test_client()
    assert back(client, left(place, rogue, client)).status_code == 302


def changed(**said: object) -> Callable[[Claims], Claims]:
    return lambda claims: {name: value for name, value in (claims | said).items() if value is not None}


def later(name: str, seconds: int) -> Callable[[Claims], Claims]:
    return lambda claims: claims | {name: claims["iat"] + seconds}


LIES: dict[str, tuple[Callable[[Claims], Claims], str]] = {
    "another nonce": (changed(nonce="n" * 43), "nonce"),
    "no nonce": (changed(nonce=None), "nonce"),
    "the code of another client": (changed(aud="somebody else"), "audience"),
    "no audience": (changed(aud=None), "audience"),
    "two audiences, none named": (changed(aud=[CLIENT, "somebody else"]), "audience"),
    "meant for another party": (changed(azp="somebody else"), "authorized_party"),
    "another issuer": (changed(iss="https://another.example"), "issuer"),
    "expired": (later("exp", -3600), "expired"),
    "no end": (changed(exp=None), "exp"),
    "an end that is a text": (changed(exp="tomorrow"), "exp"),
    "issued tomorrow": (later("iat", 86400), "issued_at"),
    "issued yesterday": (later("iat", -86400), "issued_at"),
    "not valid yet": (later("nbf", 86400), "not_before"),
    "nobody's": (changed(sub=None), "subject"),
    "a subject without end": (changed(sub="x" * 300), "subject"),
    "another access token": (changed(at_hash="x" * 22), "access_token"),
}


def test_a_token_that_lies_lets_nobody_in(place: Place, rogue: Rogue) -> None:
    found = {}
    for what, (lie, _) in LIES.items():
        rogue.change = lie
        found[what] = refusal(place, rogue)
    assert found == {what: why for what, (_, why) in LIES.items()}


def refusal(place: Place, rogue: Rogue) -> str:
    """Why a browser is refused, as the log has it; nothing of the token stands there."""
    client, known = place.app.test_client(), {event.id for event in place.events("sign_on_refused")}
    assert back(client, left(place, rogue, client)).status_code == 502
    assert nobody_is_in(place, client)
    [event] = [event for event in place.events("sign_on_refused") if event.id not in known]
    assert "eyJ" not in str(event.details)
    return str(event.details["reason"])


FORGERIES = {
    "none": (unsigned, "signature"),
    "a shared secret that is public": (by_shared_secret, "signature"),
    "the key of another issuer": (by_another_key, "signature"),
    "an unknown key": (by_an_unknown_key, "unknown_key"),
    "no token": (lambda *_: "not.a.token", "signature"),
}


def test_a_forged_token_lets_nobody_in(place: Place, rogue: Rogue) -> None:
    found = {}
    for what, (forge, _) in FORGERIES.items():
        rogue.sign = forge
        found[what] = refusal(place, rogue)
    assert found == {what: why for what, (_, why) in FORGERIES.items()}


def test_keys_are_asked_for_anew_once_for_an_unknown_one(place: Place, rogue: Rogue) -> None:
    rogue.sign = by_an_unknown_key
    client = place.app.test_client()
    back(client, left(place, rogue, client))
    assert rogue.asked.count("/jwks") == 2


def test_clocks_may_differ_by_a_minute(place: Place, rogue: Rogue) -> None:
    rogue.change = lambda claims: claims | {"iat": claims["iat"] + 45, "exp": claims["iat"] - 45}
    client = place.app.test_client()
    assert back(client, left(place, rogue, client)).status_code == 302


def test_what_is_said_of_somebody_else_is_refused(place: Place, rogue: Rogue) -> None:
    rogue.userinfo = lambda claims: claims | {"sub": "somebody else"}
    client = place.app.test_client()
    assert back(client, left(place, rogue, client)).status_code == 502
    assert nobody_is_in(place, client)


def test_a_wrong_state_is_refused_before_the_code_is_used(place: Place, rogue: Rogue) -> None:
    client = place.app.test_client()
    sent = left(place, rogue, client)
    assert back(client, sent | {"state": "s" * 43}).status_code == 409
    assert back(client, sent | {"state": ""}).status_code == 409
    assert nobody_is_in(place, client)
    assert not [asked for asked in rogue.asked if asked.startswith("code")]


def test_a_state_serves_once(place: Place, rogue: Rogue) -> None:
    client = place.app.test_client()
    sent = left(place, rogue, client)
    step = client.get_cookie("truchement_step")
    assert step
    assert back(client, sent).status_code == 302
    client.set_cookie("truchement_step", step.value)
    assert back(client, sent).status_code == 409
    assert len([asked for asked in rogue.asked if asked.startswith("code")]) == 1


def test_a_wrong_answer_uses_the_state_up(place: Place, rogue: Rogue) -> None:
    """Otherwise one browser could try states, or codes, without end."""
    client = place.app.test_client()
    sent = left(place, rogue, client)
    assert back(client, sent | {"state": "s" * 43}).status_code == 409
    assert back(client, sent).status_code == 409


def test_somebody_elses_answer_signs_nobody_in(place: Place, rogue: Rogue) -> None:
    """Login CSRF: an attacker's state and code, given to a browser that asked for nothing or for another."""
    attacker, victim, busy = place.app.test_client(), place.app.test_client(), place.app.test_client()
    left(place, rogue, busy)
    sent = left(place, rogue, attacker)
    assert back(victim, sent).status_code == 409
    assert back(busy, sent).status_code == 409
    assert nobody_is_in(place, victim)
    assert nobody_is_in(place, busy)


def test_a_sign_on_is_begun_from_this_site_only(place: Place) -> None:
    assert place.app.test_client().post("/connexion/fournisseur").status_code == 400
    assert place.app.test_client().get("/connexion/fournisseur").status_code == 405


def test_an_answer_of_another_provider_is_refused(place: Place, rogue: Rogue) -> None:
    """Mix-up (RFC 9207): the answer names who gives it, and it is not who was asked."""
    client = place.app.test_client()
    sent = left(place, rogue, client)
    assert back(client, sent | {"iss": "https://another.example"}).status_code == 502
    assert nobody_is_in(place, client)
    assert not [asked for asked in rogue.asked if asked.startswith("code")]


def test_a_provider_that_names_itself_must(place: Place, rogue: Rogue) -> None:
    rogue.says = lambda told: told | {"authorization_response_iss_parameter_supported": True}
    client = place.app.test_client()
    assert back(client, left(place, rogue, client)).status_code == 502
    assert back(client, left(place, rogue, client) | {"iss": rogue.issuer}).status_code == 302


@pytest.mark.parametrize(
    "says",
    [
        lambda told: told | {"issuer": "https://another.example"},
        lambda told: told | {"token_endpoint": "http://elsewhere.example/token"},
        lambda told: told | {"jwks_uri": "file:///etc/passwd"},
        lambda told: {name: value for name, value in told.items() if name != "jwks_uri"},
    ],
)
def test_a_provider_that_says_odd_things_of_itself_is_not_asked(place: Place, rogue: Rogue, says) -> None:
    rogue.says = says
    client = place.app.test_client()
    assert client.post("/connexion/fournisseur", data={"csrf_token": token_of(client)}).status_code == 503


def test_a_code_that_came_too_late_is_said_to_be(place: Place, rogue: Rogue) -> None:
    client = place.app.test_client()
    sent = left(place, rogue, client)
    rogue.status = 400
    refused = back(client, sent)
    assert refused.status_code == 409
    assert "a pris trop de temps" in refused.text


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1"])
def test_nobody_is_sent_elsewhere_after_a_sign_on(place: Place, rogue: Rogue, target: str) -> None:
    client = place.app.test_client()
    asked = parse_qs(urlsplit(place.leave(client, next=target)).query)
    rogue.nonce = asked["nonce"][0]
    answer = back(client, {"code": "a-code", "state": asked["state"][0]})
    assert answer.headers["Location"] == "/"


def test_one_comes_back_where_one_wanted_to_go(place: Place, rogue: Rogue) -> None:
    client = place.app.test_client()
    asked = parse_qs(urlsplit(place.leave(client, next="/compte/?x=1")).query)
    rogue.nonce = asked["nonce"][0]
    answer = back(client, {"code": "a-code", "state": asked["state"][0]})
    assert answer.headers["Location"] == "/compte/?x=1"


def test_one_address_cannot_begin_without_end(place: Place) -> None:
    client = place.app.test_client()
    token = {"csrf_token": token_of(client)}
    codes = [client.post("/connexion/fournisseur", data=token).status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]


def test_a_sign_on_ends_the_sign_in_that_the_browser_held(place: Place, rogue: Rogue) -> None:
    client = signed_in(place.app, EMAIL)
    first = client.get_cookie("truchement")
    assert first
    asked = parse_qs(urlsplit(_leave_while_signed_in(client)).query)
    rogue.nonce = asked["nonce"][0]
    assert back(client, {"code": "a-code", "state": asked["state"][0]}).status_code == 302
    thief = place.app.test_client()
    thief.set_cookie("truchement", first.value)
    assert thief.get("/bienvenue").status_code == 302


def _leave_while_signed_in(client) -> str:
    token = token_of(client, "/aide")
    answer = client.post("/connexion/fournisseur", data={"csrf_token": token})
    assert answer.status_code == 200
    return answer.headers["Refresh"].removeprefix("0; url=")


def test_a_code_of_another_client_is_refused_by_the_real_provider(tmp_path: Path) -> None:
    """Asked for by another client and brought here with a state that fits: the exchange is refused."""
    with running(SITE, {"ada": {"sub": "ada"}}) as provider:
        place = make_place(tmp_path, provider.settings())
        client = place.app.test_client()
        url = place.leave(client)
        other = url.replace(f"client_id={CLIENT}", "client_id=somebody+else")
        refused = place.come_back(client, Visitor().sign_in(other, "ada"))
        assert refused.status_code == 409
        assert nobody_is_in(place, client)
        # A code that this client asked for with another proof (PKCE) is refused too.
        url = place.leave(client)
        challenge = parse_qs(urlsplit(url).query)["code_challenge"][0]
        stolen = url.replace(challenge, "A" * 43)
        assert place.come_back(client, Visitor().sign_in(stolen, "ada")).status_code == 409
        assert nobody_is_in(place, client)
        place.wiring.engine.dispose()


def test_the_rogue_signs_as_the_tests_believe() -> None:
    assert signed(Rogue().key, {"sub": "x"}).count(".") == 2
