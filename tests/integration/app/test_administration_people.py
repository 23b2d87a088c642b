"""Accounts on screen: found, invited, changed, closed and opened again, by administrators alone."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from storage.models import PasswordTicket, Role, now
from tests.application import PASSWORD, TEST, token_of
from tests.integration.app.house import OUTSIDE, House, beside, make_house, notice, post

LIST, NEW = "/administration/comptes/", "/administration/comptes/nouveau"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return make_house(tmp_path / "data")


@pytest.fixture
def admin(house: House) -> FlaskClient:
    return house.signed_in()


def names(page: str) -> list[str]:
    return re.findall(r'<a href="/administration/comptes/[0-9a-f-]{36}">([^<]+)</a>', page)


def of(house: House, name: str) -> str:
    return f"{LIST}{house.ids[name]}"


def newcomer(house: House, **fields: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "organisme": str(house.ids["cpam"]),
        "name": "Zoé Nouvelle",
        "email": " Zoe@CPAM.example ",
        "unit": str(house.ids["abroad"]),
        "roles": "requester",
    } | fields


def test_home_leads_to_every_part(house: House, admin: FlaskClient) -> None:
    assert admin.get("/").headers["Location"] == "/administration/"
    page = admin.get("/administration/").text
    for part in re.findall(r'<h2 class="fr-h5"><a href="([^"]+)"', page):
        assert admin.get(part).status_code == 200
    assert page.count('class="parts__part') == 9


# Engines, queues and the journal are for others too: the table of rights has them.
KEPT = ("administration_home", "administration_people", "administration_bodies", "administration_mail")


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_every_other_role_is_refused_everywhere(house: House, role: Role) -> None:
    email = OUTSIDE if role is Role.REQUESTER else f"{role}@liaison.example"
    if role is not Role.REQUESTER:
        house.add("desk", email, role)
    client, before = house.signed_in(email), house.acts()
    token = token_of(client, "/aide")
    rules = [r for r in house.app.url_map.iter_rules() if r.endpoint.startswith(KEPT)]
    assert len(rules) >= 20
    for rule in rules:
        path = re.sub(
            r"<(uuid:)?\w+>", lambda m: str(uuid4()) if m[1] else "20260101-000000-00000000.eml", rule.rule
        )
        for method in (rule.methods or set()) & {"GET", "POST"}:
            status = client.open(path, method=method, data={"csrf_token": token}).status_code
            open_to = role is Role.AUDITOR and rule.endpoint == "administration_home.home"
            assert status == (200 if open_to else 403), (rule.rule, method)
    assert house.acts() == before


def test_the_list_is_searched_and_narrowed(house: House, admin: FlaskClient) -> None:
    house.add("desk", "jean@liaison.example", Role.TRANSLATOR, name="Jean 100%_Dupont")
    invited = house.add("abroad", "zoe@cpam.example", Role.REQUESTER, invited=True)
    assert names(admin.get(LIST).text) == ["Léa Martin", "Zoe", "Camille Admin", "Jean 100%_Dupont"]
    assert names(admin.get(LIST, query_string={"q": "DUPONT"}).text) == ["Jean 100%_Dupont"]
    assert names(admin.get(LIST, query_string={"q": "%_"}).text) == ["Jean 100%_Dupont"]
    house.add("abroad", "emile@vienne.example", Role.REQUESTER, name="Émile Zola")
    for spelling in ("émile", "ÉMILE", "Émile"):
        assert names(admin.get(LIST, query_string={"q": spelling}).text) == ["Émile Zola"]
    assert names(admin.get(LIST, query_string={"q": "cpam.example"}).text) == ["Léa Martin", "Zoe"]
    assert names(admin.get(LIST, query_string={"organisme": house.ids["liaison"], "role": "translator"}).text) == [
        "Jean 100%_Dupont"
    ]
    assert names(admin.get(LIST, query_string={"etat": "invited"}).text) == ["Zoe"]
    post(admin, f"{LIST}{invited}/fermer")
    assert names(admin.get(LIST, query_string={"etat": "closed"}).text) == ["Zoe"]
    assert names(admin.get(LIST, query_string={"etat": "invited"}).text) == []
    # What an address gets wrong is ignored.
    assert len(names(admin.get(f"{LIST}?role=king&etat=odd&organisme=x&page=x").text)) == 5


def test_an_empty_search_says_what_to_do(admin: FlaskClient) -> None:
    page = admin.get(LIST, query_string={"q": "<b>zzz"}).text
    assert "Aucun compte ne répond à cette recherche" in page
    assert "<b>zzz" not in page


def test_the_list_has_pages_that_keep_the_search(house: House, admin: FlaskClient) -> None:
    for number in range(53):
        house.add("abroad", f"agent{number:02}@many.example", Role.REQUESTER, invited=True)
    first = admin.get(LIST, query_string={"q": "many"}).text
    assert len(names(first)) == 50
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following
    second = admin.get(following[1].replace("&amp;", "&")).text
    assert names(second) == ["Agent50", "Agent51", "Agent52"]


def test_a_new_account_is_invited(house: House, admin: FlaskClient) -> None:
    assert "CPAM du Rhône</option>" in admin.get(NEW).text
    form = admin.get(NEW, query_string={"organisme": house.ids["cpam"]}).text
    assert "Relations internationales</option>" in form
    assert 'value="administrator"' not in form
    assert "valable 7 jours" in form
    response = post(admin, NEW, newcomer(house, head="1", medical="1"))
    assert response.status_code == 302
    assert "Une invitation part pour zoe@cpam.example, valable 7 jours." in notice(
        admin, response.headers["Location"]
    )
    user_id = response.headers["Location"].rsplit("/", 1)[1]
    user = house.user(next(u for u in [*_ids(house)] if str(u) == user_id))
    assert (user.name, user.email, user.roles, user.head, user.medical) == (
        "Zoé Nouvelle",
        "zoe@cpam.example",
        {Role.REQUESTER},
        True,
        False,
    )
    assert [m.payload["to"] for m in house.mails()] == ["zoe@cpam.example"]
    assert house.acts()[-2:] == [("created", "user", user_id), ("invited", "account", user_id)]
    # The code of the invitation opens the account, and is on no page of this one.
    code = re.search(r"#([\w-]{32})", house.mails()[0].payload["text"])
    assert code
    assert code[1] not in admin.get(response.headers["Location"]).text
    stranger = house.app.test_client()
    form = {"code": code[1], "password": PASSWORD + " zoé", "again": PASSWORD + " zoé"}
    token = token_of(stranger, "/mot-de-passe")
    assert stranger.post("/mot-de-passe", data={"csrf_token": token} | form).status_code == 302
    assert house.user(user.id).password_hash


def _ids(house: House):
    with house.wiring.store.read(TEST) as uow:
        return [row.user_id for row in uow.session.query(PasswordTicket)]


@pytest.mark.parametrize(
    ("fields", "field", "message", "status"),
    [
        ({"name": "  "}, "field-name", "Indiquez un nom.", 422),
        ({"email": "zoe.cpam.example"}, "field-email", "n&#39;est pas valable", 422),
        ({"email": "LEA@cpam.example"}, "field-email", "Un compte existe déjà pour cette adresse", 409),
        ({"unit": ""}, "field-unit", "Choisissez le service de la personne.", 422),
        ({"unit": str(uuid4())}, "field-unit", "Choisissez le service de la personne.", 422),
    ],
)
def test_a_refused_account_comes_back_as_typed(
    house: House, admin: FlaskClient, fields: dict[str, str], field: str, message: str, status: int
) -> None:
    response = post(admin, NEW, newcomer(house, name='Zoé "Z" <i>Nouvelle</i>', head="1") | fields)
    assert response.status_code == status
    assert message in beside(response.text, field)
    if "name" not in fields:
        assert 'value="Zoé &#34;Z&#34; &lt;i&gt;Nouvelle&lt;/i&gt;"' in response.text
    if "email" not in fields:
        assert 'value=" Zoe@CPAM.example "' in response.text
    if "unit" not in fields:
        assert f'value="{house.ids["abroad"]}" selected' in response.text
    assert re.search(r'name="head" value="1" checked', response.text)
    assert house.mails() == []


def test_roles_of_the_liaison_body_stay_inside_it(house: House, admin: FlaskClient) -> None:
    outside = post(admin, NEW, newcomer(house, roles=["requester", "administrator"]))
    assert outside.status_code == 422
    assert "le seul rôle possible est celui de demandeur" in outside.text
    inside = newcomer(house, organisme=str(house.ids["liaison"]), unit=str(house.ids["desk"]), roles="requester")
    response = post(admin, NEW, inside)
    assert response.status_code == 422
    assert "celui des organismes qui déposent" in beside(response.text, "group-roles")
    nothing = post(admin, NEW, inside | {"roles": []})
    assert beside(nothing.text, "group-roles") == "Choisissez au moins un rôle."
    assert house.mails() == []


def test_a_body_without_units_says_so(house: House, admin: FlaskClient) -> None:
    empty = post(admin, "/administration/organismes/nouveau", {"name": "MSA", "kind": "caisse", "unit": "A"})
    body_id = empty.headers["Location"].rsplit("/", 1)[1]
    post(admin, f"/administration/organismes/{body_id}/fermer")
    page = admin.get(NEW, query_string={"organisme": body_id}).text
    assert "Cet organisme est fermé" in page
    assert 'name="email"' not in page
    assert admin.get(NEW, query_string={"organisme": uuid4()}).status_code == 404


def test_rights_are_changed_and_hold_at_once(house: House, admin: FlaskClient) -> None:
    house.add("desk", "jean@liaison.example", Role.TRANSLATOR)
    jean = house.signed_in("jean@liaison.example")
    assert jean.get("/administration/").status_code == 403
    change = {
        "name": "Jean D.",
        "unit": str(house.ids["desk"]),
        "roles": ["translator", "administrator"],
        "medical": "1",
    }
    assert post(admin, of(house, "jean"), change).headers["Location"] == of(house, "jean")
    user = house.user(house.ids["jean"])
    assert (user.name, user.roles, user.medical) == ("Jean D.", {Role.TRANSLATOR, Role.ADMINISTRATOR}, True)
    assert jean.get("/administration/").status_code == 200
    assert house.acts()[-1] == ("changed", "user", str(user.id))


def test_a_refused_change_keeps_what_was_typed(house: House, admin: FlaskClient) -> None:
    house.add("desk", "jean@liaison.example", Role.TRANSLATOR)
    response = post(admin, of(house, "jean"), {"name": "", "unit": str(house.ids["desk"]), "roles": "auditor"})
    assert response.status_code == 422
    assert beside(response.text, "field-name") == "Indiquez un nom."
    assert re.search(r'value="auditor" checked', response.text)
    assert house.user(house.ids["jean"]).roles == {Role.TRANSLATOR}


def test_a_person_moves_to_another_body(house: House, admin: FlaskClient) -> None:
    page = admin.get(of(house, "lea"), query_string={"organisme": house.ids["liaison"]}).text
    assert "passera de « CPAM du Rhône » à « Organisme de liaison »" in page.replace("\u00a0", " ")
    change = {"name": "Léa Martin", "unit": str(house.ids["desk"]), "roles": "requester"}
    refused = post(admin, of(house, "lea"), change)
    assert refused.status_code == 422
    assert 'value="translator"' in refused.text  # the form of the new body, not of the old one
    assert post(admin, of(house, "lea"), change | {"roles": "translator"}).status_code == 302
    assert house.user(house.ids["lea"]).unit_id == house.ids["desk"]


def test_the_last_administrator_stays(house: House, admin: FlaskClient) -> None:
    change = {"name": "Camille", "unit": str(house.ids["desk"]), "roles": "auditor"}
    response = post(admin, of(house, "admin"), change)
    assert response.status_code == 409
    assert "C&#39;est le dernier administrateur" in beside(response.text, "group-roles")
    assert house.user(house.ids["admin"]).roles == {Role.ADMINISTRATOR}
    house.add("desk", "second@liaison.example", Role.ADMINISTRATOR)
    response = post(admin, of(house, "admin"), change)
    assert response.headers["Location"] == "/"  # the account's page is no longer theirs
    assert admin.get(of(house, "admin")).status_code == 403


def test_nobody_closes_their_own_account(house: House, admin: FlaskClient) -> None:
    assert "/fermer" not in admin.get(of(house, "admin")).text
    response = post(admin, of(house, "admin") + "/fermer")
    assert response.status_code == 409
    assert "Vous ne pouvez pas fermer votre propre compte" in response.text
    assert house.user(house.ids["admin"]).disabled_at is None


def test_a_closed_account_is_out_at_once_and_can_be_reopened(house: House, admin: FlaskClient) -> None:
    lea = house.signed_in(OUTSIDE)
    response = post(admin, of(house, "lea") + "/fermer")
    page = notice(admin, response.headers["Location"])
    assert "Compte fermé" in page
    assert lea.get("/compte/").status_code == 302
    assert "Rouvrir le compte" in admin.get(of(house, "lea")).text
    assert post(admin, of(house, "lea") + "/inviter").status_code == 409
    response = post(admin, of(house, "lea") + "/rouvrir")
    assert "le mot de passe est celui d'avant" in notice(admin, response.headers["Location"]).replace("&#39;", "'")
    assert house.signed_in(OUTSIDE).get("/compte/").status_code == 200
    assert lea.get("/compte/").status_code == 302
    assert [a[0] for a in house.acts()[-2:]] == ["disabled", "enabled"]


def test_sessions_are_ended_but_the_one_in_use(house: House, admin: FlaskClient) -> None:
    lea = house.signed_in(OUTSIDE)
    assert "1 session ouverte." in admin.get(of(house, "lea")).text
    post(admin, of(house, "lea") + "/sessions/fermer")
    assert lea.get("/compte/").status_code == 302
    assert "0 session ouverte." in admin.get(of(house, "lea")).text
    assert house.acts()[-1] == ("sessions_ended", "user", str(house.ids["lea"]))
    other = house.signed_in()
    post(admin, of(house, "admin") + "/sessions/fermer")
    assert other.get("/compte/").status_code == 302
    assert admin.get("/compte/").status_code == 200


def test_an_invitation_is_sent_again_and_the_earlier_one_dies(house: House, admin: FlaskClient) -> None:
    user_id = house.add("abroad", "zoe@cpam.example", Role.REQUESTER, invited=True)
    assert "L'invitation ne vaut plus" in admin.get(of(house, "zoe")).text
    for _ in range(2):
        assert post(admin, of(house, "zoe") + "/inviter").status_code == 302
    # A password said to be forgotten adds a shorter link; the invitation still holds.
    asking = house.app.test_client()
    token = token_of(asking, "/mot-de-passe-oublie")
    asking.post("/mot-de-passe-oublie", data={"csrf_token": token, "email": "zoe@cpam.example"})
    with house.wiring.store.transaction(TEST) as uow:
        soon = now() + timedelta(days=1)
        short = update(PasswordTicket).where(PasswordTicket.expires_at < soon)
        assert uow.session.execute(short.values(expires_at=now() - timedelta(seconds=1))).rowcount == 1
    assert "valable jusqu'au" in admin.get(of(house, "zoe")).text
    first, second = (re.search(r"#([\w-]{32})", m.payload["text"])[1] for m in house.mails()[:2])
    stranger = house.app.test_client()
    form = {"csrf_token": token_of(stranger, "/mot-de-passe"), "password": PASSWORD, "again": PASSWORD}
    assert stranger.post("/mot-de-passe", data=form | {"code": first}).status_code != 302
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(PasswordTicket).values(expires_at=now() - timedelta(seconds=1)))
    assert "L'invitation ne vaut plus" in admin.get(of(house, "zoe")).text
    assert stranger.post("/mot-de-passe", data=form | {"code": second}).status_code != 302
    assert house.user(user_id).password_hash is None


def test_who_has_a_password_gets_no_invitation(house: House, admin: FlaskClient) -> None:
    assert "/inviter" not in admin.get(of(house, "lea")).text
    response = post(admin, of(house, "lea") + "/inviter")
    assert response.status_code == 409
    assert "a déjà choisi son mot de passe" in response.text
    assert house.mails() == []


def test_an_unknown_account_is_not_found(admin: FlaskClient) -> None:
    path = f"{LIST}{uuid4()}"
    assert admin.get(path).status_code == 404
    for act in ("", "/inviter", "/fermer", "/rouvrir", "/sessions/fermer"):
        assert post(admin, path + act, {"name": "x", "unit": "", "roles": "auditor"}).status_code in (404, 422)


def test_forms_need_their_token(house: House, admin: FlaskClient) -> None:
    assert admin.post(of(house, "lea") + "/fermer").status_code == 400
    assert house.user(house.ids["lea"]).disabled_at is None
