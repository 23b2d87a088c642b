"""What a coordinator does on the board: done, refused piece by piece, told to whom it concerns, taken back."""

import html
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from app.parts import Parts
from review.board.seen import parse
from storage.messages import Mail
from storage.models import AuditEvent, OutboxMessage, SegmentState, Translation, WorkItem, now
from storage.outbox import relay
from storage.workflow import DocumentStatus, PageStatus, Queue
from storage.workflow import TranslationStatus as T
from tests.application import TEST
from tests.factories import make_document, make_translation
from tests.integration.review.board_world import World, in_days, make_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    yield made
    made.wiring.engine.dispose()


def events(world: World, subject: UUID, action: str) -> list[AuditEvent]:
    with world.wiring.store.read(TEST) as uow:
        found = select(AuditEvent).where(AuditEvent.object_id == str(subject), AuditEvent.action == action)
        return list(uow.session.scalars(found))


def mails(world: World) -> list[Mail]:
    """What the requesters are sent: the messages of the outbox taken to their consumers, but not to the post."""
    consumers = dict(Parts(world.wiring, 1).consumers())
    sent: list[Mail] = []
    while relay(world.wiring.store, consumers, sent.append):
        pass
    return sent


def undo_of(text: str) -> list[str]:
    return re.findall(r'name="undo" value="([^"]+)"', text)


# Assigning


def test_pieces_are_assigned_and_their_translator_finds_them(world: World) -> None:
    first, second = world.piece(name="un.pdf"), world.piece(name="deux.pdf")
    answer = world.act("camille", "assign", first, second, person=str(world.people["dominique"]))
    assert answer.status_code == 200
    assert "2 pièces attribuées à Dominique Petit." in answer.text
    for piece in (first, second):
        found = world.get(piece)
        assert (found.status, found.translator_id) == (T.IN_TRANSLATION, world.people["dominique"])
        (told,) = events(world, piece, "assigned")
        assert told.actor_id == world.people["camille"]
        assert told.details == {
            "person": str(world.people["dominique"]),
            "before": None,
            "work": "translation",
        }
    queue = world.client("dominique").get("/atelier").text
    assert queue.count("Attribuée par Camille Bernard") == 2
    assert "Rien à faire" not in queue
    assert "Rien à faire" in world.client("ines").get("/atelier").text


def test_a_reviser_is_told_that_nothing_waits_for_them_whatever_waits_for_translators(world: World) -> None:
    world.piece()
    queue = world.client("alix").get("/atelier").text
    assert "Rien à relire" in queue
    assert "Rien à faire" not in queue
    world.piece(T.IN_REVISION, translator="dominique")
    assert "Rien à relire" not in world.client("alix").get("/atelier").text


def test_who_takes_for_themselves_reads_no_mark(world: World) -> None:
    piece = world.piece()
    world.act("camille", "assign", piece, person=str(world.people["dominique"]))
    world.act("camille", "take_back", piece)
    client = world.client("ines")
    client.post(f"/atelier/{piece}/prendre", data={"csrf_token": world.token(client, "/atelier")})
    assert world.get(piece).translator_id == world.people["ines"]
    assert "Attribuée par" not in client.get("/atelier").text


def test_a_reviser_is_assigned_by_state_and_reads_who_did(world: World) -> None:
    piece = world.piece(T.IN_REVISION, translator="dominique")
    assert world.act("camille", "assign", piece, person=str(world.people["alix"])).status_code == 200
    found = world.get(piece)
    assert (found.status, found.translator_id, found.reviser_id) == (
        T.IN_REVISION,
        world.people["dominique"],
        world.people["alix"],
    )
    assert events(world, piece, "assigned")[0].details["work"] == "revision"
    assert "Attribuée par Camille Bernard" in world.client("alix").get("/atelier").text


def test_work_passes_from_one_person_to_another(world: World) -> None:
    piece = world.piece(T.IN_TRANSLATION, translator="dominique")
    answer = world.act("camille", "assign", piece, person=str(world.people["ines"]))
    assert world.get(piece).translator_id == world.people["ines"]
    back = world.act("camille", "undo", values=[], undo=undo_of(answer.text)[0])
    assert back.status_code == 200
    assert world.get(piece).translator_id == world.people["dominique"]


