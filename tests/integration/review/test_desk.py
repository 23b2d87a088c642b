"""Every act of the editor, through the real application."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, select

from delivery.layout import Field, Fields, Prose, items, pages
from delivery.service import House, describe
from review.placing import ORIGIN
from storage.models import SegmentState, Translation, User
from storage.workflow import TranslationStatus
from tests.workshop import Client, Workshop, make_workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    made = make_workshop(tmp_path)
    yield made
    made.site.engine.dispose()


@pytest.fixture
def client(workshop: Workshop) -> Client:
    return workshop.client()


def sources(workshop: Workshop) -> list[str]:
    return [s.source or s.target for s in workshop.segments()]


def delivered(workshop: Workshop):
    with workshop.store.read(workshop.translator) as uow:
        translation = uow.session.get_one(Translation, workshop.translation_id)
        return describe(uow, translation, House("CLEISS", workshop.site.app.config.get("ZONE")))


# ---- History


def test_history_tells_every_earlier_text_and_gives_one_back(workshop: Workshop, client: Client) -> None:
    address = workshop.at(6)
    client.post(address, target="Salutations", version=1)
    client.post(address, target="Salutations distinguées", version=2, change="confirm")
    page = client.flask.get(f"{address}/historique")
    part = client.flask.get(f"{address}/historique", headers={"X-Fragment": "true"})
    assert "<html" in page.text
    assert "<html" not in part.text
    for text in (page.text, part.text):
        assert text.index("Salutations distinguées") < text.index("Salutations</p>") < text.index("Cordialement")
        assert "brouillon automatique" in text
        assert workshop.translator.name in text
    back = client.post(address, target="Cordialement", version=3)
    assert back.json["target"] == "Cordialement"
    assert back.json["version"] == 4
    stale = client.post(address, target="Cordialement", version=3)
    assert stale.status_code == 409


def test_history_of_what_one_does_not_see_is_not_there(workshop: Workshop) -> None:
    assert workshop.client("requester").flask.get(f"{workshop.at(1)}/historique").status_code == 403
    assert workshop.site.client().get(f"{workshop.at(1)}/historique").status_code == 302


# ---- What the reading missed


def test_a_drawn_seal_takes_its_place_on_the_page_and_in_the_files(workshop: Workshop, client: Client) -> None:
    answer = client.post(
        f"{workshop.address}/segments", kind="seal", text="Standesamt  Köln", page=1, x0=300, y0=280, x1=80, y1=222
    )
    assert answer.status_code == 200, answer.text
    added = workshop.segments()[5]
    assert (added.target, added.role, added.origin) == ("[cachet\u00a0: Standesamt Köln]", "mark", ORIGIN)
    assert added.boxes == [[80.0, 222.0, 300.0, 280.0]]
    assert added.state is SegmentState.EDITED
    assert [s.order for s in workshop.segments()] == list(range(7))
    assert answer.json["after"] == str(workshop.segments()[4].id)
    assert "data-seg" in answer.json["row"]
    (layout,) = pages(delivered(workshop))
    texts = [item.target for item in items(layout.blocks)]
    assert texts[4:] == ["", "[cachet\u00a0: Standesamt Köln]", "Cordialement"]


@pytest.mark.parametrize(
    ("kind", "text", "target"),
    [
        ("signature", "", "[signature]"),
        ("illegible", "", "[illisible]"),
        ("doubtful", "14 mai", "[lecture incertaine\u00a0: 14 mai]"),
        ("struck", "", "[rayé]"),
        ("text", "Vu et approuvé", "Vu et approuvé"),
    ],
)
def test_what_is_added_after_a_segment(
    workshop: Workshop, client: Client, kind: str, text: str, target: str
) -> None:
    first = workshop.segments()[0]
    answer = client.post(f"{workshop.address}/segments", kind=kind, text=text, after=first.id)
    added = workshop.segments()[1]
    assert (str(added.id), added.target) == (answer.json["id"], target)
    # Nothing on the page to compare with: a date or a number in it is no error, and it can be confirmed.
    assert added.findings == []
    confirmed = client.post(f"{workshop.address}/segments/{added.id}", target=target, version=1, change="confirm")
    assert confirmed.json["state"] == "confirmed"


def test_with_its_source_an_addition_is_checked(workshop: Workshop, client: Client) -> None:
    client.post(
        f"{workshop.address}/segments",
        kind="text",
        text="Reçu le 3 mai 2021",
        source="Erhalten am 4. Mai 2021",
        page=1,
    )
    added = workshop.segments()[-1]
    assert {f["code"] for f in added.findings} == {"date_missing", "date_added"}


def test_additions_that_say_nothing_or_stand_nowhere_are_refused(workshop: Workshop, client: Client) -> None:
    address = f"{workshop.address}/segments"
    assert client.post(address, kind="text", text=" ", page=1).status_code == 422
    assert client.post(address, kind="seal", page=2).status_code == 404
    assert client.post(address, kind="seal", after="00000000-0000-0000-0000-000000000000").status_code == 404
    assert workshop.client("reviser").post(address, kind="seal", page=1).status_code == 409
    assert workshop.client("requester").post(address, kind="seal", page=1).status_code == 403
    assert len(workshop.segments()) == 6


def test_a_mark_in_a_table_comes_after_it(workshop: Workshop, client: Client) -> None:
    with workshop.store.write(workshop.translator) as uow:
        translation = uow.session.get_one(Translation, workshop.translation_id)
        for row, segment in enumerate(translation.segments[2:5]):
            segment.table_number, segment.row_number, segment.column_number, segment.role = 0, row, 0, "cell"
        uow.commit()
    client.post(f"{workshop.address}/segments", kind="signature", page=1, x0=300, y0=160, x1=420, y1=170)
    assert sources(workshop)[5] == "[signature]"
    # Up and down, it goes over the whole table; a cell itself does not move.
    place = f"{workshop.at(6)}/place"
    assert client.post(place, to="up").status_code == 200
    assert sources(workshop)[2] == "[signature]"
    assert client.post(place, to="down").json["after"] == str(workshop.segments()[4].id)
    assert client.post(f"{workshop.at(3)}/place", to="up").status_code == 409


def test_a_signature_beside_its_label_is_delivered_as_its_value(workshop: Workshop, client: Client) -> None:
    with workshop.store.write(workshop.translator) as uow:
        translation = uow.session.get_one(Translation, workshop.translation_id)
        translation.segments[5].role = "label"
        uow.commit()
    client.post(f"{workshop.address}/segments", kind="signature", page=1, x0=410, y0=238, x1=500, y1=256)
    (layout,) = pages(delivered(workshop))
    last = layout.blocks[-1]
    assert isinstance(last, Fields)
    assert [(f.label.target, f.value.target if f.value else None) for f in last.fields] == [
        ("Cordialement", "[signature]")
    ]
    assert all(isinstance(block, Prose) for block in layout.blocks[:-1])
    assert isinstance(last.fields[0], Field)


def test_segments_are_put_in_order_and_stay_on_their_page(workshop: Workshop, client: Client) -> None:
    before = sources(workshop)
    assert client.post(f"{workshop.at(2)}/place", to="up").json["after"] is None
    assert sources(workshop) == [before[1], before[0], *before[2:]]
    assert client.post(f"{workshop.at(1)}/place", to="up").status_code == 409
    client.post(f"{workshop.at(1)}/place", to="down")
    assert sources(workshop) == before
    assert client.post(f"{workshop.at(6)}/place", to="down").status_code == 409


def test_an_addition_that_is_sent_again_is_added_once(workshop: Workshop, client: Client) -> None:
    address, key = f"{workshop.address}/segments", uuid4()
    first = client.post(address, kind="seal", text="Köln", page=1, key=key.hex)
    again = client.post(address, kind="seal", text="Köln", page=1, key=key.hex)
    assert first.json["id"] == again.json["id"] == str(key)
    assert first.json["after"] == again.json["after"]
    assert sources(workshop).count("[cachet\u00a0: Köln]") == 1
    # Also after it was written in, and without a key each is another.
    client.post(f"{address}/{key}", target="[cachet]", version=1)
    assert client.post(address, kind="seal", text="Köln", page=1, key=key.hex).status_code == 200
    assert len(workshop.segments()) == 7
    client.post(address, kind="seal", text="Köln", page=1)
    client.post(address, kind="seal", text="Köln", page=1, key="")
    assert len(workshop.segments()) == 9


def test_the_key_of_another_segment_adds_nothing(workshop: Workshop, client: Client) -> None:
    address = f"{workshop.address}/segments"
    # A segment that nobody added, and one that somebody else did.
    assert client.post(address, kind="seal", page=1, key=workshop.segments()[0].id.hex).status_code == 409
    key = uuid4()
    client.post(address, kind="seal", page=1, key=key.hex)
    with workshop.store.write(workshop.translator) as uow:
        reviser = uow.session.scalars(select(User).where(User.email == workshop.emails["reviser"])).one()
        translation = uow.session.get_one(Translation, workshop.translation_id)
        translation.status, translation.reviser_id = TranslationStatus.IN_REVISION, reviser.id
        uow.commit()
    assert workshop.client("reviser").post(address, kind="seal", page=1, key=key.hex).status_code == 409
    assert len(workshop.segments()) == 7


def test_a_step_that_is_sent_again_is_made_once(workshop: Workshop, client: Client) -> None:
    before, place = workshop.segments(), f"{workshop.at(4)}/place"
    step = {"to": "up", "seen_after": before[2].id}
    for _ in range(2):
        answer = client.post(place, **step)
        assert (answer.status_code, answer.json["after"]) == (200, str(before[1].id))
    moved = [before[n].id for n in (0, 1, 3, 2, 4, 5)]
    assert [s.id for s in workshop.segments()] == moved
    first = f"{workshop.at(1)}/place"
    for _ in range(2):
        assert client.post(first, to="down", seen_after="").status_code == 200
    assert [s.id for s in workshop.segments()][:2] == [before[1].id, before[0].id]


def test_to_undo_is_not_to_cancel_in_english(workshop: Workshop, client: Client) -> None:
    with workshop.store.write(workshop.translator) as uow:
        uow.session.get_one(User, workshop.translator.person).language = "en"
        uow.commit()
    page = client.flask.get(workshop.address).text
    button = page.split("data-undo")[1].split("</button>")[0]
    assert button.endswith(">Undo")
    assert ">Cancel<" not in page


# ---- Same source


def test_the_same_french_is_offered_to_the_same_source_and_given_on_demand(
    workshop: Workshop, client: Client
) -> None:
    third = workshop.at(3)
    answer = client.post(third, target="Cotisation dépendance", version=1, change="confirm")
    assert answer.json["same"] == 2
    assert answer.json["offer"] == "2 autres segments ont la même source."
    assert [s.target for s in workshop.segments()[3:5]] == ["Cotisation dépendance", ""]
    given = client.post(f"{third}/propager", version=answer.json["version"]).json
    assert len(given["changed"]) == 2
    assert given["progress"]["settled"] == 3
    assert [(s.target, s.state) for s in workshop.segments()[2:5]] == [
        ("Cotisation dépendance", SegmentState.CONFIRMED)
    ] * 3
    # Each keeps what it was, so that it can be undone.
    history = client.flask.get(f"{workshop.at(5)}/historique").text
    assert "(vide)" in history


def test_nothing_is_given_from_a_text_that_has_changed_nor_over_what_is_settled(
    workshop: Workshop, client: Client
) -> None:
    third, fourth = workshop.at(3), workshop.at(4)
    client.post(fourth, target="Autre chose", version=1, change="confirm")
    version = client.post(third, target="Cotisation dépendance", version=1, change="confirm").json["version"]
    assert client.post(f"{third}/propager", version=version - 1).status_code == 409
    assert len(client.post(f"{third}/propager", version=version).json["changed"]) == 1
    assert workshop.segments()[3].target == "Autre chose"


# ---- The page and what is left


def test_what_is_left_is_told_in_words(workshop: Workshop, client: Client) -> None:
    page = client.flask.get(workshop.address).text
    assert "6 à confirmer" in page
    answer = client.post(workshop.at(2), target="La pension s'élève à 1 243,56 EUR.", version=1)
    assert answer.json["progress"]["left"] == "6 à confirmer, 2 contrôles bloquants"
    missing = next(f for f in answer.json["findings"] if f["fix"])
    assert missing["instead"] == "1 243,56 EUR"
    assert missing["fix"].replace("\u202f", " ").replace("\u00a0", " ").startswith("1 234,56")


def test_it_is_done_when_all_is_confirmed_and_nothing_blocks(workshop: Workshop, client: Client) -> None:
    done = []
    for number, segment in enumerate(workshop.segments(), 1):
        sent = {"target": segment.target or "Cotisation", "version": 1, "change": "confirm"}
        done.append(client.post(workshop.at(number), **sent).json["progress"]["done"])
    assert done == [False] * 5 + [True]


def test_doubtful_words_are_marked_in_the_source(workshop: Workshop, client: Client) -> None:
    page = client.flask.get(workshop.address).text
    assert page.count('class="doubtful"') == 1
    assert ">Pflegeversicherung</span>" in page


def test_changes_against_the_draft(workshop: Workshop, client: Client) -> None:
    client.post(workshop.at(6), target="Très cordialement", version=1)
    found = client.flask.get(f"{workshop.address}/modifications").json
    assert list(found.values()) == [[["removed", "Cordialement"], ["added", "Très cordialement"]]]


def test_the_reviser_s_remarks_stay_in_front_of_the_translator(workshop: Workshop, client: Client) -> None:
    for number, segment in enumerate(workshop.segments(), 1):
        client.post(workshop.at(number), target=segment.target or "Cotisation", version=1, change="confirm")
    client.post(f"{workshop.address}/terminer", to="revision")
    reviser = workshop.client("reviser")
    reviser.post(f"{workshop.address}/prendre")
    reviser.post(f"{workshop.address}/renvoyer", reason="Revoir le montant du segment 2.")
    assert "Revoir le montant du segment 2." in client.flask.get(workshop.address).text
    client.post(f"{workshop.address}/prendre")
    page = client.flask.get(workshop.address).text
    assert "Revoir le montant du segment 2." in page
    assert "Rendue par la relecture" in page
    assert 'data-editable="yes"' in page


# ---- Preview


def test_the_preview_is_the_delivered_page_marked_and_never_kept(workshop: Workshop, client: Client) -> None:
    client.post(workshop.at(1), target="Décision de pension", version=1, change="confirm")
    client.post(workshop.at(6), target="Cordialement", version=1, change="discard")
    answer = client.flask.get(f"/livraisons/apercu/{workshop.translation_id}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "Aperçu de travail" in answer.text
    assert "4 passages ne sont pas confirmés" in answer.text
    assert "Un segment écarté n’y figure pas" in answer.text
    assert '<h3 class="text">Décision de pension' in answer.text
    assert "Cordialement" not in answer.text
    assert "style=" not in answer.text
    assert "Ce qui a été fait" not in answer.text
    assert "frame-src 'self'" in client.flask.get(workshop.address).headers["Content-Security-Policy"]
    assert ".preview" in client.flask.get("/livraisons/apercu.css").text


def test_the_preview_is_made_without_holding_a_write(workshop: Workshop, client: Client) -> None:
    told: list[str] = []
    note_statement, note_commit = (lambda *args: told.append(args[2])), (lambda _connection: told.append("COMMIT"))
    event.listen(Engine, "before_cursor_execute", note_statement)
    event.listen(Engine, "commit", note_commit)
    client.flask.get(f"/livraisons/apercu/{workshop.translation_id}")
    event.remove(Engine, "before_cursor_execute", note_statement)
    event.remove(Engine, "commit", note_commit)
    written = next(at for at, text in enumerate(told) if text.startswith("INSERT INTO audit_event"))
    read = [at for at, text in enumerate(told) if "FROM segment" in text]
    assert read
    assert "COMMIT" in told[written : read[0]]
    assert not any(text.startswith(("INSERT", "UPDATE")) or text == "COMMIT" for text in told[read[0] :])


def test_the_preview_is_for_who_sees_the_translation(workshop: Workshop) -> None:
    address = f"/livraisons/apercu/{workshop.translation_id}"
    assert workshop.client("reviser").flask.get(address).status_code == 200
    assert workshop.client("requester").flask.get(address).status_code == 403
    assert workshop.site.client().get(address).status_code == 302


def test_without_script_the_acts_lead_back_to_the_segment(workshop: Workshop, client: Client) -> None:
    form = {"csrf_token": client.token, "to": "up"}
    answer = client.flask.post(f"{workshop.at(2)}/place", data=form)
    assert (answer.status_code, answer.location) == (303, f"{workshop.address}#s0")
    form = {"csrf_token": client.token, "target": "Texte", "version": "1", "change": "confirm"}
    answer = client.flask.post(workshop.at(6), data=form)
    assert (answer.status_code, answer.location) == (303, f"{workshop.address}#s5")
