"""Bodies and their units on screen."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from storage.models import Body, BodyKind
from tests.application import TEST
from tests.integration.app.house import OUTSIDE, House, beside, make_house, notice, post

LIST, NEW = "/administration/organismes/", "/administration/organismes/nouveau"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return make_house(tmp_path / "data")


@pytest.fixture
def admin(house: House) -> FlaskClient:
    return house.signed_in()


def of(house: House, name: str) -> str:
    return f"{LIST}{house.ids[name]}"


def unit_of(house: House, name: str) -> str:
    return f"{of(house, 'cpam')}/services/{house.ids[name]}"


def named(house: House, name: str) -> Body | None:
    with house.wiring.store.read(TEST) as uow:
        return uow.session.scalar(select(Body).where(Body.name == name))


def cells(page: str, name: str) -> list[str]:
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.S) if f">{name}</a>" in row)
    return [" ".join(re.sub("<[^>]+>", "", cell).split()) for cell in re.findall(r"<td.*?</td>", row, re.S)]


def test_the_list_counts(house: House, admin: FlaskClient) -> None:
    assert cells(admin.get(LIST).text, "CPAM du Rhône") == ["CPAM du Rhône", "caisse", "2", "1", "0", "ouvert"]
    post(admin, of(house, "cpam") + "/fermer")
    assert cells(admin.get(LIST).text, "CPAM du Rhône")[:5] == ["CPAM du Rhône", "caisse", "2", "0", "0"]
    assert "fermé" in cells(admin.get(LIST).text, "CPAM du Rhône")[5]


def test_a_new_body_comes_with_its_first_unit(house: House, admin: FlaskClient) -> None:
    form = {"name": " Ministère  du Travail ", "kind": "ministry", "unit": "Bureau Europe", "medical": "1"}
    response = post(admin, NEW, form)
    assert "Invitez maintenant" in notice(admin, response.headers["Location"])
    found = named(house, "Ministère du Travail")
    assert found
    body = house.body(found.id)
    assert body.kind is BodyKind.MINISTRY
    assert [(u.name, u.medical) for u in body.units] == [("Bureau Europe", True)]
    assert [a[:2] for a in house.acts()[-2:]] == [("created", "body"), ("created", "unit")]
    # From there one invites at once, into this body.
    page = admin.get(response.headers["Location"]).text
    assert f"/administration/comptes/nouveau?organisme={body.id}" in page


@pytest.mark.parametrize(
    ("fields", "field", "message", "status"),
    [
        ({"name": ""}, "field-name", "Indiquez un nom.", 422),
        ({"name": "cpam DU rhône"}, "field-name", "Un organisme porte déjà ce nom.", 409),
        ({"kind": ""}, "group-kind", "Choisissez la nature de l&#39;organisme.", 422),
        ({"kind": "liaison"}, "group-kind", "Choisissez la nature de l&#39;organisme.", 422),
        ({"kind": "kingdom"}, "group-kind", "Choisissez la nature de l&#39;organisme.", 422),
        ({"unit": " "}, "field-unit", "Indiquez le nom du premier service.", 422),
    ],
)
def test_a_refused_body_comes_back_as_typed(
    house: House, admin: FlaskClient, fields: dict[str, str], field: str, message: str, status: int
) -> None:
    form = {"name": "MSA", "kind": "caisse", "unit": "Europe", "medical": "1"} | fields
    before = house.acts()
    response = post(admin, NEW, form)
    assert response.status_code == status
    assert beside(response.text, field) == message
    for name in ("name", "unit"):
        assert f'name="{name}" type="text" value="{form[name]}"' in response.text
    if form["kind"] == "caisse":
        assert 'value="caisse" checked' in response.text
    assert house.acts() == before
    assert named(house, "MSA") is None


def test_a_body_is_renamed(house: House, admin: FlaskClient) -> None:
    post(admin, of(house, "cpam"), {"name": "CPAM du Rhône et de la Métropole"})
    assert house.body(house.ids["cpam"]).name == "CPAM du Rhône et de la Métropole"
    assert house.acts()[-1] == ("renamed", "body", str(house.ids["cpam"]))
    for name in ("ÉNIM", "énim"):
        assert (post(admin, NEW, {"name": name, "kind": "caisse", "unit": "A"}).status_code == 302) is (
            name == "ÉNIM"
        )
    response = post(admin, of(house, "cpam"), {"name": "organisme de LIAISON"})
    assert response.status_code == 409
    assert beside(response.text, "body-name") == "Un organisme porte déjà ce nom."
    assert 'value="organisme de LIAISON"' in response.text
    assert '<details class="more" open>' in response.text


def test_units_are_added_and_changed(house: House, admin: FlaskClient) -> None:
    post(admin, of(house, "cpam") + "/services", {"name": "Invalidité", "medical": "1"})
    post(admin, unit_of(house, "abroad"), {"name": "Relations européennes", "medical": "1"})
    post(admin, unit_of(house, "doctors"), {"name": "Échelon local"})
    assert [(u.name, u.medical) for u in house.body(house.ids["cpam"]).units] == [
        ("Invalidité", True),
        ("Relations européennes", True),
        ("Échelon local", False),
    ]
    assert [a[:2] for a in house.acts()[-3:]] == [("created", "unit"), ("changed", "unit"), ("changed", "unit")]


def test_a_refused_unit_is_told_beside_its_own_field(house: House, admin: FlaskClient) -> None:
    response = post(admin, of(house, "cpam") + "/services", {"name": "échelon LOCAL", "medical": "1"})
    assert response.status_code == 409
    assert beside(response.text, "unit-new") == "Un service de cet organisme porte déjà ce nom."
    assert 'value="échelon LOCAL"' in response.text
    assert re.search(r'id="medical-new" name="medical" value="1" checked', response.text)
    response = post(admin, unit_of(house, "abroad"), {"name": ""})
    assert response.status_code == 422
    assert beside(response.text, f"unit-{house.ids['abroad']}") == "Indiquez un nom."
    assert beside(response.text, f"unit-{house.ids['doctors']}") == ""
    assert beside(response.text, "unit-new") == ""
    assert len(house.body(house.ids["cpam"]).units) == 2


def test_a_unit_is_changed_through_its_own_body_only(house: House, admin: FlaskClient) -> None:
    path = f"{of(house, 'liaison')}/services/{house.ids['abroad']}"
    assert post(admin, path, {"name": "Autre"}).status_code == 404
    assert {u.name for u in house.body(house.ids["cpam"]).units} == {"Relations internationales", "Échelon local"}


def test_closing_a_body_closes_its_accounts(house: House, admin: FlaskClient) -> None:
    lea = house.signed_in(OUTSIDE)
    page = admin.get(of(house, "cpam")).text.replace("\u00a0", " ")
    assert "Fermer « CPAM du Rhône » ?" in page
    response = post(admin, of(house, "cpam") + "/fermer")
    assert "avec 1 compte." in notice(admin, response.headers["Location"])
    assert lea.get("/compte/").status_code == 302
    assert post(admin, f"/administration/comptes/{house.ids['lea']}/rouvrir").status_code == 409
    refused = post(admin, of(house, "cpam") + "/services", {"name": "Invalidité"})
    assert refused.status_code == 409
    post(admin, of(house, "cpam") + "/rouvrir")
    assert house.body(house.ids["cpam"]).closed_at is None
    assert house.user(house.ids["lea"]).disabled_at is not None
    assert post(admin, f"/administration/comptes/{house.ids['lea']}/rouvrir").status_code == 302
    assert [a[0] for a in house.acts()][-4:] == ["disabled", "closed", "reopened", "enabled"]


def test_the_liaison_body_stays_open(house: House, admin: FlaskClient) -> None:
    page = admin.get(of(house, "liaison")).text
    assert "/fermer" not in page
    assert 'name="medical"' not in page  # it would change nothing there
    response = post(admin, of(house, "liaison") + "/fermer")
    assert response.status_code == 409
    assert "tient le service" in response.text
    assert house.body(house.ids["liaison"]).closed_at is None


def test_an_unknown_body_is_not_found(admin: FlaskClient) -> None:
    path = f"{LIST}{uuid4()}"
    assert admin.get(path).status_code == 404
    for act in ("", "/fermer", "/rouvrir", "/services", f"/services/{uuid4()}"):
        assert post(admin, path + act, {"name": "Nom"}).status_code == 404