@pytest.mark.parametrize(
    ("status", "said", "person", "why"),
    [
        (T.DRAFTED, {}, "alix", "Alix Robert n'a pas le rôle de traducteur"),
        (T.IN_REVISION, {"translator": "ines"}, "dominique", "Dominique Petit n'a pas le rôle de réviseur"),
        (T.IN_REVISION, {"translator": "ines"}, "ines", "Inès Caron l'a traduite"),
        (T.DRAFTED, {"medical": True}, "ines", "Inès Caron n'est pas habilité aux pièces médicales"),
        (T.IN_TRANSLATION, {"translator": "ines"}, "ines", "Elle est déjà chez Inès Caron"),
        (T.FAILED, {}, "ines", "Elle n'attend ni traducteur ni réviseur"),
        (T.DRAFTED, {}, "cpam", "Choisissez une personne dont le compte est ouvert"),
        (T.DRAFTED, {}, "camille", "Camille Bernard n'a pas le rôle de traducteur"),
    ],
)
def test_who_may_not_be_given_a_piece(
    world: World, status: T, said: dict[str, object], person: str, why: str
) -> None:
    piece = world.piece(status, **said)
    before = world.value(piece)
    answer = world.act("camille", "assign", piece, person=str(world.people[person]))
    assert answer.status_code == 409
    assert why in answer.text.replace("&#39;", "'")
    assert world.value(piece) == before
    assert events(world, piece, "assigned") == []


def test_a_closed_account_is_given_nothing(world: World) -> None:
    piece = world.piece()
    with world.write() as uow:
        world.user(uow, "dominique").disabled_at = now()
    assert world.act("camille", "assign", piece, person=str(world.people["dominique"])).status_code == 409
    assert world.get(piece).status is T.DRAFTED


def test_who_began_a_translation_that_another_finished_may_not_revise_it(world: World) -> None:
    piece = world.piece(T.IN_REVISION, translator="ines", settled=1)
    with world.write() as uow:
        uow.session.get_one(Translation, piece).translator_id = world.people["dominique"]
    answer = world.act("camille", "assign", piece, person=str(world.people["ines"]))
    assert "Inès Caron l'a traduite" in answer.text.replace("&#39;", "'")
    client = world.client("ines")
    taken = client.post(f"/atelier/{piece}/prendre", data={"csrf_token": world.token(client, "/atelier")})
    assert taken.status_code == 403
    assert world.get(piece).reviser_id is None


def test_a_reviser_who_corrected_may_revise_again_after_a_return(world: World) -> None:
    piece = world.piece(T.IN_REVISION, translator="dominique")
    world.act("camille", "assign", piece, person=str(world.people["ines"]))
    with world.write() as uow:
        translation = uow.session.get_one(Translation, piece)
        translation.segments[0].state = SegmentState.CONFIRMED
        translation.segments[0].edited_by = world.people["ines"]
        translation.reviser_id = None
    assert world.act("camille", "assign", piece, person=str(world.people["ines"])).status_code == 200
    assert world.get(piece).reviser_id == world.people["ines"]


def test_some_are_done_and_the_others_are_told_why(world: World) -> None:
    plain, medical = world.piece(name="simple.pdf"), world.piece(name="medicale.pdf", medical=True)
    answer = world.act("camille", "assign", plain, medical, person=str(world.people["ines"]))
    assert answer.status_code == 200
    assert "1 pièce attribuée à Inès Caron." in answer.text
    assert "1 pièce est restée comme elle était" in answer.text
    refused = answer.text.split("restée comme elle était")[1].split("</ul>")[0]
    assert "medicale.pdf" in refused
    assert "simple.pdf" not in refused
    assert (world.get(plain).status, world.get(medical).status) == (T.IN_TRANSLATION, T.DRAFTED)


# Two coordinators


def test_the_second_coordinator_is_told_who_has_it(world: World) -> None:
    piece, other = world.piece(), world.piece()
    seen = [world.value(piece), world.value(other)]
    world.act("camille", "assign", piece, person=str(world.people["dominique"]))
    answer = world.act("yann", "assign", values=seen[:1], person=str(world.people["ines"]))
    assert answer.status_code == 409
    assert "Elle est entre-temps passée à Dominique Petit" in answer.text
    assert world.get(piece).translator_id == world.people["dominique"]
    mixed = world.act("yann", "assign", values=seen, person=str(world.people["ines"]))
    assert mixed.status_code == 200
    assert world.get(piece).translator_id == world.people["dominique"]
    assert world.get(other).translator_id == world.people["ines"]


