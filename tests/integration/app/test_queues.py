"""Failures made by real failed work, seen by those who may, and sent again until the work is really done."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from app.administration import queues_queries as queries
from app.administration.queues_queries import Kind
from app.administration.queues_service import resume, resume_group
from app.cli import truchement
from app.commands.queues import OPERATOR
from intake.service import OrderRequest
from ocr.errors import DamagedPageError
from ocr.step import ReadStep
from storage.errors import NotFoundError
from storage.flow import advance
from storage.messages import Mail
from storage.models import (
    AuditEvent,
    Blob,
    Confidentiality,
    Document,
    OutboxMessage,
    Page,
    Role,
    Segment,
    SegmentState,
    Translation,
    WorkItem,
    now,
)
from storage.steps import Worker
from storage.workflow import DocumentStatus, PageStatus, Queue, TranslationStatus
from tests.application import TEST
from tests.integration.app.workshop import House, open_house
from tests.integration.ocr.papers import SPANISH, printed

PAGE = "/administration/files"
T = TranslationStatus


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return printed(tmp_path / "acte.pdf", SPANISH, SPANISH)


def standing(house: House, document_id: UUID | None = None) -> tuple[DocumentStatus, T]:
    with house.wiring.store.read(TEST) as uow:
        found = select(Document.status, Translation.status).join(
            Translation, Translation.document_id == Document.id
        )
        if document_id:
            found = found.where(Document.id == document_id)
        document, translation = uow.session.execute(found).one()
        return document, translation


def only_id(house: House, model: type) -> UUID:
    with house.wiring.store.read(TEST) as uow:
        return uow.session.scalars(select(model.id)).one()


def codes(house: House, role: Role = Role.ADMINISTRATOR) -> list[tuple[Kind, str, int]]:
    actor = house.actors[role]
    with house.wiring.store.read(actor) as uow:
        return [(g.kind, g.code, g.count) for g in queries.groups(uow.session, actor)]


def acts(house: House, action: str) -> list[AuditEvent]:
    with house.wiring.store.read(TEST) as uow:
        found = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.at)
        return list(uow.session.scalars(found))


def blob_path(house: House) -> Path:
    with house.wiring.store.read(TEST) as uow:
        key = uow.session.scalars(select(Document.blob_key)).one()
    return house.wiring.settings.data / "blobs" / key


def test_a_file_damaged_in_the_store_fails_and_goes_through_once_restored(house: House, paper: Path) -> None:
    order = house.send(paper)
    path = blob_path(house)
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:200] + b"rot" + whole[203:])
    house.work()
    assert standing(house) == (DocumentStatus.FAILED, T.FAILED)
    assert codes(house) == [(Kind.DOCUMENT, "blob_damaged", 1)]
    client, document_id = house.client(Role.ADMINISTRATOR), only_id(house, Document)
    shown = client.get(PAGE).text
    assert order.number in shown
    assert "Le fichier stocké est altéré" in shown
    assert "acte" not in shown
    assert "Body caisse" in shown

    # The cause is still there: it fails again, and is still there to be resumed.
    address = f"{PAGE}/reprendre/document/{document_id}"
    assert house.post(client, address, PAGE).status_code == 302
    house.work()
    assert standing(house) == (DocumentStatus.FAILED, T.FAILED)

    path.write_bytes(whole)
    house.post(client, address, PAGE)
    assert standing(house) == (DocumentStatus.READING, T.TO_TRIAGE)
    assert codes(house) == []
    house.post(client, address, PAGE)
    assert "déjà reparti" in client.get(PAGE).text
    with house.wiring.store.read(TEST) as uow:
        open_rows = select(WorkItem).where(WorkItem.done_at.is_(None), WorkItem.queue == Queue.READ)
        assert len(uow.session.scalars(open_rows).all()) == 1  # twice was once
    house.work()
    assert standing(house) == (DocumentStatus.READ, T.DRAFTED)
    assert codes(house) == []
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(Segment.target).where(Segment.target != "")).first()
    told = acts(house, "resumed")
    assert [(e.object_kind, e.object_id, e.details["code"]) for e in told] == [
        ("document", str(document_id), "blob_damaged")
    ] * 2
    assert {e.actor_id for e in told} == {house.actors[Role.ADMINISTRATOR].user_id}


class Breaking:
    """The real reader, but for one page that it does not bear until it is mended."""

    def __init__(self, house: House, bad: int) -> None:
        self.real, self.bad = house.parts.reader, bad

    def __call__(self, path, media_type, numbers, languages, tick):
        yield from self.real(path, media_type, [n for n in numbers if n != self.bad], languages, tick)
        if self.bad in numbers:
            raise DamagedPageError(page=self.bad)


def read_but_page_2(house: House, paper: Path) -> None:
    """Reads with a reader that fails on page 2, as the real one does on a page that it cannot bear."""
    house.send(paper)
    worker = Worker(house.wiring.store, house.wiring.lease, "test:1:read")
    step = ReadStep(worker, Breaking(house, 2), "test", house.wiring.scratch)
    while step.run_once():
        pass


def test_a_page_that_failed_is_read_and_drafted_with_the_others(house: House, paper: Path) -> None:
    read_but_page_2(house, paper)
    house.work()
    assert standing(house) == (DocumentStatus.READ, T.DRAFTED)
    assert codes(house) == [(Kind.PAGE, "damaged_page", 1)]
    document_id = only_id(house, Document)
    client = house.client(Role.COORDINATOR)
    assert "page 2" in client.get(PAGE).text.replace("\u00a0", " ")
    house.post(client, f"{PAGE}/reprendre/page/{document_id}", PAGE)
    assert standing(house) == (DocumentStatus.READING, T.TO_TRIAGE)
    house.work()
    assert standing(house) == (DocumentStatus.READ, T.DRAFTED)
    assert codes(house) == []
    with house.wiring.store.read(TEST) as uow:
        assert set(uow.session.scalars(select(Page.status))) == {PageStatus.READ}
        assert set(uow.session.scalars(select(Segment.page_number))) == {1, 2}


def test_a_page_is_not_offered_once_somebody_works_on_the_translation(house: House, paper: Path) -> None:
    read_but_page_2(house, paper)
    house.work()
    document_id = only_id(house, Document)
    with house.wiring.store.transaction(TEST) as uow:
        first = uow.session.scalars(select(Segment).limit(1)).one()
        first.state = SegmentState.CONFIRMED
    assert codes(house) == []
    with house.wiring.store.write(OPERATOR) as uow:
        assert resume(uow, Kind.PAGE, document_id) is False
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(Segment).values(state=SegmentState.DRAFT))
        uow.session.execute(update(Translation).values(status=T.IN_TRANSLATION))
    assert codes(house) == []
    with house.wiring.store.write(OPERATOR) as uow:
        assert resume(uow, Kind.PAGE, document_id) is False
    assert standing(house) == (DocumentStatus.READ, T.IN_TRANSLATION)


def test_a_translation_that_failed_goes_on_where_it_stopped(house: House, paper: Path) -> None:
    house.send(paper)
    house.work(Queue.READ, Queue.RELAY)
    assert standing(house) == (DocumentStatus.READ, T.DRAFTING)
    # The words of the pages are gone: drafting cannot be done.
    with house.wiring.store.read(TEST) as uow:
        keys = uow.session.scalars(select(Blob.key)).all()
        original = uow.session.scalars(select(Document.blob_key)).one()
    folder = house.wiring.settings.data / "blobs"
    words = [folder / key for key in keys if key != original]
    for path in words:
        path.rename(path.with_suffix(".away"))
    house.work(Queue.DRAFT)
    assert standing(house) == (DocumentStatus.READ, T.FAILED)
    assert codes(house, Role.COORDINATOR) == [(Kind.TRANSLATION, "blob_missing", 1)]
    for path in words:
        path.with_suffix(".away").rename(path)
    client, translation_id = house.client(Role.COORDINATOR), only_id(house, Translation)
    house.post(client, f"{PAGE}/reprendre/translation/{translation_id}", PAGE)
    house.post(client, f"{PAGE}/reprendre/translation/{translation_id}", PAGE)
    assert len(acts(house, "resumed")) == 1
    house.work()
    assert standing(house) == (DocumentStatus.READ, T.DRAFTED)

    # An approved one that cannot be delivered: the worker is killed each time it tries.
    with house.wiring.store.transaction(house.actors[Role.TRANSLATOR]) as uow:
        translation = uow.session.scalars(select(Translation)).one()
        translation.status, translation.approved_at = T.IN_TRANSLATION, now()
        advance(uow, translation, T.APPROVED)
        uow.session.flush()
        uow.session.execute(update(WorkItem).where(WorkItem.queue == Queue.DELIVER).values(expirations=10))
    house.work(Queue.DELIVER)
    assert codes(house) == [(Kind.TRANSLATION, "delivery_interrupted", 1)]
    house.post(client, f"{PAGE}/reprendre/translation", PAGE, code="delivery_interrupted")
    assert standing(house)[1] is T.APPROVED
    house.work()
    assert standing(house)[1] is T.DELIVERED


def test_a_mail_put_off_leaves_at_once_when_it_is_resumed(tmp_path: Path) -> None:
    blocked = tmp_path / "mail"
    blocked.write_text("a file where the folder should be")
    with open_house(tmp_path / "data", MAIL_URL=f"file://{blocked}") as house:
        with house.wiring.store.transaction(TEST) as uow:
            uow.send(Mail("someone@house.example", "Sujet secret", "lien secret"))
        house.work(Queue.RELAY)
        assert codes(house) == [(Kind.MESSAGE, "mail_not_sent", 1)]
        assert codes(house, Role.COORDINATOR) == []
        client, message_id = house.client(Role.ADMINISTRATOR), only_id(house, OutboxMessage)
        shown = client.get(PAGE).text
        assert "TRUCHEMENT_MAIL_URL" in shown
        assert "secret" not in shown
        assert "someone" not in shown
        blocked.unlink()
        house.work(Queue.RELAY)
        assert not blocked.exists()  # it waits for its time
        house.post(client, f"{PAGE}/reprendre/message/{message_id}", PAGE)
        house.post(client, f"{PAGE}/reprendre/message/{message_id}", PAGE)
        house.work(Queue.RELAY)
        assert len(list(blocked.glob("*.eml"))) == 1
        assert codes(house) == []
        assert len(acts(house, "resumed")) == 1
        coordinator = house.client(Role.COORDINATOR)
        answer = house.post(coordinator, f"{PAGE}/reprendre/message/{message_id}", PAGE)
        assert answer.status_code == 404


def test_a_mail_that_was_refused_for_good_is_resumed_too(tmp_path: Path) -> None:
    with open_house(tmp_path / "data") as house:
        with house.wiring.store.transaction(TEST) as uow:
            uow.send(Mail("someone@house.example", "Sujet", "texte"))
            uow.session.flush()
            gone = {"failed_at": now(), "attempts": 1, "failure": "mail_refused:550"}
            uow.session.execute(update(OutboxMessage).values(gone))
        client = house.client(Role.ADMINISTRATOR)
        page = client.get(PAGE).text.replace("&#39;", "'")
        assert "a refusé le courriel pour de bon" in page
        assert "aucun autre de lui-même" in page
        house.work(Queue.RELAY)
        assert codes(house) == [(Kind.MESSAGE, "mail_refused:550", 1)]
        house.post(client, f"{PAGE}/reprendre/message", PAGE, code="mail_refused:550")
        house.work(Queue.RELAY)
        assert codes(house) == []


def fail_documents(house: House, paper: Path, count: int, code: str = "damaged_file") -> None:
    for number in range(count):
        medical = Confidentiality.MEDICAL if number == 0 else Confidentiality.ORDINARY
        house.send(paper, OrderRequest(confidentiality=medical))
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(delete(WorkItem))
        uow.session.execute(update(Page).values(status=PageStatus.FAILED, reason=code))
        uow.session.execute(update(Document).values(status=DocumentStatus.FAILED, reason=code))
        uow.session.execute(update(Translation).values(status=T.FAILED, reason=code))


def test_a_whole_kind_is_resumed_by_those_who_see_it(house: House, paper: Path) -> None:
    fail_documents(house, paper, 4)
    # The coordinator has no clearance: the medical piece is not theirs.
    assert codes(house, Role.COORDINATOR) == [(Kind.DOCUMENT, "damaged_file", 3)]
    assert codes(house) == [(Kind.DOCUMENT, "damaged_file", 4)]
    cleared = replace(house.actors[Role.COORDINATOR], medical=True)
    with house.wiring.store.read(cleared) as uow:
        assert queries.groups(uow.session, cleared)[0].count == 4
    for role in Role:
        if role not in (Role.ADMINISTRATOR, Role.COORDINATOR):
            assert codes(house, role) == []
    client = house.client(Role.COORDINATOR)
    house.post(client, f"{PAGE}/reprendre/document", PAGE, code="damaged_file")
    assert codes(house) == [(Kind.DOCUMENT, "damaged_file", 1)]
    with house.wiring.store.read(TEST) as uow:
        left = uow.session.scalars(select(Document).where(Document.status == DocumentStatus.FAILED)).one()
        document_id = left.id
    answer = house.post(client, f"{PAGE}/reprendre/document/{document_id}", PAGE)
    assert answer.status_code == 404
    house.work()
    with house.wiring.store.read(TEST) as uow:
        assert sorted(uow.session.scalars(select(Translation.status))) == [T.DRAFTED] * 3 + [T.FAILED]


def test_a_large_group_goes_by_parts_and_is_never_counted_twice(
    house: House, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_documents(house, paper, 3)
    monkeypatch.setattr("app.administration.queues_service.AT_ONCE", 2)
    sent = []
    for _ in range(3):
        with house.wiring.store.write(OPERATOR) as uow:
            sent.append(resume_group(uow, Kind.DOCUMENT, "damaged_file"))
            uow.commit()
    assert [(r.done, r.more) for r in sent] == [(2, True), (1, False), (0, False)]


def test_what_a_person_closed_is_no_longer_a_failure(house: House, paper: Path) -> None:
    fail_documents(house, paper, 1)
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(Translation).values(status=T.CLOSED_WITHOUT_TRANSLATION))
    assert codes(house) == []
    with house.wiring.store.write(OPERATOR) as uow:
        assert resume(uow, Kind.DOCUMENT, only_id(house, Document)) is False


def test_a_document_whose_last_run_is_not_closed_is_left_alone(house: House, paper: Path) -> None:
    house.send(paper)
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(WorkItem).values(token=uuid4(), owner="w"))
        uow.session.execute(update(Page).values(status=PageStatus.FAILED))
        uow.session.execute(update(Document).values(status=DocumentStatus.FAILED, reason="damaged_file"))
    with house.wiring.store.write(OPERATOR) as uow:
        assert resume(uow, Kind.DOCUMENT, only_id(house, Document)) is False


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.ADMINISTRATOR, Role.COORDINATOR)])
def test_others_are_refused(house: House, role: Role) -> None:
    client = house.client(role)
    assert client.get(PAGE).status_code == 403
    assert client.get("/administration/moteurs").status_code == 403


def test_the_queues_say_what_waits_and_who_holds(house: House, paper: Path) -> None:
    house.send(paper)
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(WorkItem).values(created_at=now() - timedelta(hours=3)))
        uow.send(Mail("someone@house.example", "s", "t"))
    client = house.client(Role.ADMINISTRATOR)
    assert "il y a 3 h" in client.get(PAGE).text.replace("\u00a0", " ")
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(WorkItem).values(token=uuid4(), owner="atelier:77:read"))
    live = client.get(PAGE, headers={"HX-Request": "true"})
    assert "atelier:77:read" in live.text
    assert "<html" not in live.text
    again = client.get(PAGE, headers={"HX-Request": "true", "If-None-Match": live.headers["ETag"]})
    assert again.status_code == 304
    assert "Ce qui attend" not in house.client(Role.COORDINATOR).get(PAGE).text


def run(house: House, *arguments: str):
    environment = {"TRUCHEMENT_DATA": str(house.wiring.settings.data)}
    return CliRunner(env=environment).invoke(truchement, list(arguments))


def test_the_command_line_does_the_same(house: House, paper: Path) -> None:
    fail_documents(house, paper, 2)
    said = json.loads(run(house, "queues", "--json").stdout)
    assert [(f["failure"], f["count"]) for f in said["failures"]] == [("document:damaged_file", 2)]
    assert {q["queue"] for q in said["queues"]} == {"read", "draft", "deliver", "relay", "call"}
    assert "document:damaged_file" in run(house, "queues").stdout
    with house.wiring.store.read(TEST) as uow:
        first = uow.session.scalars(select(Document.id).limit(1)).one()
    assert "Repris : 1" in run(house, "resume", str(first)).stdout
    assert "Repris : 1" in run(house, "resume", "document:damaged_file").stdout
    assert "Rien à reprendre" in run(house, "resume", "document:damaged_file").stdout
    assert run(house, "resume", "nonsense").exit_code == 2
    unknown = run(house, "resume", str(uuid4()))
    assert isinstance(unknown.exception, NotFoundError)
    assert {e.actor_kind for e in acts(house, "resumed")} == {"command"}
    house.work()
    assert codes(house) == []
