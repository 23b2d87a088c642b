"""Too little room: new files are refused before any byte of them is received, and what was taken in goes on."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from minio.error import S3Error
from sqlalchemy import select, update
from urllib3 import HTTPResponse

from app.checkup.line import folder_line
from app.features import features
from app.web import create_app
from storage import queue
from storage.actors import system
from storage.backup.errors import NoRoomError
from storage.backup.service import back_up
from storage.blobs import BlobStoreError, BlobStoreFullError, new_key
from storage.disk import DiskBlobs
from storage.models import Order, WorkItem
from storage.queue import Lease
from storage.reserve import NoRoomForMoreError, Reserve, free_bytes
from storage.s3 import S3Blobs
from storage.steps import Worker, carry_out
from storage.workflow import Queue
from tests.application import token_of
from tests.factories import make_blob, make_body
from tests.integration.app.house import OUTSIDE, House, make_house

ACTOR = system("test")
JSON = {"Accept": "application/json"}
GIGABYTE = 10**9


@dataclass
class Disk:
    """A disk whose free space the test decides."""

    free: int = 100 * GIGABYTE
    asked: list[Path] = field(default_factory=list)

    def left(self, folder: Path) -> int:
        self.asked.append(folder)
        return self.free


class Watched(io.BytesIO):
    """A body that says how far it was read."""

    @property
    def received(self) -> int:
        return self.tell()


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def house(tmp_path: Path, disk: Disk) -> House:
    made = make_house(tmp_path)
    room = made.wiring.room
    made.wiring.__dict__["room"] = Reserve(room.folders, room.least, disk.left, lambda _folder: 1)
    return House(
        create_app(made.wiring, features(made.wiring), made.passwords), made.wiring, made.passwords, made.ids
    )


def send(client: FlaskClient, size: int = 1000) -> tuple[object, Watched]:
    token = token_of(client, "/aide")
    head = (
        f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        '--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
    ).encode()
    body = Watched(head + b"%PDF-" + b"x" * size + b"\r\n--b--\r\n")
    answer = client.post(
        "/demandes",
        input_stream=body,
        content_type="multipart/form-data; boundary=b",
        headers=JSON | {"Content-Length": str(len(body.getvalue()))},
    )
    return answer, body


def test_below_the_reserve_an_order_is_refused_before_it_is_received(house: House, disk: Disk) -> None:
    client = house.signed_in(OUTSIDE)
    disk.free = 499_999_999
    answer, body = send(client)
    assert (answer.status_code, answer.json["code"]) == (507, "storage_full")
    assert "Prévenez l'administrateur" in answer.json["detail"]
    assert "rien n'a été pris" in answer.json["detail"]
    assert body.received == 0
    with house.wiring.store.read(ACTOR) as uow:
        assert uow.session.scalars(select(Order)).all() == []
    # With room again the same file comes as far as its own faults.
    disk.free = 100 * GIGABYTE
    answer, body = send(client)
    assert answer.json["refused"][0]["code"] == "damaged_file"
    assert body.received > 1000


def test_the_files_themselves_count_once_for_each_copy_on_the_disk(house: House, disk: Disk) -> None:
    client = house.signed_in(OUTSIDE)
    # The form as it comes, its copy in the data folder, the blob: three folders of one disk.
    assert len(house.wiring.room.folders) == 3
    disk.free = 500_000_000 + 3 * 90_000
    assert send(client, 100_000)[0].status_code == 507
    disk.free = 500_000_000 + 3 * 110_000
    assert send(client, 100_000)[0].status_code == 422


def test_who_may_not_send_is_told_that_and_not_the_state_of_the_disk(house: House, disk: Disk) -> None:
    disk.free = 0
    answer, _ = send(house.signed_in())
    assert answer.status_code == 403


def test_the_requester_is_told_before_choosing_files(house: House, disk: Disk) -> None:
    client = house.signed_in(OUTSIDE)
    for address in ("/demandes", "/demandes/nouvelle"):
        disk.free = 0
        page = client.get(address).text
        assert "Dépôt suspendu" in page
        assert 'type="file"' not in page
        disk.free = GIGABYTE
        page = client.get(address).text
        assert "Dépôt suspendu" not in page
        assert 'type="file"' in page


def test_the_administrator_is_told_where_and_how_much(house: House, disk: Disk) -> None:
    client = house.signed_in()
    assert "les nouvelles pièces sont refusées" not in client.get("/administration/").text
    disk.free = 12_000_000
    page = client.get("/administration/").text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "les nouvelles pièces sont refusées" in page
    assert "12 Mo libres" in page
    assert str(house.wiring.settings.data) in page
    assert "TRUCHEMENT_MIN_FREE_MB" in page


def test_a_form_that_finds_the_disk_full_while_it_is_received_is_refused_alike(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The room can go between the question and the writing; werkzeug then meets the system's own error."""
    client = house.signed_in(OUTSIDE)
    with Path("/dev/full").open("wb+", buffering=0) as full:
        monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", lambda *_, **__: full)
        answer, _ = send(client, 1_000_000)
    assert (answer.status_code, answer.json["code"]) == (507, "disk_full")


