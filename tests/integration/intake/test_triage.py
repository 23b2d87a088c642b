"""Triage with the real application and the real steps: sorted, sent on, waited for, and back."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.features import intake_services, today
from delivery.service import describe
from intake.checks import check_file
from intake.sorting import scans, showing
from intake.sorting.clock import Clock
from intake.sorting.scans import NewScan
from review import service as review
from review.service import Change, Edit
from storage.models import (
    Body,
    Document,
    Order,
    Out,
    OutboxMessage,
    Page,
    Reading,
    Role,
    ScanRequest,
    Segment,
    Sheet,
    Straight,
    Translation,
    Triage,
    TriageFinding,
)
from storage.sheets import pages_of
from storage.workflow import Queue
from storage.workflow import TranslationStatus as T
from tests.application import TEST, token_of
from tests.integration.app.workshop import House, open_house
from tests.papers import LETTER, Paper, two_documents, write_scan


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "data", STRAIGHT="never") as house:
        yield house


class Desk:
    """The desk of the only file, as a coordinator's browser has it."""

    def __init__(self, house: House) -> None:
        self.house, self.client = house, house.client(Role.COORDINATOR)
        with house.wiring.store.read(TEST) as uow:
            self.document_id = uow.session.scalars(select(Document.id).order_by(Document.created_at)).first()

    @property
    def address(self) -> str:
        return f"/tri/{self.document_id}"

    def shown(self) -> showing.Desk:
        with self.house.wiring.store.read(self.house.actors[Role.COORDINATOR]) as uow:
            desk = showing.open_desk(uow, self.document_id)
            for part in desk.parts:
                assert part.translation.order.body.name
            return desk

    def lay(self) -> list[list[int]]:
        """The pages of each document by their numbers in the file, negative where they are left out."""
        return [
            [-card.number if card.laid.out else card.number for card in part.cards] for part in self.shown().parts
        ]

    def page(self, number: int) -> UUID:
        cards = [card for part in self.shown().parts for card in part.cards if not card.fresh]
        return next(card.laid.page.id for card in cards if card.number == number)

    def act(self, act: str, *numbers: int, version: int | None = None):
        pages = [str(self.page(number)) for number in numbers]
        return self.post("/pages", act=act, page=pages, version=version)

    def post(self, path: str, client: FlaskClient | None = None, version: int | None = None, **fields: object):
        client = client or self.client
        version = self.shown().version if version is None else version
        form = {"csrf_token": token_of(client, "/aide"), "version": str(version)} | fields
        return client.post(self.address + path, data=form)

    def settle(self, part: int, act: str, **fields: object):
        translation_id = self.shown().parts[part].translation.id
        return self.post(f"/documents/{translation_id}/suite", act=act, **fields)

    def statuses(self) -> list[T]:
        return [part.translation.status for part in self.shown().parts]


@pytest.fixture
def desk(house: House, tmp_path: Path) -> Desk:
    """The twelve pages, read, on the desk."""
    house.send(two_documents(tmp_path / "scan.pdf"))
    house.work()
    return Desk(house)


def test_a_scan_of_two_documents_is_sorted_and_each_is_drafted(desk: Desk) -> None:
    house = desk.house
    with house.wiring.store.read(TEST) as uow:
        before = dict(uow.session.execute(select(Page.number, Page.reading_id)).all())
    assert desk.lay() == [[*range(1, 13)]]
    assert desk.act("split", 7).status_code == 303
    assert desk.act("over", 3).status_code == 303
    assert desk.act("blank", 5).status_code == 303
    assert desk.act("duplicate", 12).status_code == 303
    assert desk.lay() == [[1, 2, 3, 4, -5, 6], [7, 8, 9, 10, 11, -12]]
    assert desk.post("/envoyer").status_code == 303
    house.work()
    assert desk.statuses() == [T.DRAFTED, T.DRAFTED]
    with house.wiring.store.read(TEST) as uow:
        first, second = uow.session.scalars(select(Translation).order_by(Translation.part)).all()
        assert [first.name, second.name] == ["scan, document 1.pdf", "scan, document 2.pdf"]
        assert (first.pages, second.pages) == (6, 6)
        pages = select(Segment.page_number).where(Segment.translation_id == second.id).distinct()
        assert sorted(uow.session.scalars(pages)) == [1, 2, 3, 4, 5]
        words = select(Segment.source).where(Segment.translation_id == second.id)
        assert "Informe de vida laboral" in set(uow.session.scalars(words))
        # Only the page that was turned was read again; the readings of all others are the same rows.
        after = dict(uow.session.execute(select(Page.number, Page.reading_id)).all())
        assert {number for number in after if after[number] != before[number]} == {3}
        assert uow.session.get_one(Reading, after[3]).rotation == 180
        assert uow.session.scalar(select(func.count(Reading.id))) == 13


