"""Files wait for the antivirus, and what it holds is opened by nobody until an administrator decides: the real
application with its real steps, before ClamAV's own daemon and before the one that stands in for it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update

from app.checkup.antivirus import antivirus as look
from app.display import instant
from app.features import intake_services, pictures
from intake.antivirus import quarantine, service
from intake.antivirus.errors import NotHeldError, OtherNameError, ReasonMissingError, WorkBegunError
from intake.antivirus.probe import EICAR
from intake.antivirus.scanner import Why
from intake.opening import receive
from intake.service import OrderRequest, create_order
from storage import queue
from storage.actors import Actor
from storage.blob_audit import audit_blobs
from storage.blobs import BlobMissingError
from storage.errors import NotFoundError
from storage.models import (
    AuditEvent,
    Blob,
    Container,
    Document,
    Order,
    OutboxMessage,
    Page,
    Role,
    Scan,
    ScanVerdict,
    Translation,
    WithheldError,
    WorkItem,
    now,
)
from storage.queue import Lease
from storage.silence import SILENT
from storage.workflow import DocumentStatus as D
from storage.workflow import PageStatus, Queue
from storage.workflow import TranslationStatus as T
from tests.antivirus import ANTIVIRUSES, Daemon, antivirus, infect
from tests.application import TEST
from tests.containers import zipped as archive
from tests.integration.app.workshop import House, open_again, open_house
from tests.integration.ocr.papers import SPANISH, printed

PAGE = "/administration/quarantaine"
REASON = "Fausse alerte confirmée par l'éditeur."


@pytest.fixture(params=ANTIVIRUSES)
def daemon(request: pytest.FixtureRequest) -> Iterator[Daemon]:
    with antivirus(request.param) as running:
        yield running


@pytest.fixture
def fake() -> Iterator[Daemon]:
    with antivirus("fake") as running:
        yield running


@pytest.fixture
def house(fake: Daemon, tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "data", ANTIVIRUS_URL=fake.url) as opened:
        yield opened


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return printed(tmp_path / "acte.pdf", SPANISH)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return infect(printed(tmp_path / "joint.pdf", SPANISH))


def document_of(house: House, order: Order) -> Document:
    with house.wiring.store.read(TEST) as uow:
        return uow.session.scalars(select(Document).where(Document.order_id == order.id)).one()


def standing(house: House, order: Order) -> tuple[D, T]:
    with house.wiring.store.read(TEST) as uow:
        wanted = select(Document.status, Translation.status).join(
            Translation, Translation.document_id == Document.id
        )
        document, translation = uow.session.execute(wanted.where(Document.order_id == order.id)).one()
        return document, translation


def scan_of(house: House, order: Order) -> Scan:
    with house.wiring.store.read(TEST) as uow:
        return uow.session.get_one(Scan, document_of(house, order).id)


def acts(house: House) -> list[tuple[str, dict[str, object]]]:
    with house.wiring.store.read(TEST) as uow:
        events = uow.session.scalars(
            select(AuditEvent).where(AuditEvent.object_kind == "document").order_by(AuditEvent.at, AuditEvent.id)
        )
        return [(event.action, event.details) for event in events]


def mails(house: House) -> list[str]:
    """The subjects of the mails written, the oldest first."""
    with house.wiring.store.read(TEST) as uow:
        rows = select(OutboxMessage).where(OutboxMessage.kind == "mail").order_by(OutboxMessage.created_at)
        return [row.payload["subject"] for row in uow.session.scalars(rows)]


def due_now(house: House) -> None:
    """Lets pass the time until the next attempt."""
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(WorkItem).values(not_before=None))


def admin(house: House) -> Actor:
    return house.actors[Role.ADMINISTRATOR]


def decide(house: House, act, document_id: UUID, *said, **told):
    with house.wiring.store.write(admin(house)) as uow:
        done = act(uow, document_id, *said, **told)
        uow.commit()
    return done


# Through the pipeline


def test_a_threat_is_held_and_what_is_sound_goes_on(
    daemon: Daemon, tmp_path: Path, paper: Path, bad: Path
) -> None:
    with open_house(tmp_path / "data", ANTIVIRUS_URL=daemon.url) as house:
        sound, infected = house.send(paper), house.send(bad)
        assert standing(house, sound) == standing(house, infected) == (D.TO_SCAN, T.TO_TRIAGE)
        house.work()
        assert standing(house, sound) == (D.READ, T.DRAFTED)
        assert scan_of(house, sound).verdict is ScanVerdict.CLEAN
        assert standing(house, infected) == (D.QUARANTINED, T.TO_TRIAGE)
        held = scan_of(house, infected)
        assert held.verdict is ScanVerdict.INFECTED
        assert str(held.signature).startswith("Eicar-Test-Signature")
        with house.wiring.store.read(TEST) as uow:
            read = select(func.count(Page.id)).where(
                Page.document_id == held.document_id, Page.status != PageStatus.WAITING
            )
            assert uow.session.scalar(read) == 0


def test_ended_in_the_middle_and_back_nothing_is_lost_and_nothing_skipped(
    daemon: Daemon, tmp_path: Path, paper: Path, bad: Path
) -> None:
    with open_house(tmp_path / "data", ANTIVIRUS_URL=daemon.url) as house:
        orders = [house.send(paper), house.send(bad), house.send(paper)]
        house.work(Queue.SCAN)
        later = [house.send(path) for path in (paper, bad, paper)]
        daemon.kill()
        for _ in range(4):
            house.work()
            due_now(house)
        assert [standing(house, order)[0] for order in later] == [D.TO_SCAN] * 3
        assert [standing(house, order)[0] for order in orders] == [D.READ, D.QUARANTINED, D.READ]
        first = scan_of(house, later[0])
        assert (first.code, first.verdict) == (Why.UNREACHABLE, None)
        assert first.attempts > 1
        daemon.come_back()
        due_now(house)
        house.work()
        assert [standing(house, order)[0] for order in later] == [D.READ, D.QUARANTINED, D.READ]
        with house.wiring.store.read(TEST) as uow:
            failed = select(func.count(WorkItem.id)).where(WorkItem.failure.is_not(None))
            assert uow.session.scalar(failed) == 0
            assert uow.session.scalar(select(func.sum(WorkItem.crashes + WorkItem.expirations))) == 0


def test_one_that_hangs_holds_nothing_up_for_good(daemon: Daemon, tmp_path: Path, paper: Path) -> None:
    with open_house(tmp_path / "data", ANTIVIRUS_URL=daemon.url) as house:
        scanner = house.wiring.scanner
        house.wiring.__dict__["scanner"] = replace(
            scanner, patience=replace(scanner.patience, taking=1.0, answering=1.0)
        )
        order = house.send(paper)
        daemon.hang()
        house.work()
        assert standing(house, order)[0] is D.TO_SCAN
        assert scan_of(house, order).code == Why.SILENT
        daemon.come_back()
        due_now(house)
        house.work()
        assert standing(house, order)[0] is D.READ


def test_what_is_too_large_for_it_waits_and_holds_up_nothing(house: House, paper: Path, tmp_path: Path) -> None:
    large = tmp_path / "gros.pdf"
    large.write_bytes(paper.read_bytes() + b"\n%" + b" " * 1_100_000)
    first, second = house.send(large), house.send(paper)
    house.work()
    assert standing(house, first)[0] is D.TO_SCAN
    assert scan_of(house, first).code == Why.TOO_LARGE
    assert standing(house, second)[0] is D.READ
    with house.wiring.store.read(TEST) as uow:
        item = uow.session.scalars(select(WorkItem).where(WorkItem.done_at.is_(None))).one()
        assert (item.not_before - now()).total_seconds() > 600


def test_delays_grow_and_stay_bounded() -> None:
    delays = [service.delay_after(n, Why.UNREACHABLE) for n in range(1, 40)]
    assert delays[:4] == [5, 10, 20, 40]
    assert delays == sorted(delays)
    assert max(delays) == 300


def test_without_an_antivirus_nothing_is_different(tmp_path: Path, paper: Path) -> None:
    with open_house(tmp_path / "data") as house:
        order = house.send(paper)
        assert standing(house, order)[0] is D.RECEIVED
        house.work()
        assert standing(house, order) == (D.READ, T.DRAFTED)
        with house.wiring.store.read(TEST) as uow:
            assert uow.session.scalar(select(func.count()).select_from(Scan)) == 0


def test_what_came_before_there_was_one_is_examined_before_it_is_read(
    fake: Daemon, tmp_path: Path, paper: Path, bad: Path
) -> None:
    with open_house(tmp_path / "data") as house:
        orders = [house.send(paper), house.send(bad)]
    with open_again(house, ANTIVIRUS_URL=fake.url) as house:
        house.work(Queue.READ)
        assert [standing(house, order)[0] for order in orders] == [D.TO_SCAN, D.TO_SCAN]
        house.work()
        assert [standing(house, order)[0] for order in orders] == [D.READ, D.QUARANTINED]


def test_pages_that_failed_before_there_was_one_are_not_read_again_unexamined(
    fake: Daemon, tmp_path: Path, bad: Path
) -> None:
    with open_house(tmp_path / "data") as house:
        order = house.send(bad)
        with house.wiring.store.transaction(TEST) as uow:
            uow.session.execute(update(Document).values(status=D.FAILED, reason="damaged_file"))
            uow.session.execute(update(Page).values(status=PageStatus.FAILED, reason="damaged_file"))
            uow.session.execute(delete(WorkItem))
    with open_again(house, ANTIVIRUS_URL=fake.url) as house:
        document_id = document_of(house, order).id
        client = house.client(Role.ADMINISTRATOR)
        address = f"/administration/files/reprendre/document/{document_id}"
        assert house.post(client, address, "/administration/files").status_code == 302
        assert standing(house, order)[0] is D.READING
        house.work()
        assert standing(house, order)[0] is D.QUARANTINED


def test_without_the_one_that_was_set_files_wait_and_an_administrator_can_decide(
    fake: Daemon, tmp_path: Path, paper: Path
) -> None:
    with open_house(tmp_path / "data", ANTIVIRUS_URL=fake.url) as house:
        order = house.send(paper)
    with open_again(house) as house:
        house.work()
        assert standing(house, order)[0] is D.TO_SCAN
        page = house.client(Role.ADMINISTRATOR).get(f"{PAGE}?etat=attente").text
        assert "Aucun antivirus n'est réglé" in page.replace("&#39;", "'")
        (itself, waiting) = look(house.wiring.settings)
        assert (itself.good, itself.needed, waiting.good, waiting.needed) == (False, False, False, True)
        decide(house, quarantine.release, document_of(house, order).id, REASON)
        house.work()
        assert standing(house, order)[0] is D.READ


def test_bytes_that_are_gone_fail_the_document_and_are_examined_once_back(house: House, bad: Path) -> None:
    order = house.send(bad)
    document = document_of(house, order)
    stored = house.wiring.settings.data / "blobs"
    (kept,) = [path for path in stored.rglob("*") if path.is_file()]
    data = kept.read_bytes()
    kept.unlink()
    house.work()
    assert standing(house, order) == (D.FAILED, T.FAILED)
    kept.write_bytes(data)
    client = house.client(Role.ADMINISTRATOR)
    house.post(client, f"/administration/files/reprendre/document/{document.id}", "/administration/files")
    house.work()
    assert standing(house, order) == (D.QUARANTINED, T.TO_TRIAGE)


def test_what_brings_down_every_worker_is_held(house: House, paper: Path) -> None:
    order = house.send(paper)
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(WorkItem).values(expirations=queue.MAX_EXPIRATIONS))
    house.work()
    assert standing(house, order)[0] is D.QUARANTINED
    assert document_of(house, order).reason == service.INTERRUPTED


def test_a_verdict_that_comes_after_a_release_changes_nothing(house: House, bad: Path) -> None:
    order = house.send(bad)
    document_id = document_of(house, order).id
    with house.wiring.store.transaction(TEST) as uow:
        claim = queue.claim(uow.session, Queue.SCAN, "test", Lease())
    assert claim is not None
    decide(house, quarantine.release, document_id, REASON)
    with house.wiring.store.transaction(TEST) as uow:
        service.found_infected(uow, claim, service.Infected("Late"))
    assert standing(house, order)[0] is D.RECEIVED
    house.work()
    assert standing(house, order)[0] is D.READ


# Nobody opens what is held


@pytest.mark.parametrize("role", [Role.REQUESTER, Role.COORDINATOR, Role.TRANSLATOR, Role.REVISER])
@pytest.mark.parametrize("state", [D.TO_SCAN, D.QUARANTINED, D.DISCARDED, D.ERASED])
def test_nobody_opens_it(house: House, bad: Path, role: Role, state: D) -> None:
    order = house.send(bad)
    document_id, translation = document_of(house, order).id, None
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(Document).values(status=state))
        translation = uow.session.scalars(select(Translation.id)).one()
    client = house.client(role)
    for path in (
        f"/demandes/pieces/{document_id}/original",
        f"/demandes/pieces/{document_id}/pages/1/160",
        f"/demandes/pieces/{document_id}/pages/1/1240",
        f"/atelier/{translation}/pages/1/1240",
    ):
        with client.get(path) as answer:
            assert answer.status_code in (403, 404, 409), path
            assert b"%PDF" not in answer.data
            assert answer.mimetype in ("text/html", "application/problem+json"), path
    page = client.get(f"/demandes/{order.id}").text
    assert f"pieces/{document_id}" not in page


def test_a_picture_drawn_before_is_not_shown_either(fake: Daemon, tmp_path: Path, bad: Path) -> None:
    with open_house(tmp_path / "data") as house:
        order = house.send(bad)
        path = f"/demandes/pieces/{document_of(house, order).id}/pages/1/160"
        assert house.client(Role.REQUESTER).get(path).status_code == 200
    with open_again(house, ANTIVIRUS_URL=fake.url) as house:
        house.work()
        assert standing(house, order)[0] is D.QUARANTINED
        assert house.client(Role.REQUESTER).get(path).status_code == 409


def test_a_model_guards_its_bytes() -> None:
    for status in D:
        document = Document(status=status)
        if status in (D.TO_SCAN, D.QUARANTINED, D.DISCARDED, D.ERASED):
            with pytest.raises(WithheldError):
                document.check_open()
        else:
            document.check_open()


# What administrators decide


def held(house: House, bad: Path) -> tuple[Order, UUID]:
    order = house.send(bad)
    house.work()
    return order, document_of(house, order).id


def test_a_release_is_written_down_and_holds(house: House, bad: Path) -> None:
    order, document_id = held(house, bad)
    decide(house, quarantine.release, document_id, f"  {REASON}\n ")
    (released,) = [details for action, details in acts(house) if action == "released"]
    assert released["reason"] == REASON
    assert str(released["signature"]).startswith("Eicar")
    house.work()
    assert standing(house, order) == (D.READ, T.DRAFTED)
    assert mails(house) == [
        f"Truchement : un fichier de la demande {order.number} est retenu",
        f"Truchement : un fichier de la demande {order.number} n'est plus retenu",
    ]
    # Examined again later, whatever brings it there, it is not caught again.
    with house.wiring.store.transaction(TEST) as uow:
        document = uow.session.get_one(Document, document_id)
        document.status = D.RECEIVED
        service.request_scan(uow, document, urgent=False)
    house.work()
    assert standing(house, order)[0] is D.READ
    assert house.client(Role.REQUESTER).get(f"/demandes/pieces/{document_id}/pages/1/160").status_code == 200


def test_a_discarded_file_is_closed_told_and_can_come_back(house: House, bad: Path) -> None:
    order, document_id = held(house, bad)
    decide(house, quarantine.discard, document_id, "Vraie menace.")
    assert standing(house, order) == (D.DISCARDED, T.CANCELLED)
    house.work()
    assert mails(house)[-1] == f"Truchement : un fichier de la demande {order.number} est écarté"
    assert "Vraie menace." in last_mail(house)
    decide(house, quarantine.hold_again, document_id)
    assert standing(house, order) == (D.QUARANTINED, T.TO_TRIAGE)
    decide(house, quarantine.release, document_id, REASON)
    house.work()
    assert standing(house, order) == (D.READ, T.DRAFTED)


def last_mail(house: House) -> str:
    with house.wiring.store.read(TEST) as uow:
        rows = select(OutboxMessage).where(OutboxMessage.kind == "mail").order_by(OutboxMessage.created_at.desc())
        (name,) = [row.payload["subject"] for row in uow.session.scalars(rows.limit(1))]
    files = sorted((house.wiring.settings.data / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime)
    assert files
    assert name
    return "".join(path.read_text().replace("=\n", "") for path in files)


def test_only_the_named_file_is_erased_and_then_for_good(house: House, bad: Path) -> None:
    order, document_id = held(house, bad)
    with pytest.raises(NotHeldError):  # first discarded, then erased
        decide(house, quarantine.erase, document_id, "joint.pdf", pictures(house.wiring))
    decide(house, quarantine.discard, document_id, "Vraie menace.")
    with pytest.raises(OtherNameError):
        decide(house, quarantine.erase, document_id, "autre.pdf", pictures(house.wiring))
    key = document_of(house, order).blob_key
    with house.wiring.blobs.open(key):
        pass
    client = house.client(Role.ADMINISTRATOR)
    here = f"{PAGE}/{document_id}"
    assert house.post(client, f"{here}/effacer", here, name="joint.pdf").status_code == 302
    assert standing(house, order) == (D.ERASED, T.CANCELLED)
    with pytest.raises(BlobMissingError):
        house.wiring.blobs.open(key)
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.get_one(Blob, key).erased_at
    verdict = audit_blobs(house.wiring.store, read=True, tell=lambda *_: None)
    assert verdict.sound
    assert not verdict.orphans
    with pytest.raises(NotHeldError):
        decide(house, quarantine.hold_again, document_id)
    assert "n'existe plus" in client.get(here).text.replace("&#39;", "'")


def test_bytes_that_a_crash_left_after_their_erasure_are_orphans(house: House, bad: Path) -> None:
    _, document_id = held(house, bad)
    decide(house, quarantine.discard, document_id, "Vraie menace.")
    keys = decide(house, quarantine.erase, document_id, "joint.pdf", pictures(house.wiring))
    later = now().replace(year=now().year + 1, day=1)
    verdict = audit_blobs(house.wiring.store, read=False, tell=lambda *_: None, at=later)
    assert [orphan.key for orphan in verdict.orphans] == list(keys)


def in_an_archive(house: House, folder: Path, **files: bytes) -> tuple[Order, Container]:
    """An order of an archive with files, by their names with ``_`` for a point."""
    path = folder / "lot.zip"
    path.write_bytes(archive({name.replace("_", "."): data for name, data in files.items()}))
    (folder / "out").mkdir()
    intake = intake_services(house.wiring)
    arrival = receive([(path, path.name)], folder / "out", intake.door)
    with house.wiring.store.write(house.actors[Role.REQUESTER]) as uow:
        asked = OrderRequest()
        order = create_order(uow, asked, arrival.files, intake.terms, intake.today(), arrival.parcels)
        container = uow.session.scalars(select(Container).where(Container.order_id == order.id)).one()
        uow.commit()
    return order, container


def test_an_archive_is_handed_out_when_all_of_it_is_clean(house: House, paper: Path, tmp_path: Path) -> None:
    _, container = in_an_archive(house, tmp_path, acte_pdf=paper.read_bytes())
    client = house.client(Role.REQUESTER)
    with client.get(f"/demandes/envois/{container.id}/original") as answer:
        assert answer.status_code == 200
        assert answer.data.startswith(b"PK")


def test_what_became_no_document_is_examined_too(house: House, paper: Path, tmp_path: Path) -> None:
    _, container = in_an_archive(house, tmp_path, acte_pdf=paper.read_bytes(), jeu_com=EICAR)
    assert [one["code"] for one in container.refused] == ["unsupported_type"]
    house.work()
    with house.client(Role.REQUESTER).get(f"/demandes/envois/{container.id}/original") as answer:
        assert answer.status_code == 409


def test_erasing_a_file_erases_the_archive_that_brought_it(house: House, bad: Path, tmp_path: Path) -> None:
    order, container = in_an_archive(house, tmp_path, joint_pdf=bad.read_bytes())
    house.work()
    document_id = document_of(house, order).id
    decide(house, quarantine.discard, document_id, "Vraie menace.")
    client, here = house.client(Role.ADMINISTRATOR), f"{PAGE}/{document_id}"
    assert house.post(client, f"{here}/effacer", here, name="joint.pdf").status_code == 302
    with pytest.raises(BlobMissingError):
        house.wiring.blobs.open(container.blob_key)
    assert audit_blobs(house.wiring.store, read=True, tell=lambda *_: None).sound


def test_a_release_is_taken_back_until_somebody_works_on_it(house: House, bad: Path) -> None:
    order, document_id = held(house, bad)
    decide(house, quarantine.release, document_id, REASON)
    house.work()
    decide(house, quarantine.hold_again, document_id)
    assert standing(house, order) == (D.QUARANTINED, T.TO_TRIAGE)
    decide(house, quarantine.release, document_id, REASON)
    house.work()
    assert standing(house, order) == (D.READ, T.DRAFTED)
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(Translation).values(status=T.IN_TRANSLATION))
    with pytest.raises(WorkBegunError):
        decide(house, quarantine.hold_again, document_id)


def test_a_withdrawn_signature_lets_it_go_on(house: House, bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order, document_id = held(house, bad)
    decide(house, quarantine.examine_again, document_id, possible=True)
    assert standing(house, order)[0] is D.TO_SCAN
    house.work()
    assert standing(house, order)[0] is D.QUARANTINED
    monkeypatch.setattr("tests.antivirus.EICAR", b"another")
    decide(house, quarantine.examine_again, document_id, possible=True)
    house.work()
    assert standing(house, order) == (D.READ, T.DRAFTED)
    assert mails(house)[-1] == f"Truchement : un fichier de la demande {order.number} n'est plus retenu"


def test_nothing_is_decided_without_a_reason_twice_or_by_others(house: House, bad: Path) -> None:
    _, document_id = held(house, bad)
    for act in (quarantine.release, quarantine.discard):
        with pytest.raises(ReasonMissingError):
            decide(house, act, document_id, "  \n")
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with house.wiring.store.write(house.actors[role]) as uow, pytest.raises(NotFoundError):
            quarantine.release(uow, document_id, REASON)
    decide(house, quarantine.release, document_id, REASON)
    with pytest.raises(NotHeldError):
        decide(house, quarantine.release, document_id, REASON)


# Screens


def test_the_list_shows_names_and_is_searched(house: House, bad: Path, paper: Path) -> None:
    client = house.client(Role.ADMINISTRATOR)
    assert "Rien en quarantaine" in client.get(PAGE).text
    order, document_id = held(house, bad)
    house.send(paper)
    page = client.get(PAGE).text
    assert "joint.pdf" in page
    assert "acte.pdf" not in page
    assert "acte.pdf" in client.get(f"{PAGE}?etat=attente").text
    for text in ("JOINT", order.number, "Body caisse", "eicar", "The requester"):
        assert str(document_id) in client.get(f"{PAGE}?q={text}").text, text
    for text in ("nothing like that", "%", "acte"):
        assert str(document_id) not in client.get(f"{PAGE}?q={text}").text, text


def test_a_reason_is_asked_for_and_what_was_typed_is_kept(house: House, bad: Path) -> None:
    order, document_id = held(house, bad)
    client, here = house.client(Role.ADMINISTRATOR), f"{PAGE}/{document_id}"
    for act in ("liberer", "ecarter"):
        answer = house.post(client, f"{here}/{act}", here, reason=" ")
        assert answer.status_code == 422
        assert "Indiquez le motif" in answer.text
    assert standing(house, order)[0] is D.QUARANTINED
    assert house.post(client, f"{here}/liberer", here, reason=REASON).status_code == 302
    assert standing(house, order)[0] is D.RECEIVED
    assert "The administrator" in client.get(here).text


def test_the_requester_and_the_coordinator_are_told_in_words(house: House, bad: Path) -> None:
    order, document_id = held(house, bad)
    page = house.client(Role.REQUESTER).get(f"/demandes/{order.id}").text.replace("&#39;", "'")
    assert "Ce fichier est retenu par l'antivirus" in page
    assert "Faites contrôler le poste d'où il vient" in page
    board = house.client(Role.COORDINATOR).get("/pilotage").text.replace("&#39;", "'")
    assert "Fichier retenu par l'antivirus" in board
    decide(house, quarantine.discard, document_id, "Vraie menace.")
    page = house.client(Role.REQUESTER).get(f"/demandes/{order.id}").text.replace("&#39;", "'")
    assert "Cette pièce ne sera pas traduite" in page
    assert "Numérisez de nouveau l'original papier" in page
    assert "Motif : Vraie menace." in page.replace("\u00a0", " ")


def test_queues_and_doctor_tell_of_what_waits(house: House, fake: Daemon, paper: Path) -> None:
    house.send(paper)
    client = house.client(Role.ADMINISTRATOR)
    page = client.get("/administration/files").text
    assert "Contrôle antivirus" in page
    (itself, waiting) = look(replace(house.wiring.settings, max_upload_bytes=1_000_000))
    assert itself.good, itself.said
    assert waiting.good
    fake.kill()
    house.work()
    (itself, waiting) = look(house.wiring.settings)
    assert (itself.good, itself.needed, waiting.good, waiting.needed) == (False, True, False, False)
    assert "ne répond pas" in waiting.remedy
    text = client.get(f"{PAGE}?etat=attente").text.replace("&#39;", "'")
    assert "L'antivirus ne répond pas" in text
    fake.come_back()
    (itself, _) = look(house.wiring.settings)
    assert "trop grande pour StreamMaxLength" in itself.said


def test_who_waits_for_a_silent_antivirus_is_told_since_when_and_that_nothing_is_lost(
    house: House, fake: Daemon, paper: Path
) -> None:
    def screens(order: Order) -> tuple[str, str]:
        pages = (
            house.client(Role.REQUESTER).get(f"/demandes/{order.id}").text,
            house.client(Role.COORDINATOR).get("/pilotage").text,
        )
        return tuple(" ".join(page.replace("&#39;", "'").split()).replace("\u00a0", " ") for page in pages)

    first, second = house.send(paper), house.send(paper)
    for page in screens(second):
        assert "Contrôle antivirus demandé" in page
        assert "ne répond pas" not in page
    fake.kill()
    house.work()
    # Only the first was tried; the second waits for the same.
    assert scan_of(house, second).code is None
    since = instant(document_of(house, first).status_since, "fr")
    followed, board = screens(second)
    assert "L’antivirus du service ne répond pas" in followed
    assert (
        f"attend depuis le {instant(document_of(house, second).status_since, 'fr')}. Rien n’est perdu" in followed
    )
    assert "attendent l'antivirus du service, qui ne répond pas" in followed
    assert f"2 pièces attendent d’être contrôlées, depuis le {since} pour la plus ancienne" in board
    assert board.count("la pièce attend, rien n’est perdu. Contrôle demandé") == 2
    fake.come_back()
    due_now(house)
    house.work()
    for page in screens(second):
        assert "ne répond pas" not in page
        assert "Contrôle antivirus" not in page


def test_what_one_file_is_refused_for_is_no_silence() -> None:
    assert {why.value for why in Why if not why.lasting} == SILENT


def test_the_screens_show_nothing_of_the_antivirus_where_there_is_none(tmp_path: Path) -> None:
    with open_house(tmp_path / "data") as house:
        client = house.client(Role.ADMINISTRATOR)
        assert "Contrôle antivirus" not in client.get("/administration/files").text
        assert "lues sans ce contrôle" in client.get(PAGE).text
        (line,) = look(house.wiring.settings)
        assert line.said.startswith("aucun antivirus")
        assert not line.needed


def test_an_act_that_asks_for_json_is_told_why(house: House, bad: Path) -> None:
    _, document_id = held(house, bad)
    client = house.client(Role.REQUESTER)
    answer = client.get(f"/demandes/pieces/{document_id}/original", headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert json.loads(answer.text)["code"] == "document_withheld"