def test_the_system_is_asked_by_default(tmp_path: Path) -> None:
    room = Reserve((tmp_path / "not" / "there", tmp_path), 1)
    assert [place.short for place in room.places()] == [False, False]
    room.check()
    too_much = free_bytes(tmp_path) + GIGABYTE
    assert len(Reserve((tmp_path,), too_much).short()) == 1
    with pytest.raises(NoRoomForMoreError):
        Reserve((tmp_path,), too_much).check()
    with pytest.raises(NoRoomForMoreError):
        Reserve((tmp_path, tmp_path / "b"), 0).check(incoming=free_bytes(tmp_path) * 2 // 3)


def test_a_full_disk_stores_nothing_and_says_so(tmp_path: Path) -> None:
    """/dev/full is the kernel's own full disk, open to every account."""
    store, key = DiskBlobs(tmp_path / "blobs"), new_key(uuid4())
    store.put(new_key(uuid4()), io.BytesIO(b"there before"))
    (store.incoming / key.split("/")[1]).symlink_to("/dev/full")
    with pytest.raises(BlobStoreFullError):
        store.put(key, io.BytesIO(b"x" * 10_000_000))
    assert list(store.unfinished()) == []
    assert len(list(store.listed())) == 1
    # The same bytes are taken once there is room.
    assert store.put(key, io.BytesIO(b"x")).size == 1


@pytest.mark.parametrize(
    ("code", "status", "full"),
    [
        ("XMinioStorageFull", 507, True),
        ("QuotaExceeded", 403, True),
        ("Whatever", 507, True),
        ("SlowDown", 503, False),
    ],
)
def test_a_full_object_store_is_told_from_one_that_does_not_answer(
    code: str, status: int, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = S3Blobs("s3://key:secret@127.0.0.1:1/bucket")
    answer = HTTPResponse(status=status)

    def refuse(**_: object) -> None:
        raise S3Error(answer, code, "message", "resource", "request", "host")

    monkeypatch.setattr(store._client, "put_object", refuse)
    with pytest.raises(BlobStoreError) as refused:
        store.put(new_key(uuid4()), io.BytesIO(b"x"))
    assert isinstance(refused.value, BlobStoreFullError) is full


def test_work_that_finds_the_disk_full_waits_and_is_no_failure(house: House) -> None:
    store = house.wiring.store
    with store.transaction(ACTOR) as uow:
        queue.enqueue(uow.session, Queue.DRAFT, uuid4(), make_body(uow).id)
    worker = Worker(store, Lease(60, 15), "w")
    with store.transaction(ACTOR) as uow:
        claim = queue.claim(uow.session, Queue.DRAFT, "w", worker.lease)
    assert claim is not None

    def work(_keeper: object) -> None:
        with Path("/dev/full").open("wb") as file:
            file.write(b"x" * 100_000)

    carry_out(worker, ACTOR, claim, work, lambda _uow, code: pytest.fail(code))
    with store.read(ACTOR) as uow:
        item = uow.session.scalars(select(WorkItem)).one()
        assert (item.token, item.done_at, item.failure, item.crashes) == (None, None, None, 0)
        assert item.not_before is not None
    with store.transaction(ACTOR) as uow:
        uow.session.execute(update(WorkItem).values(not_before=None))
        assert queue.claim(uow.session, Queue.DRAFT, "w", worker.lease) is not None


def test_a_backup_without_room_is_refused_before_it_copies(house: House, tmp_path: Path) -> None:
    with house.wiring.store.transaction(ACTOR) as uow:
        make_blob(uow, make_body(uow).id, b"x" * 3_000_000)
    target = tmp_path / "backup"
    with pytest.raises(NoRoomError, match="il faut 4 Mo, 2 sont libres"):
        back_up(house.wiring.engine, house.wiring.blobs, target, free=lambda _folder: 2_000_000)
    assert not target.exists()
    back_up(house.wiring.engine, house.wiring.blobs, target, free=lambda _folder: 3_000_000)


def test_the_doctor_says_it(tmp_path: Path) -> None:
    line = folder_line("g", "c", "Données", tmp_path, free_bytes(tmp_path) + GIGABYTE)
    assert not line.good
    assert "attendus" in line.said
    assert "refusés" in line.remedy