def test_everything_is_taken_back_step_by_step(desk: Desk) -> None:
    for act, number in [("split", 7), ("duplicate", 12), ("down", 6), ("over", 3), ("merge", 8)]:
        assert desk.act(act, number).status_code == 303
    assert desk.lay() == [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -12]]
    seen = []
    for _ in range(5):
        assert desk.post("/defaire").status_code == 303
        seen.append(desk.lay())
    assert seen[0] == seen[1] == [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11, -12]]
    assert seen[-1] == [[*range(1, 13)]]
    assert desk.post("/defaire").status_code == 409
    with desk.house.wiring.store.read(TEST) as uow:
        assert set(uow.session.scalars(select(Page.turn))) == {None}
        assert uow.session.scalar(select(func.count(Sheet.id))) == 12


def test_who_sorts_second_sees_what_the_first_did_and_changes_nothing(desk: Desk) -> None:
    version = desk.shown().version
    assert desk.act("split", 7, version=version).status_code == 303
    answer = desk.act("split", 4, version=version)
    assert answer.status_code == 409
    assert "The coordinator" in answer.text
    assert "document séparé à la page 7" in answer.text
    assert desk.lay() == [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]]
    assert desk.post("/envoyer", version=version).status_code == 409
    assert desk.statuses() == [T.TO_TRIAGE, T.TO_TRIAGE]


def test_what_has_left_triage_keeps_its_pages_until_it_is_taken_back(desk: Desk) -> None:
    desk.act("split", 7)
    first = desk.shown().parts[0].translation.id
    assert desk.post("/envoyer", only=str(first)).status_code == 303
    desk.house.work()
    assert desk.statuses() == [T.DRAFTED, T.TO_TRIAGE]
    assert desk.act("merge", 7).status_code == 409
    assert desk.post("/defaire").status_code == 409
    assert desk.act("blank", 12).status_code == 303
    assert desk.settle(0, "take_back").status_code == 303
    assert desk.statuses() == [T.TO_TRIAGE, T.TO_TRIAGE]
    assert desk.act("merge", 7).status_code == 303
    assert desk.lay() == [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -12]]


def test_a_document_without_a_page_left_is_not_sent(desk: Desk) -> None:
    desk.act("split", 12)
    desk.act("duplicate", 12)
    assert desk.post("/envoyer").status_code == 409
    assert desk.settle(1, "close", ending="duplicate_piece").status_code == 303
    assert desk.post("/envoyer").status_code == 303
    desk.house.work()
    assert desk.statuses() == [T.DRAFTED, T.CANCELLED]


def test_an_extract_says_what_it_leaves_out(desk: Desk) -> None:
    desk.act("not_relevant", 8, 9)
    desk.post("/pages", act="summary", page=[str(desk.page(8))], summary="Relevé mensuel, sans objet")
    part = desk.shown().parts[0].translation
    assert part.mode == "extract"
    desk.post("/envoyer")
    desk.house.work()
    with desk.house.wiring.store.read(TEST) as uow:
        translation = uow.session.get_one(Translation, part.id)
        document = describe(uow, translation, desk.house.parts.house)
        assert document.mode == "extract"
        assert [page.summary for page in document.pages if page.dropped] == ["Relevé mensuel, sans objet", None]
        assert {8, 9}.isdisjoint({segment.page for segment in document.segments})


def test_the_language_that_a_person_says_counts(desk: Desk) -> None:
    part = desk.shown().parts[0].translation.id
    said = {"language": "pt", "nature": "pension", "mode": "full"}
    assert desk.post(f"/documents/{part}", **said).status_code == 303
    desk.post("/envoyer")
    desk.house.work()
    translation = desk.shown().parts[0].translation
    assert (translation.source_language, translation.nature) == ("pt", "pension")


