"""The coordinator's board through the real application and a real database: who sees what, and what it shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from storage.models import now
from storage.workflow import TranslationStatus as T
from tests.integration.review.board_world import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    yield made
    made.wiring.engine.dispose()


def test_it_is_the_coordinators_home(world: World) -> None:
    client = world.client("camille")
    assert client.get("/").headers["Location"].endswith("/pilotage")
    page = client.get("/pilotage")
    assert page.status_code == 200
    assert "Rien en cours" in page.text


@pytest.mark.parametrize("who", ["dominique", "alix", "ines", "cpam"])
def test_nobody_else_may_see_it_or_act_on_it(world: World, who: str) -> None:
    piece = world.piece()
    client = world.client(who)
    assert client.get("/pilotage").status_code == 403
    token = world.token(client, "/compte/")
    form = {"csrf_token": token, "act": "cancel", "cancellation": "duplicate_piece", "piece": world.value(piece)}
    assert client.post("/pilotage", data=form).status_code == 403
    assert world.get(piece).status is T.DRAFTED


def test_a_card_says_all_about_a_piece(world: World) -> None:
    world.piece(
        T.IN_TRANSLATION,
        name="Rentenbescheid.pdf",
        words=1234,
        due=-2,
        urgent=True,
        medical=True,
        translator="dominique",
        origins=("machine", "machine", "copied", "none"),
        settled=1,
    )
    text = " ".join(world.client("camille").get("/pilotage").text.split()).replace("\u202f", " ")
    for said in (
        "Rentenbescheid.pdf",
        "CPAM de Paris",
        "allemand → français",
        "1 page",
        "1 234 mots",
        "en retard de 2 jours",
        "50 % machine, 25 % recopié, 25 % vide",
        "Dominique Petit",
        "25 % confirmé",
        ">urgent<",
        ">médical<",
    ):
        assert said in text, said


def test_medical_pieces_are_not_there_without_the_clearance(world: World) -> None:
    piece = world.piece(name="arret_maladie.pdf", medical=True)
    assert "arret_maladie.pdf" in world.client("camille").get("/pilotage").text
    page = world.client("yann").get("/pilotage").text
    assert "arret_maladie.pdf" not in page
    assert "Rien en cours" in page
    answer = world.act("yann", "assign", piece, person=str(world.people["dominique"]))
    assert answer.status_code == 409
    assert "arret_maladie.pdf" not in answer.text
    assert world.get(piece).status is T.DRAFTED


def test_the_four_numbers_and_their_filters(world: World) -> None:
    world.piece(name="libre.pdf")
    world.piece(T.IN_REVISION, name="a-relire.pdf", translator="dominique")
    world.piece(T.IN_REVISION, name="relue.pdf", translator="dominique", reviser="alix")
    world.piece(T.IN_TRANSLATION, name="tard.pdf", translator="dominique", due=-1)
    world.piece(T.IN_TRANSLATION, name="lourde.pdf", translator="ines", words=50_000, due=3)
    world.piece(T.FAILED, name="cassee.pdf")
    client = world.client("camille")
    expected = {
        "a-attribuer": {"libre.pdf", "a-relire.pdf"},
        "en-retard": {"tard.pdf"},
        "a-risque": {"lourde.pdf"},
        "en-attente": {"cassee.pdf"},
    }
    names = {"libre.pdf", "a-relire.pdf", "relue.pdf", "tard.pdf", "lourde.pdf", "cassee.pdf"}
    for focus, wanted in expected.items():
        page = client.get(f"/pilotage?voir={focus}").text
        assert {name for name in names if name in page} == wanted, focus
    page = " ".join(client.get("/pilotage").text.split())
    for focus, wanted in expected.items():
        tally = page.split(f'id="tally-{focus}"')[1].split("</a>")[0]
        assert f'class="tally__count">{len(wanted)}<' in tally, focus


def test_filters_and_search(world: World) -> None:
    world.piece(name="un.pdf", language="es")
    world.piece(name="deux.pdf", body="carsat")
    world.piece(T.IN_TRANSLATION, name="trois.pdf", translator="ines")
    client = world.client("camille")
    carsat = world.requesters["carsat"].body_id
    for query, wanted in (
        ("langue=es", {"un.pdf"}),
        (f"organisme={carsat}", {"deux.pdf"}),
        (f"personne={world.people['ines']}", {"trois.pdf"}),
        ("personne=personne", {"un.pdf", "deux.pdf"}),
        ("q=bretagne", {"deux.pdf"}),
        ("q=TROIS", {"trois.pdf"}),
        ("par=personne", {"un.pdf", "deux.pdf", "trois.pdf"}),
        ("q=rien", set()),
    ):
        page = client.get(f"/pilotage?{query}").text
        assert {name for name in ("un.pdf", "deux.pdf", "trois.pdf") if name in page} == wanted, query


@pytest.mark.parametrize(
    "query",
    [
        "voir=x",
        "langue=%00",
        "organisme=1",
        "personne=x",
        "colonne=x",
        "colonne=00000000-0000-0000-0000-000000000000",
        "colonne=a-attribuer&page=77",
        "page=-4",
        "page=99999",
        "q=%25_%27",
        "sans_suite=1",
    ],
)
def test_a_strange_address_is_harmless(world: World, query: str) -> None:
    world.piece()
    assert world.client("camille").get(f"/pilotage?{query}").status_code == 200


def test_a_long_lane_is_cut_and_leafed_through(world: World) -> None:
    for number in range(52):
        world.piece(name=f"piece-{number:02d}.pdf", due=number + 1)
    client = world.client("camille")
    page = client.get("/pilotage").text
    assert page.count("card__pick") == 12
    assert "Voir les 40 autres" in page
    assert client.get("/pilotage?colonne=a-attribuer").text.count("card__pick") == 48
    last = client.get("/pilotage?colonne=a-attribuer&page=2").text
    assert last.count("card__pick") == 4
    assert "piece-51.pdf" in last


def test_more_pieces_cost_no_more_queries(world: World) -> None:
    client = world.client("camille")
    statements: list[str] = []
    event.listen(
        world.wiring.engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_rest: statements.append(statement),
    )

    def cost(query: str) -> int:
        statements.clear()
        assert client.get(f"/pilotage{query}").status_code == 200
        return len(statements)

    for who in ("dominique", "ines"):
        world.piece(T.IN_TRANSLATION, translator=who)
    world.piece()
    few = [cost(""), cost("?par=personne")]
    for _ in range(15):
        world.piece()
        world.piece(T.IN_TRANSLATION, translator="dominique", body="carsat")
        world.piece(T.IN_REVISION, translator="dominique", reviser="alix")
    assert [cost(""), cost("?par=personne")] == few


def test_an_unchanged_board_is_not_sent_again(world: World) -> None:
    piece = world.piece()
    client = world.client("camille")
    first = client.get("/pilotage", headers={"HX-Request": "true"})
    assert first.status_code == 200
    assert "<html" not in first.text
    again = {"HX-Request": "true", "If-None-Match": first.headers["ETag"]}
    assert client.get("/pilotage", headers=again).status_code == 304
    world.act("camille", "assign", piece, person=str(world.people["dominique"]))
    moved = client.get("/pilotage", headers=again)
    assert moved.status_code == 200
    assert "attribuée par Camille Bernard" in moved.text


def test_the_board_says_by_what_pace_it_reckons(tmp_path: Path) -> None:
    slow = make_world(tmp_path, WORDS_PER_DAY="100")
    slow.piece(T.IN_TRANSLATION, translator="ines", words=2000, due=5, origins=("machine",))
    page = " ".join(slow.client("camille").get("/pilotage").text.split())
    assert "Prévision à 100 mots par personne et par jour ouvré" in page
    assert "à risque : fini vers" in page.replace("\xa0", " ")
    slow.wiring.engine.dispose()


def test_a_closed_account_is_offered_no_work(world: World) -> None:
    with world.write() as uow:
        world.user(uow, "ines").disabled_at = now()
    page = world.client("camille").get("/pilotage").text
    assert "Dominique Petit" in page
    assert "Inès Caron" not in page
