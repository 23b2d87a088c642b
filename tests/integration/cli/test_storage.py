"""The commands that keep, check and bring back what is stored, as an operator runs them."""

import io
import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.settings import load
from app.wiring import Wiring, wire
from storage.actors import system
from storage.blobs import new_key
from storage.disk import DiskBlobs
from storage.messages import Mail
from storage.migrations import upgrade
from storage.models import AuditEvent, now
from tests.factories import make_blob, make_body
from tests.integration.cli.command import truchement

ACTOR = system("test")


@pytest.fixture
def house(tmp_path: Path) -> Wiring:
    """A data folder with an object that a row names."""
    wiring = wire(load({"TRUCHEMENT_DATA": str(tmp_path / "data")}))
    upgrade(wiring.engine)
    with wiring.store.transaction(ACTOR) as uow:
        make_blob(uow, make_body(uow).id, b"only copy")
        uow.send(Mail("a@cpam.example", "Invitation", "secret"))
    return wiring


def old_strays(folder: Path, count: int) -> list[Path]:
    blobs = DiskBlobs(folder)
    paths = [folder / blobs.put(new_key(uuid4()), io.BytesIO(b"x")).key for _ in range(count)]
    long_ago = (now() - timedelta(days=3)).timestamp()
    for path in paths:
        os.utime(path, (long_ago, long_ago))
    return paths


def test_orphans_go_only_when_their_number_is_said(house: Wiring, tmp_path: Path) -> None:
    strays = old_strays(tmp_path / "data" / "blobs", 12)
    ask = ("blobs", "audit", "--remove-orphans")
    refused = truchement(*ask, "--json", data=tmp_path / "data")
    assert (refused.status, refused.json()["error"]["code"]) == (1, "orphans_unconfirmed")
    assert "--yes-delete 12" in refused.json()["error"]["message"]
    assert truchement("blobs", "audit", "--yes-delete", "12", data=tmp_path / "data").status == 2
    assert all(path.exists() for path in strays)
    done = truchement(*ask, "--yes-delete", "12", "--json", data=tmp_path / "data")
    assert (done.status, len(done.json()["removed"])) == (0, 12)
    assert not any(path.exists() for path in strays)


def test_an_empty_database_deletes_nothing(house: Wiring, tmp_path: Path) -> None:
    (path,) = old_strays(tmp_path / "data" / "blobs", 1)
    wrong = wire(load({"TRUCHEMENT_DATA": str(tmp_path / "wrong")}))
    upgrade(wrong.engine)
    kept = (tmp_path / "data" / "blobs").as_uri()
    done = truchement("blobs", "audit", "--remove-orphans", data=tmp_path / "wrong", BLOBS_URL=kept)
    assert done.status == 1
    assert "ne cite aucun fichier" in done.err
    assert path.exists()


def test_a_backup_is_made_verified_and_restored(house: Wiring, tmp_path: Path) -> None:
    place = tmp_path / "backup"
    assert truchement("backup", place, data=tmp_path / "data").status == 0
    good = truchement("backup", place, "--verify", "--json", data=tmp_path / "data")
    assert (good.status, good.json()["objects"], good.json()["damaged"]) == (0, 1, [])
    back = truchement("restore", place, data=tmp_path / "new")
    assert back.status == 0, back.err
    assert "Courriels retenus : 1" in back.out
    (path,) = (place / "blobs").glob("*-*/*")
    path.write_bytes(b"only c0py")
    bad = truchement("backup", place, "--verify", data=tmp_path / "data")
    assert bad.status == 1
    assert f"altéré : {path.parent.name}/{path.name}" in bad.err


def test_old_backups_are_let_go_when_asked(house: Wiring, tmp_path: Path) -> None:
    place = tmp_path / "backup"
    first = truchement("backup", place, "--keep", "1", "--json", data=tmp_path / "data").json()
    assert first["pruned"] == []
    (place / "snapshots" / first["snapshot"]).rename(place / "snapshots" / "20200101T000000Z")
    second = truchement("backup", place, "--keep", "1", data=tmp_path / "data")
    assert (second.status, second.err) == (0, "")
    assert "Sauvegardes retirées : 1 ; 0 fichiers" in second.out
    assert [path.name for path in (place / "snapshots").iterdir()] != ["20200101T000000Z"]
    assert len(list((place / "snapshots").iterdir())) == 1
    with house.store.read(ACTOR) as uow:
        event = uow.session.scalars(select(AuditEvent).where(AuditEvent.action == "backups_pruned")).one()
        assert event.details == {"kept": 1, "files": 1}
    assert truchement("backup", place, "--keep", "1", "--verify", data=tmp_path / "data").status == 2


def test_a_backup_says_that_its_folder_cannot_be_written(house: Wiring, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file" / "backup", Path("/proc/backup")):
        done = truchement("backup", folder, "--json", data=house.settings.data)
        assert done.status == 1
        assert done.json()["error"]["code"] == "output_unwritable"
        assert str(folder) in done.json()["error"]["message"]
    done = truchement("backup", tmp_path / "backup", data=house.settings.data)
    assert done.status == 0
    assert "0,0\u00a0Mo" in done.out