@pytest.mark.parametrize(
    ("own", "after"), [(None, T.TO_TRIAGE), (Straight.ALWAYS, T.DRAFTED), (Straight.UNDOUBTED, T.DRAFTED)]
)
def test_a_body_may_have_its_own_rule(house: House, tmp_path: Path, own: Straight | None, after: T) -> None:
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.get_one(Body, house.actors[Role.REQUESTER].body_id).straight = own
    house.send(write_scan(tmp_path / "carta.pdf", [Paper(LETTER)]))
    house.work()
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(Translation.status)).one() is after
        assert (uow.session.scalar(select(func.count(Triage.document_id))) == 1) is (after is T.TO_TRIAGE)


def test_by_default_two_languages_wait_for_a_person(tmp_path: Path) -> None:
    german = (
        "<p>Sehr geehrte Damen und Herren, hiermit bestätigen wir, dass die Versicherte in der Zeit vom 1. Januar "
    )
    german += "bis zum 31. Dezember bei uns beschäftigt war und Beiträge zur Rentenversicherung gezahlt hat.</p>"
    with open_house(tmp_path / "data") as house:
        house.send(write_scan(tmp_path / "dos.pdf", [Paper(LETTER), Paper(german)]))
        house.work()
        with house.wiring.store.read(TEST) as uow:
            assert uow.session.scalars(select(Translation.status)).one() is T.TO_TRIAGE
            assert uow.session.scalars(select(TriageFinding.code)).all() == ["several_languages"]


def requester_sends(house: House, translation_id: UUID, path: Path, days: int = 0) -> None:
    """The new scan, through the checks of every upload, some days from now."""
    intake = intake_services(house.wiring)
    file = check_file(path, path.name, intake.limits, intake.look)
    with house.wiring.store.write(house.actors[Role.REQUESTER]) as uow:
        clock = Clock(pauses=True, today=today() + timedelta(days=days))
        scans.receive(uow, translation_id, NewScan(file, intake.terms, clock))
        uow.commit()


def test_a_new_scan_takes_the_place_of_a_page_and_the_clock_stood_still(desk: Desk, tmp_path: Path) -> None:
    house = desk.house
    assert (
        desk.settle(0, "ask", position=["3"], message="La page 3 est à l’envers et illisible.").status_code == 303
    )
    assert desk.statuses() == [T.AWAITING_REQUESTER]
    with house.wiring.store.read(TEST) as uow:
        order = uow.session.scalars(select(Order)).one()
        due = order.due_on
        assert order.paused_on == today()
        assert uow.session.scalars(select(OutboxMessage.kind).where(OutboxMessage.kind == "scan_asked")).all()
    house.work(Queue.RELAY)
    with house.wiring.store.read(TEST) as uow:
        request = uow.session.scalars(select(ScanRequest)).one()
        requester_sends(house, request.translation_id, write_scan(tmp_path / "p3.pdf", [Paper(LETTER)]), days=4)
    assert desk.statuses() == [T.TO_TRIAGE]
    house.work()
    part = desk.shown().parts[0]
    assert [card.fresh for card in part.cards] == [False, False, True, *[False] * 10]
    assert part.cards[-1].laid.out is Out.REPLACED
    assert part.cards[-1].number == 3
    with house.wiring.store.read(TEST) as uow:
        order = uow.session.scalars(select(Order)).one()
        assert (order.due_on, order.paused_on) == (due + timedelta(days=4), None)
    # Nothing goes back behind the pages that came.
    assert desk.post("/defaire").status_code == 409
    desk.act("blank", 5)
    desk.post("/envoyer")
    house.work()
    assert desk.statuses() == [T.DRAFTED]
    with house.wiring.store.read(TEST) as uow:
        assert 3 in set(uow.session.scalars(select(Segment.page_number)))