def test_of_two_at_the_same_instant_one_wins(world: World) -> None:
    pieces = [world.piece() for _ in range(4)]
    seen = [world.value(piece) for piece in pieces]
    start, answers = threading.Barrier(2), {}
    clients = {who: world.client(who) for who in ("camille", "yann")}

    def press(who: str, person: str) -> None:
        form = {"csrf_token": world.token(clients[who], "/pilotage"), "act": "assign", "piece": seen}
        start.wait()
        answers[who] = clients[who].post("/pilotage", data=form | {"person": str(world.people[person])})

    threads = [threading.Thread(target=press, args=pair) for pair in (("camille", "dominique"), ("yann", "ines"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(len(events(world, piece, "assigned")) == 1 for piece in pieces)
    for piece in pieces:
        (told,) = events(world, piece, "assigned")
        assert told.details["person"] == str(world.get(piece).translator_id)
    refused = sum(answer.text.count("Elle est entre-temps passée à") for answer in answers.values())
    assert refused == len(pieces)


def test_a_form_sent_twice_acts_once(world: World) -> None:
    piece = world.piece()
    seen = [world.value(piece)]
    ask = {"closing": "already_translated"}
    assert world.act("camille", "close", values=seen, **ask).status_code == 200
    assert world.act("camille", "close", values=seen, **ask).status_code == 409
    assert len(events(world, piece, "closed_without_translation")) == 1


# Taking back


def test_a_piece_is_taken_back_and_given_again(world: World) -> None:
    piece = world.piece(T.IN_TRANSLATION, translator="dominique", settled=1)
    answer = world.act("camille", "take_back", piece)
    found = world.get(piece)
    assert (found.status, found.translator_id) == (T.DRAFTED, None)
    world.act("camille", "undo", values=[], undo=undo_of(answer.text)[0])
    assert world.get(piece).translator_id == world.people["dominique"]


def test_nobody_has_it_to_take_back(world: World) -> None:
    answer = world.act("camille", "take_back", world.piece())
    assert answer.status_code == 409
    assert "Personne ne l'a en main." in answer.text.replace("&#39;", "'")


# Dates


def test_a_new_date_is_for_the_whole_order_and_its_requester(world: World) -> None:
    first = world.piece(due=3)
    with world.write() as uow:
        order = uow.session.get_one(Translation, first).order
        second = make_translation(uow, make_document(uow, order), status=T.DRAFTED).id
    said = {"due_on": in_days(9).isoformat(), "reason": "Pièce longue,  traducteur absent"}
    answer = world.act("camille", "reschedule", first, second, **said)
    assert answer.status_code == 200
    order = world.get(first).order
    assert (order.due_on, order.due_reason) == (in_days(9), "Pièce longue, traducteur absent")
    assert len(events(world, order.id, "rescheduled")) == 1
    (mail,) = mails(world)
    assert mail.to == "cpam@test.invalid"
    assert order.number in mail.subject
    assert "Pièce longue, traducteur absent" in mail.text
    page = world.client("cpam").get(f"/demandes/{order.id}").text
    assert "Pièce longue, traducteur absent" in page
    world.act("camille", "undo", values=[], undo=undo_of(answer.text)[0])
    assert world.get(first).order.due_on == in_days(3)


@pytest.mark.parametrize(
    ("days", "reason", "why"),
    [
        (-1, "Retard", "Choisissez une date entre aujourd'hui et dans un an."),
        (400, "Retard", "Choisissez une date entre aujourd'hui et dans un an."),
        (5, "  ", "Indiquez un motif en quelques mots."),
        (None, "Retard", "Choisissez une date entre aujourd'hui et dans un an."),
    ],
)
def test_a_wrong_form_changes_nothing_and_keeps_what_was_entered(
    world: World, days: int | None, reason: str, why: str
) -> None:
    piece = world.piece(due=3)
    due = "demain" if days is None else in_days(days).isoformat()
    answer = world.act("camille", "reschedule", piece, due_on=due, reason=reason)
    assert answer.status_code == 422
    assert why in answer.text.replace("&#39;", "'")
    assert f'value="{world.value(piece)}" form="board-acts" checked' in answer.text
    assert world.get(piece).order.due_on == in_days(3)
    assert mails(world) == []


def test_a_date_moved_meanwhile_is_not_moved_again(world: World) -> None:
    piece = world.piece(due=3)
    seen = [world.value(piece)]
    world.act("camille", "reschedule", piece, due_on=in_days(9).isoformat(), reason="Absence")
    answer = world.act("yann", "reschedule", values=seen, due_on=in_days(5).isoformat(), reason="Urgence")
    assert answer.status_code == 409
    assert world.get(piece).order.due_on == in_days(9)


def test_the_date_of_a_late_order_is_taken_back_and_the_others_with_it(world: World) -> None:
    late, other, held = world.piece(due=-4), world.piece(due=3), world.piece(due=5)
    with world.write() as uow:
        uow.session.get_one(Translation, late).order.due_reason = "Pièce longue : 300 pages | deux langues"
    said = {"due_on": in_days(9).isoformat(), "reason": "Absence"}
    answer = world.act("camille", "reschedule", late, other, held, **said)
    undo = [html.unescape(value) for value in undo_of(answer.text)]
    undo[2] = "restore_date:nonsense|" + undo[2].rpartition("|")[2]
    mails(world)
    back = world.act("camille", "undo", values=[], undo=undo)
    assert back.status_code == 200
    assert "1 pièce est restée comme elle était" in back.text
    found = world.get(late).order
    assert (found.due_on, found.due_reason) == (in_days(-4), "Pièce longue : 300 pages | deux langues")
    assert (world.get(other).order.due_on, world.get(other).order.due_reason) == (in_days(3), "")
    assert world.get(held).order.due_on == in_days(9)
    assert [("Retour à la date précédente." in mail.text) for mail in mails(world)] == [True, True]


def test_an_undo_is_told_in_french_whoever_undoes_and_stores_no_text(world: World) -> None:
    piece = world.piece(due=3)
    answer = world.act("camille", "reschedule", piece, due_on=in_days(9).isoformat(), reason="Absence")
    assert "Absence" in mails(world)[0].text
    with world.write() as uow:
        world.user(uow, "yann").language = "en"
    back = world.act("yann", "undo", values=[], undo=undo_of(answer.text))
    assert 'lang="en"' in back.text
    assert world.get(piece).order.due_reason == ""
    (mail,) = mails(world)
    assert "Retour à la date précédente." in mail.text


def test_a_date_changed_and_taken_back_at_once_is_not_told(world: World) -> None:
    piece = world.piece(due=3)
    answer = world.act("camille", "reschedule", piece, due_on=in_days(9).isoformat(), reason="Absence")
    world.act("camille", "undo", values=[], undo=undo_of(answer.text))
    assert mails(world) == []


def test_the_way_back_leads_to_no_other_date(world: World) -> None:
    piece = world.piece(due=3)
    answer = world.act("camille", "reschedule", piece, due_on=in_days(9).isoformat(), reason="Absence")
    forged = undo_of(answer.text)[0].replace(in_days(3).isoformat(), in_days(-40).isoformat())
    assert world.act("camille", "undo", values=[], undo=forged).status_code == 409
    assert world.get(piece).order.due_on == in_days(9)


@pytest.mark.parametrize("status", [T.DELIVERED, T.CLOSED_WITHOUT_TRANSLATION, T.CANCELLED])
def test_what_is_over_is_promised_for_no_date(world: World, status: T) -> None:
    piece = world.piece(due=3)
    seen = [world.value(piece)]
    with world.write() as uow:
        uow.session.get_one(Translation, piece).status = status
    said = {"due_on": in_days(9).isoformat(), "reason": "Absence"}
    assert world.act("camille", "reschedule", values=seen, **said).status_code == 409
    assert world.get(piece).order.due_on == in_days(3)
    assert mails(world) == []


def test_no_date_is_told_when_nothing_waits_for_it_any_more(world: World) -> None:
    piece = world.piece(due=3)
    world.act("camille", "reschedule", piece, due_on=in_days(9).isoformat(), reason="Absence")
    with world.write() as uow:
        uow.session.get_one(Translation, piece).status = T.DELIVERED
    assert mails(world) == []


# Stopping and going on


def test_the_rest_of_an_order_goes_on_without_the_closed_piece(world: World) -> None:
    closed = world.piece(name="close.pdf")
    with world.write() as uow:
        order = uow.session.get_one(Translation, closed).order
        make_translation(uow, make_document(uow, order, status=DocumentStatus.READ), status=T.IN_TRANSLATION)
    client = world.client("cpam")
    assert "sans suite" not in client.get("/demandes").text
    world.act("camille", "close", closed, closing="already_translated")
    page = client.get(f"/demandes/{order.id}").text
    assert "ne peut pas avancer" not in page
    assert "Un traducteur travaille sur vos pièces." in page
    assert "à reprendre" not in client.get("/demandes").text


def test_an_order_with_nothing_left_to_translate_says_so(world: World) -> None:
    piece = world.piece()
    world.act("camille", "close", piece, closing="already_translated")
    client = world.client("cpam")
    assert "sans suite" in client.get("/demandes").text
    page = client.get(f"/demandes/{world.get(piece).order_id}").text.replace("&#39;", "'")
    assert "Rien n'est à traduire dans cette demande" in page
    assert "ne peut pas avancer" not in page


def test_a_piece_is_closed_with_its_reason_and_reopened(world: World) -> None:
    piece = world.piece(T.IN_TRANSLATION, translator="dominique")
    answer = world.act("camille", "close", piece, closing="multilingual_form")
    found = world.get(piece)
    assert (found.status, found.reason) == (T.CLOSED_WITHOUT_TRANSLATION, "multilingual_form")
    page = world.client("cpam").get(f"/demandes/{found.order_id}").text
    assert "Cette pièce ne sera pas traduite" in page
    assert "formulaire européen multilingue" in page
    (mail,) = mails(world)
    assert "formulaire européen multilingue" in mail.text
    assert "pièce.pdf" not in mail.text + mail.subject
    world.act("camille", "undo", values=[], undo=undo_of(answer.text)[0])
    found = world.get(piece)
    assert (found.status, found.translator_id, found.reason) == (
        T.IN_TRANSLATION,
        world.people["dominique"],
        None,
    )
    assert "reprend" in mails(world)[0].subject


def test_a_closing_taken_back_at_once_frightens_nobody(world: World) -> None:
    piece = world.piece()
    answer = world.act("camille", "close", piece, closing="already_translated")
    world.act("camille", "undo", values=[], undo=undo_of(answer.text)[0])
    # Neither the stop nor a resumption of what, for the requester, never stopped.
    assert mails(world) == []


def test_a_resumption_is_told_once_for_a_stop_that_was_told(world: World) -> None:
    piece = world.piece()
    world.act("camille", "close", piece, closing="already_translated")
    assert len(mails(world)) == 1
    for _ in range(2):
        world.act("camille", "reopen", piece)
        world.act("camille", "close", piece, closing="already_translated")
    world.act("camille", "reopen", piece)
    (mail,) = mails(world)
    assert "reprend" in mail.subject


def test_another_reason_needs_words_and_they_reach_the_requester(world: World) -> None:
    piece = world.piece()
    assert world.act("camille", "close", piece, closing="other_reason").status_code == 422
    assert world.act("camille", "close", piece).status_code == 422
    assert world.get(piece).status is T.DRAFTED
    world.act("camille", "close", piece, closing="other_reason", close_comment="Traitée par la Cnav.")
    assert "Traitée par la Cnav." in mails(world)[0].text
    page = world.client("cpam").get(f"/demandes/{world.get(piece).order_id}").text
    assert "Traitée par la Cnav." in page


def test_a_piece_is_cancelled_and_shown_among_the_ended(world: World) -> None:
    piece = world.piece(T.IN_REVISION, name="annulee.pdf", translator="dominique", reviser="alix")
    assert world.act("camille", "cancel", piece, cancellation="withdrawn_by_requester").status_code == 200
    assert world.get(piece).status is T.CANCELLED
    client = world.client("camille")
    assert "annulee.pdf" not in client.get("/pilotage").text
    assert "annulee.pdf" in client.get("/pilotage?sans_suite=1").text
    world.act("camille", "reopen", piece)
    found = world.get(piece)
    assert (found.status, found.translator_id, found.reviser_id) == (
        T.IN_TRANSLATION,
        world.people["dominique"],
        None,
    )


def test_reopening_does_not_give_back_to_who_may_not_have_it(world: World) -> None:
    piece = world.piece(T.CANCELLED, translator="dominique")
    with world.write() as uow:
        world.user(uow, "dominique").disabled_at = now()
    world.act("camille", "reopen", piece)
    found = world.get(piece)
    assert (found.status, found.translator_id) == (T.DRAFTED, None)


def test_what_was_not_drafted_is_drafted_after_reopening(world: World) -> None:
    read, reading = world.piece(T.CANCELLED, origins=()), world.piece(T.CANCELLED, origins=(), read=False)
    world.act("camille", "reopen", read, reading)
    assert world.get(read).status is T.DRAFTING
    assert world.get(reading).status is T.TO_TRIAGE
    with world.wiring.store.read(TEST) as uow:
        subjects = uow.session.scalars(select(WorkItem.subject_id).where(WorkItem.queue == Queue.DRAFT)).all()
        assert subjects == [read]


def test_a_failed_step_is_tried_again(world: World) -> None:
    drafting = world.piece(T.FAILED, origins=())
    delivering = world.piece(T.FAILED, translator="dominique", settled=3)
    with world.write() as uow:
        uow.session.get_one(Translation, delivering).approved_at = now()
    world.act("camille", "reopen", drafting, delivering)
    assert (world.get(drafting).status, world.get(delivering).status) == (T.DRAFTING, T.APPROVED)
    assert mails(world) == []


def test_a_reading_that_failed_is_done_again(world: World) -> None:
    piece = world.piece(T.FAILED, origins=(), pages=2)
    with world.write() as uow:
        document = uow.session.get_one(Translation, piece).document
        document.status, document.reason = DocumentStatus.FAILED, "damaged_file"
        for page in document.pages:
            page.status, page.reason = PageStatus.FAILED, "damaged_page"
    answer = world.act("camille", "reopen", piece)
    assert answer.status_code == 200
    found = world.get(piece)
    assert (found.status, found.document.status) == (T.TO_TRIAGE, DocumentStatus.READING)
    with world.wiring.store.read(TEST) as uow:
        rows = uow.session.scalars(select(WorkItem).where(WorkItem.queue == Queue.READ)).all()
        assert [(row.subject_id, row.first, row.last) for row in rows] == [(found.document_id, 1, 2)]
        told = uow.session.scalars(select(AuditEvent).where(AuditEvent.action == "resumed")).one()
        assert (told.object_id, told.details) == (str(found.document_id), {"code": "damaged_file"})


@pytest.mark.parametrize(
    ("act", "status"),
    [("close", T.IN_REVISION), ("close", T.DRAFTING), ("cancel", T.APPROVED), ("reopen", T.DRAFTED)],
)
def test_what_the_workflow_does_not_allow(world: World, act: str, status: T) -> None:
    piece = world.piece(status, translator="dominique")
    answer = world.act("camille", act, piece, closing="already_translated", cancellation="duplicate_piece")
    assert answer.status_code == 409
    assert "Cette action n'est pas possible là où elle en est." in answer.text.replace("&#39;", "'")
    assert world.get(piece).status is status
    assert mails(world) == []


# The form


def test_nothing_ticked_nothing_done(world: World) -> None:
    answer = world.act("camille", "take_back")
    assert answer.status_code == 422
    assert "Cochez d'abord" in answer.text.replace("&#39;", "'")


def test_the_enter_key_chooses_nothing(world: World) -> None:
    piece = world.piece()
    answer = world.act("camille", "", piece, person=str(world.people["dominique"]))
    assert answer.status_code == 422
    assert world.get(piece).status is T.DRAFTED


def test_too_many_at_once_are_refused_whole(world: World) -> None:
    piece = world.piece()
    answer = world.act("camille", "take_back", values=[world.value(piece)] * 101)
    assert answer.status_code == 422


def test_an_invented_box_is_nothing(world: World) -> None:
    assert world.act("camille", "take_back", values=["x", "a.b.c"]).status_code == 422
    real = parse(world.value(world.piece()))
    assert real is not None
    ghost = f"{UUID(int=1).hex}.{real.mark}.{real.due_on:%Y%m%d}"
    assert world.act("camille", "take_back", values=[ghost]).status_code == 409


def test_a_failed_act_leaves_no_message(world: World) -> None:
    world.act("camille", "close", world.piece(T.IN_REVISION, translator="ines"), closing="already_translated")
    with world.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(OutboxMessage)).all() == []
