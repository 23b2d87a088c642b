"""What a person sees who cannot finish, take or give back a translation: their screen with the reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from storage.models import Role, SegmentState, Translation
from storage.workflow import TranslationStatus as T
from tests.application import PASSWORD, TEST, token_of
from tests.factories import make_unit, make_user
from tests.workshop import Client, Workshop, make_workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    made = make_workshop(tmp_path)
    yield made
    made.site.engine.dispose()


def add(workshop: Workshop, name: str, *roles: Role) -> None:
    """Another account of the liaison body."""
    with workshop.store.transaction(TEST) as uow:
        translation = uow.session.get_one(Translation, workshop.translation_id)
        assert translation.translator_id
        unit = make_unit(uow, uow.session.get_one(type(translation.order.body), workshop.translator.body_id))
        user = make_user(uow, unit, *roles)
        user.password_hash = workshop.site.passwords.hash(PASSWORD)
        workshop.emails[name] = user.email


def send(client: FlaskClient, path: str, **values: str):
    """A form sent by a browser without script."""
    return client.post(path, data={"csrf_token": token_of(client, "/aide")} | values)


def settle(workshop: Workshop, *, but: int = 0) -> None:
    """Confirms everything but the segment of that number."""
    with workshop.store.transaction(TEST) as uow:
        for number, segment in enumerate(uow.session.get_one(Translation, workshop.translation_id).segments, 1):
            if number != but:
                segment.state = SegmentState.CONFIRMED


@pytest.mark.parametrize("to", ["approved", "revision"])
def test_what_cannot_be_finished_yet_comes_back_to_the_desk_with_the_way_to_what_blocks(
    workshop: Workshop, to: str
) -> None:
    settle(workshop, but=3)
    client = workshop.client().flask
    answer = send(client, f"{workshop.address}/terminer", to=to)
    assert answer.status_code == 409
    assert "data-desk" in answer.text
    assert "Segments à confirmer : 1" in answer.text.replace("\u00a0", " ")
    assert 'href="#s2"' in answer.text
    assert f'data-position="{workshop.segments()[2].id}"' in answer.text
    assert workshop.status() is T.IN_TRANSLATION


def test_the_editor_s_script_is_told_what_blocks(workshop: Workshop) -> None:
    settle(workshop, but=3)
    client = workshop.client()
    refused = client.post(f"{workshop.address}/terminer", to="approved")
    assert refused.status_code == 409
    assert refused.json["code"] == "approval_blocked"
    assert refused.json["first"] == str(workshop.segments()[2].id)
    settle(workshop)
    done = client.post(f"{workshop.address}/terminer", to="approved")
    assert (done.status_code, done.json["location"]) == (200, "/atelier")
    assert workshop.status() is T.APPROVED


def test_a_check_that_blocks_in_a_confirmed_segment_is_the_first_thing(workshop: Workshop) -> None:
    settle(workshop, but=4)
    with workshop.store.transaction(TEST) as uow:
        segment = uow.session.get_one(Translation, workshop.translation_id).segments[1]
        segment.findings = [{"code": "amount_missing", "blocking": True, "values": {"value": "1"}}]
    refused = workshop.client().post(f"{workshop.address}/terminer", to="approved")
    assert refused.json["first"] == str(workshop.segments()[1].id)


def test_a_translation_of_which_nothing_is_kept_says_so(workshop: Workshop) -> None:
    with workshop.store.transaction(TEST) as uow:
        for segment in uow.session.get_one(Translation, workshop.translation_id).segments:
            segment.state = SegmentState.DISCARDED
    answer = send(workshop.client().flask, f"{workshop.address}/terminer", to="approved")
    assert answer.status_code == 409
    assert "Tous les segments sont écartés" in answer.text


def test_finishing_what_was_given_to_somebody_else_shows_the_desk_and_who_has_it(workshop: Workshop) -> None:
    add(workshop, "second", Role.TRANSLATOR)
    answer = send(workshop.client("second").flask, f"{workshop.address}/terminer", to="approved")
    assert answer.status_code == 409
    assert "data-desk" in answer.text
    assert f"est en cours chez {workshop.translator.name}" in answer.text


def test_what_somebody_else_took_first_comes_back_to_the_queue_with_the_reason(workshop: Workshop) -> None:
    add(workshop, "second", Role.TRANSLATOR)
    client = workshop.client("second").flask
    answer = send(client, f"{workshop.address}/prendre")
    assert answer.status_code == 409
    assert "<h1>Ma file</h1>" in answer.text
    assert f"est en cours chez {workshop.translator.name}" in answer.text
    spoken = Client(client, token_of(client, "/aide")).post(f"{workshop.address}/prendre")
    assert (spoken.status_code, spoken.json["code"]) == (409, "held_by_another")


def test_one_s_own_translation_cannot_be_taken_to_revise_and_the_queue_says_why(workshop: Workshop) -> None:
    add(workshop, "both", Role.TRANSLATOR, Role.REVISER)
    client = workshop.client("both").flask
    with workshop.store.transaction(TEST) as uow:
        translation = uow.session.get_one(Translation, workshop.translation_id)
        translation.translator_id, translation.status = None, T.DRAFTED
    assert send(client, f"{workshop.address}/prendre").location == workshop.address
    settle(workshop)
    assert send(client, f"{workshop.address}/terminer", to="revision").status_code == 303
    answer = send(client, f"{workshop.address}/prendre")
    assert answer.status_code == 403
    assert "<h1>Ma file</h1>" in answer.text
    assert "Vous avez traduit cette pièce" in answer.text


def test_a_return_without_remarks_stays_on_the_desk(workshop: Workshop) -> None:
    settle(workshop)
    send(workshop.client().flask, f"{workshop.address}/terminer", to="revision")
    reviser = workshop.client("reviser").flask
    send(reviser, f"{workshop.address}/prendre")
    answer = send(reviser, f"{workshop.address}/renvoyer", reason=" ")
    assert answer.status_code == 422
    assert "data-desk" in answer.text
    assert "Indiquez un motif" in answer.text
    assert workshop.status() is T.IN_REVISION


def test_who_gives_back_for_another_goes_where_they_may_go(workshop: Workshop) -> None:
    add(workshop, "coordinator", Role.COORDINATOR)
    client = workshop.client("coordinator").flask
    answer = send(client, f"{workshop.address}/rendre")
    assert (answer.status_code, answer.location) == (303, "/pilotage")
    page = client.get("/pilotage")
    assert page.status_code == 200
    assert "rendue à la file" in page.text
    assert workshop.status() is T.DRAFTED


def test_a_translator_who_gives_back_comes_to_their_queue(workshop: Workshop) -> None:
    answer = send(workshop.client().flask, f"{workshop.address}/rendre")
    assert (answer.status_code, answer.location) == (303, "/atelier")