def test_a_new_scan_keeps_what_was_confirmed_on_the_other_pages(house: House, tmp_path: Path) -> None:
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.get_one(Body, house.actors[Role.REQUESTER].body_id).straight = Straight.ALWAYS
    pages = [Paper(LETTER), Paper(LETTER.replace("jubilación", "viudedad")), Paper(LETTER)]
    house.send(write_scan(tmp_path / "carta.pdf", pages))
    house.work()
    translator = house.actors[Role.TRANSLATOR]
    with house.wiring.store.write(translator) as uow:
        translation_id = uow.session.scalars(select(Translation.id)).one()
        review.take(uow, translation_id)
        for segment in uow.session.scalars(select(Segment).order_by(Segment.order)).all():
            if segment.page_number < 3:
                edit = Edit(segment.source, segment.version, Change.CONFIRM)
                review.save_segment(uow, translation_id, segment.id, edit)
        uow.commit()
    before = segments(house)
    desk = Desk(house)
    assert desk.settle(0, "ask", position=["2"], message="La page 2 est coupée.").status_code == 303
    with pytest.raises(review.NotYoursError), house.wiring.store.write(translator) as uow:
        review.held(uow, translation_id)
    requester_sends(house, translation_id, write_scan(tmp_path / "p2.pdf", [Paper(LETTER.replace("{n}", "2"))]))
    house.work()
    after = segments(house)
    with house.wiring.store.read(TEST) as uow:
        translation = uow.session.get_one(Translation, translation_id)
        assert (translation.status, translation.translator_id) == (T.IN_TRANSLATION, translator.user_id)
        assert [laid.file.file_name for laid in pages_of(uow.session, translation)][1] == "p2.pdf"
    for page in (1, 3):
        assert [s for s in after if s.page == page] == [s for s in before if s.page == page]
    kept = {s.id for s in before if s.page == 2} & {s.id for s in after if s.page == 2 and s.state != "discarded"}
    assert kept  # what reads the same on the new page
    gone = [s for s in after if s.page == 2 and s.state == "discarded"]
    assert [s.source for s in gone if "viudedad" in s.source]
    assert any("jubilación" in s.source and s.state == "draft" for s in after if s.page == 2)
    assert [s.order for s in after] == [*range(len(after))]


class Kept:
    """A segment as far as people care."""

    def __init__(self, row: Segment) -> None:
        self.id, self.page, self.order, self.source = row.id, row.page_number, row.order, row.source
        self.said = (row.id, row.source, row.target, row.state.value, row.version)
        self.state = row.state.value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and self.said == other.said

    def __hash__(self) -> int:
        return hash(self.said)


def segments(house: House) -> list[Kept]:
    with house.wiring.store.read(TEST) as uow:
        return [Kept(row) for row in uow.session.scalars(select(Segment).order_by(Segment.order))]


def test_a_document_goes_outside_and_comes_back(desk: Desk) -> None:
    back = (today() + timedelta(days=10)).isoformat()
    assert desk.settle(0, "outside", recipient="", due_on=back).status_code == 422
    assert desk.settle(0, "outside", recipient="Cabinet Exemple", due_on="2020-01-01").status_code == 422
    assert desk.settle(0, "outside", recipient="Cabinet Exemple", due_on=back).status_code == 303
    assert desk.statuses() == [T.SENT_OUTSIDE]
    assert "Cabinet Exemple" in desk.client.get("/tri").text
    assert desk.settle(0, "came_back", outcome="Traduction reçue par courrier").status_code == 303
    assert desk.statuses() == [T.TO_TRIAGE]


def test_closing_is_told_and_taken_back(desk: Desk) -> None:
    assert desk.settle(0, "close").status_code == 422
    assert desk.settle(0, "close", ending="no_translation_needed").status_code == 303
    assert desk.statuses() == [T.CLOSED_WITHOUT_TRANSLATION]
    assert desk.settle(0, "reopen").status_code == 303
    assert desk.statuses() == [T.TO_TRIAGE]
    with desk.house.wiring.store.read(TEST) as uow:
        told = set(uow.session.scalars(select(OutboxMessage.kind)))
    assert {"translation_stopped", "translation_resumed"} <= told


