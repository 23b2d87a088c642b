"""A file that was released and read, then discarded and erased: nothing of its content stays anywhere."""

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from app.features import pictures
from intake.antivirus import quarantine
from storage import queue
from storage.blob_audit import audit_blobs
from storage.blobs import new_key
from storage.models import (
    AuditEvent,
    Base,
    Blob,
    Delivery,
    DeliveryFile,
    Document,
    Role,
    Segment,
    SegmentVersion,
    Translation,
    WorkItem,
)
from storage.queue import Lease, LeaseLostError
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus as D
from storage.workflow import Queue
from storage.workflow import TranslationStatus as T
from tests.antivirus import antivirus, infect
from tests.application import TEST
from tests.backends import many_machines
from tests.integration.app.workshop import House, open_house
from tests.integration.ocr.papers import SPANISH, printed

PAGE = "/administration/quarantaine"
REASON = "Fausse alerte confirmée."
#: Written by nobody but these tests.
EDITED, EARLIER, DELIVERED = "Zirkonium modifié", "Zirkonium antérieur", "Zirkonium livré"


@pytest.fixture(params=["one-machine", pytest.param("many-machines", marks=pytest.mark.services)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    with ExitStack() as stack:
        daemon = stack.enter_context(antivirus("fake"))
        settings = stack.enter_context(many_machines(tmp_path)) if request.param == "many-machines" else {}
        opened = stack.enter_context(open_house(tmp_path / "data", ANTIVIRUS_URL=daemon.url, **settings))
        opened.wiring.blobs.probe()
        yield opened


def decide(house: House, act, document_id: UUID, *said: object) -> None:
    with house.wiring.store.write(house.actors[Role.ADMINISTRATOR]) as uow:
        act(uow, document_id, *said)
        uow.commit()


def released(house: House, paper: Path) -> tuple[UUID, UUID]:
    """A document that was held, released, read, drafted, worked on and delivered, and its order."""
    order = house.send(paper)
    house.work()
    with house.wiring.store.read(TEST) as uow:
        document_id = uow.session.scalars(select(Document.id)).one()
    decide(house, quarantine.release, document_id, REASON)
    house.work()
    client = house.client(Role.REQUESTER)
    for width in (160, 1240):
        assert client.get(f"/demandes/pieces/{document_id}/pages/1/{width}").status_code == 200
    with house.wiring.store.transaction(TEST) as uow:
        work_on(uow, uow.session.scalars(select(Translation)).one())
    return document_id, order.id


def work_on(uow: UnitOfWork, translation: Translation) -> None:
    assert translation.status is T.DRAFTED
    segment = uow.session.scalars(select(Segment).where(Segment.translation_id == translation.id)).first()
    assert segment is not None
    segment.target = EDITED
    uow.session.add(SegmentVersion(segment_id=segment.id, version=7, target=EARLIER, state=segment.state))
    stored = uow.blobs.put(new_key(translation.order.body_id), io.BytesIO(DELIVERED.encode()))
    uow.session.add(
        Blob(key=stored.key, body_id=translation.order.body_id, sha256=stored.sha256, size=stored.size)
    )
    uow.session.flush()
    file = DeliveryFile(
        kind="pdf", blob_key=stored.key, file_name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64
    )
    uow.session.add(Delivery(translation_id=translation.id, source_sha256="0" * 64, files=[file]))


def texts(house: House) -> str:
    """Everything that the database says, but for the words of people about orders and the journal's own."""
    with house.wiring.engine.connect() as connection:
        rows = [row for table in Base.metadata.sorted_tables for row in connection.execute(select(table)).all()]
    return "\n".join(map(str, rows))


def keys(house: House) -> set[str]:
    return {item.key for item in house.wiring.blobs.listed()}


def files_with(folder: Path, *said: str) -> list[Path]:
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and any(each.encode() in path.read_bytes() for each in said):
            found.append(path)
    return found


def test_no_byte_of_the_content_stays(house: House, tmp_path: Path) -> None:
    words = [word for word in re.findall(r"\w+", SPANISH) if len(word) > 6]
    bad = infect(printed(tmp_path / "joint.pdf", SPANISH))
    document_id, order_id = released(house, bad)
    data = house.wiring.settings.data
    drawn = list((house.wiring.scratch / "pictures").rglob("*.webp"))
    assert len(drawn) == 2
    assert len(keys(house)) == 3  # the original, its words, a delivered file
    before = texts(house)
    told = [word for word in words if word in before]
    assert told
    assert all(said in before for said in (EDITED, EARLIER))
    decide(house, quarantine.hold_again, document_id)
    decide(house, quarantine.discard, document_id, "Vraie menace.")
    client, here = house.client(Role.ADMINISTRATOR), f"{PAGE}/{document_id}"
    assert house.post(client, f"{here}/effacer", here, name="joint.pdf").status_code == 302

    assert keys(house) == set()
    assert list((house.wiring.scratch / "pictures").rglob("*.webp")) == []
    after = texts(house)
    assert [said for said in (*told, EDITED, EARLIER) if said in after] == []
    # Not in what a deleted row leaves in the file of the database either, nor in its log.
    assert files_with(data, EDITED, EARLIER, DELIVERED, *told) == []
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.get_one(Document, document_id).status is D.ERASED
        assert {blob.erased_at is None for blob in uow.session.scalars(select(Blob))} == {False}
        acts = uow.session.scalars(select(AuditEvent.action).where(AuditEvent.object_id == str(document_id))).all()
    assert {"quarantined", "released", "held_again", "discarded", "erased"} <= set(acts)
    assert audit_blobs(house.wiring.store, read=True, tell=lambda *_: None).sound
    # Those who follow the order still can.
    assert house.client(Role.REQUESTER).get(f"/demandes/{order_id}").status_code == 200
    assert house.client(Role.COORDINATOR).get("/pilotage?sans_suite=1").status_code == 200


def test_what_is_still_being_read_is_not_saved_any_more(house: House, tmp_path: Path) -> None:
    bad = infect(printed(tmp_path / "joint.pdf", SPANISH))
    house.send(bad)
    house.work()
    with house.wiring.store.read(TEST) as uow:
        document_id = uow.session.scalars(select(Document.id)).one()
    decide(house, quarantine.release, document_id, REASON)
    with house.wiring.store.transaction(TEST) as uow:
        claim = queue.claim(uow.session, Queue.READ, "w", Lease(600, 60))
    assert claim is not None
    decide(house, quarantine.hold_again, document_id)
    decide(house, quarantine.discard, document_id, "Vraie menace.")
    decide(house, quarantine.erase, document_id, "joint.pdf", pictures(house.wiring))
    with house.wiring.store.write(TEST) as uow, pytest.raises(LeaseLostError):
        queue.check(uow.session, claim)
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(WorkItem).where(WorkItem.done_at.is_(None))).all() == []