def test_waiting_can_be_given_up(desk: Desk) -> None:
    house = desk.house
    assert desk.settle(0, "ask", message=" ").status_code == 422
    desk.settle(0, "ask", message="Il manque la dernière page.")
    assert desk.settle(0, "stop_waiting").status_code == 303
    assert desk.statuses() == [T.TO_TRIAGE]
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(Order.paused_on)).one() is None
        assert uow.session.scalars(select(ScanRequest.closed_at)).one() is not None


def test_a_proposal_is_followed_with_its_answer_or_set_aside(desk: Desk) -> None:
    document_id = desk.document_id
    with desk.house.wiring.store.transaction(TEST) as uow:
        details = {"family": "portable_document", "part": "A1"}
        for code in ("standard_form", "french_document"):
            uow.session.add(
                TriageFinding(document_id=document_id, code=code, pages=[1], confidence=0.9, details=details)
            )
    shown = desk.client.get(desk.address).text
    assert "Pas de traduction nécessaire" in shown
    form, french = sorted(desk.shown().proposals, key=lambda p: p.findings[0].code, reverse=True)
    assert desk.post("/propositions", finding=[str(french.findings[0].id)]).status_code == 303
    fields = {"ending": "multilingual_form", "finding": [str(form.findings[0].id)]}
    assert desk.settle(0, "close", **fields).status_code == 303
    with desk.house.wiring.store.read(TEST) as uow:
        judged = dict(uow.session.execute(select(TriageFinding.code, TriageFinding.judgement)).all())
    assert (judged["standard_form"], judged["french_document"]) == ("followed", "set_aside")


def test_a_failed_document_can_wait_for_a_new_scan(house: House, tmp_path: Path) -> None:
    house.send(write_scan(tmp_path / "vide.pdf", [Paper("<p></p>")]))
    house.work()
    desk = Desk(house)
    assert desk.statuses() == [T.FAILED]
    assert desk.settle(0, "ask", position=["1"], message="La page est blanche.").status_code == 303
    with house.wiring.store.read(TEST) as uow:
        translation_id = uow.session.scalars(select(Translation.id)).one()
    requester_sends(house, translation_id, write_scan(tmp_path / "carta.pdf", [Paper(LETTER)]))
    house.work()
    assert desk.post("/envoyer").status_code == 303
    house.work()
    assert desk.statuses() == [T.DRAFTED]


def test_the_board_counts_what_waits_and_leaves_it_to_the_desk(desk: Desk) -> None:
    assert "À trier" in desk.client.get("/pilotage").text
    desk.settle(0, "ask", message="Il manque la dernière page.")
    translation_id = desk.shown().parts[0].translation.id
    shown = desk.client.get("/pilotage?colonne=chez-le-demandeur").text
    assert "Attend un nouveau scan" in shown
    piece = re.search(rf'name="piece" value="({translation_id.hex}[^"]+)"', shown)
    assert piece
    form = {
        "csrf_token": token_of(desk.client, "/aide"),
        "act": "close",
        "closing": "out_of_scope",
        "piece": piece[1],
    }
    answer = desk.client.post("/pilotage", data=form)
    assert answer.status_code == 409
    assert desk.statuses() == [T.AWAITING_REQUESTER]
    assert desk.client.get(f"/demandes/{desk.shown().translation.order_id}").status_code == 200


def test_the_requester_is_told_and_refused_files_change_nothing(desk: Desk) -> None:
    house = desk.house
    desk.settle(0, "ask", position=["3"], message="La page 3 est illisible.")
    house.work(Queue.RELAY)
    with house.wiring.store.read(TEST) as uow:
        mails = [str(m.payload) for m in uow.session.scalars(select(OutboxMessage)) if m.kind == "mail"]
    kept = "".join(
        path.read_text(encoding="utf-8") for path in (house.wiring.settings.data / "mail").rglob("*.eml")
    )
    assert mails
    assert "nouveau scan" in kept
    client = house.client(Role.REQUESTER)
    part = desk.shown().parts[0].translation
    assert "La page 3 est illisible." in client.get(f"/demandes/{part.order_id}").text
    form = {"csrf_token": token_of(client, "/aide"), "file": (BytesIO(b"\0\1 no scan"), "notes.pdf")}
    assert client.post(f"/demandes/traductions/{part.id}/nouveau-scan", data=form).status_code == 303
    assert desk.statuses() == [T.AWAITING_REQUESTER]
