"""A watched folder as a way in: each file is an order once, whatever happens, and a text beside it says which."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.checkup import ways as checkup
from app.mailboxes import folder_owners
from app.settings import load
from app.settings_values import SettingError
from app.ways import folder, ways_in
from intake.dropped import service
from intake.dropped.errors import FolderError, FolderOwnerError
from intake.dropped.folder import Folder
from intake.dropped.step import FolderStep
from storage.models import Confidentiality, Document, DroppedFile, DroppedStatus, Order, Role, Unit
from storage.room import DiskFullError
from tests.application import TEST
from tests.containers import zipped
from tests.integration.app.workshop import House, address, open_house
from tests.integration.ocr.papers import SPANISH, printed

OWNER = address(Role.REQUESTER)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "in" / "cpam").mkdir(parents=True)
    return tmp_path / "in"


@pytest.fixture
def cpam(root: Path) -> Path:
    return root / "cpam"


@pytest.fixture
def house(tmp_path: Path, root: Path) -> Iterator[House]:
    with open_house(tmp_path / "data", FOLDER=str(root), FOLDER_USERS=f"cpam={OWNER}") as opened:
        yield opened


@pytest.fixture
def step(house: House, root: Path) -> FolderStep:
    return folder(house.wiring, root, folder_owners(house.wiring.settings))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return printed(tmp_path_factory.mktemp("paper") / "acte.pdf", SPANISH).read_bytes()


def rounds(step: FolderStep, count: int = 2) -> int:
    """A file is taken by the second round that finds it the same."""
    return sum(step.run_once(lambda: False) for _ in range(count))


def names(house: House) -> list[str]:
    with house.wiring.store.read(TEST) as uow:
        return sorted(uow.session.scalars(select(Document.file_name)))


def lying(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir()) if place.exists() else []


def test_a_file_becomes_an_order_with_a_text_beside_it(
    house: House, step: FolderStep, cpam: Path, paper: bytes
) -> None:
    (cpam / "Acte de naissance.pdf").write_bytes(paper)
    assert rounds(step, 1) == 0
    assert rounds(step, 1) == 1
    assert names(house) == ["Acte de naissance.pdf"]
    assert lying(cpam) == ["faits"]
    assert lying(cpam / "faits") == ["Acte de naissance.pdf", "Acte de naissance.pdf.resultat.txt"]
    told = cpam / "faits" / "Acte de naissance.pdf.resultat.txt"
    with house.wiring.store.read(TEST) as uow:
        order = uow.session.scalars(select(Order)).one()
        assert order.number in told.read_text()
        assert order.created_by == house.actors[Role.REQUESTER].person
    assert stat.S_IMODE(told.stat().st_mode) == 0o644
    assert (cpam / "faits" / "Acte de naissance.pdf").read_bytes() == paper


def test_a_file_that_is_being_written_waits(house: House, step: FolderStep, cpam: Path, paper: bytes) -> None:
    growing = cpam / "acte.pdf"
    growing.write_bytes(paper[:100])
    (cpam / "autre.pdf.part").write_bytes(paper)
    (cpam / ".cache.pdf").write_bytes(paper)
    rounds(step, 1)
    growing.write_bytes(paper)
    assert rounds(step, 1) == 0
    assert rounds(step, 1) == 1
    assert lying(cpam) == [".cache.pdf", "autre.pdf.part", "faits"]
    (cpam / "autre.pdf.part").rename(cpam / "autre.pdf")
    assert rounds(step) == 1


def test_a_container_says_what_was_not_taken(house: House, step: FolderStep, cpam: Path, paper: bytes) -> None:
    (cpam / "lot.zip").write_bytes(zipped({"a.pdf": paper, "b.exe": b"MZ"}))
    assert rounds(step) == 1
    told = (cpam / "faits" / "lot.zip.resultat.txt").read_text()
    assert "Demande " in told
    assert "lot.zip › b.exe" in told


def test_a_refused_file_lies_with_its_reason(house: House, step: FolderStep, cpam: Path) -> None:
    (cpam / "jeu.exe").write_bytes(b"MZ")
    assert rounds(step) == 0
    assert lying(cpam / "refuses") == ["jeu.exe", "jeu.exe.resultat.txt"]
    assert "PDF" in (cpam / "refuses" / "jeu.exe.resultat.txt").read_text()
    assert names(house) == []


def test_links_and_pipes_are_refused_and_not_followed(
    house: House, step: FolderStep, cpam: Path, tmp_path: Path, paper: bytes
) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(paper)
    (cpam / "lien.pdf").symlink_to(secret)
    (cpam / "second.pdf").hardlink_to(secret)
    os.mkfifo(cpam / "tube.pdf")
    (cpam / "dossier.pdf").mkdir()
    assert rounds(step) == 0
    assert names(house) == []
    assert {"lien.pdf", "second.pdf", "tube.pdf", "dossier.pdf"} <= set(lying(cpam / "refuses"))
    assert secret.read_bytes() == paper


def test_a_sub_folder_that_is_a_link_is_no_sub_folder(step: FolderStep, root: Path, tmp_path: Path) -> None:
    (root / "cpam").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (root / "cpam").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderError):
        rounds(step)


class _KilledError(BaseException):
    """What no handler of ours catches, as a kill."""


@pytest.mark.parametrize("point", ["before the commit", "after the commit", "before the move"])
def test_whatever_ends_it_a_file_is_taken_once(
    house: House, step: FolderStep, cpam: Path, paper: bytes, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    (cpam / "acte.pdf").write_bytes(paper)

    def killed(*_: object, **__: object) -> None:
        raise _KilledError()

    where = {
        "before the commit": "intake.dropped.service.create_order",
        "after the commit": "intake.dropped.step.Folder.put_away",
        "before the move": "intake.dropped.folder.os.rename",
    }[point]
    with monkeypatch.context() as patched:
        patched.setattr(where, killed)
        with pytest.raises(_KilledError):
            rounds(step)
    assert (cpam / "acte.pdf").exists()
    rounds(step)
    assert names(house) == ["acte.pdf"]
    assert "acte.pdf" in lying(cpam / "faits")
    assert lying(cpam) == ["faits"]


def test_the_same_file_again_is_told_and_another_of_its_name_taken(
    house: House, step: FolderStep, cpam: Path, paper: bytes
) -> None:
    for data in (paper, paper, paper + b"\n%other"):
        (cpam / "acte.pdf").write_bytes(data)
        rounds(step)
    assert names(house) == ["acte.pdf", "acte.pdf"]
    done = cpam / "faits"
    assert "déjà été déposé" in (done / "acte (2).pdf.resultat.txt").read_text()
    assert (done / "acte (3).pdf").exists()


def test_what_is_put_in_its_place_meanwhile_is_not_moved(
    step: FolderStep, cpam: Path, paper: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cpam / "acte.pdf").write_bytes(paper)
    usual = Folder.put_away

    def replaced(self: Folder, *said: object) -> None:
        (cpam / "new").write_bytes(paper + b"\n%new")
        (cpam / "new").rename(cpam / "acte.pdf")
        usual(self, *said)

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "put_away", replaced)
        assert rounds(step) == 1
    assert lying(cpam) == ["acte.pdf", "faits"]
    assert lying(cpam / "faits") == []
    assert rounds(step) == 1


def test_names_in_any_script_and_of_any_length(house: House, step: FolderStep, cpam: Path, paper: bytes) -> None:
    (cpam / "証明書.pdf").write_bytes(paper)
    (cpam / ("é" * 125 + ".pdf")).write_bytes(paper + b"\n%2")
    (cpam / b"\xff\xfe.pdf".decode("utf-8", "surrogateescape")).write_bytes(paper + b"\n%3")
    assert rounds(step) == 3
    assert len(lying(cpam / "faits")) == 6
    assert "証明書.pdf" in names(house)


def test_a_short_disk_counts_for_nothing(
    house: House, step: FolderStep, cpam: Path, paper: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cpam / "acte.pdf").write_bytes(paper)

    def full(*_: object, **__: object) -> None:
        raise DiskFullError()

    with monkeypatch.context() as patched:
        patched.setattr("intake.dropped.service.create_order", full)
        with pytest.raises(DiskFullError):
            rounds(step)
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(DroppedFile)).one().attempts == 0
    assert rounds(step) == 1


def test_what_kills_its_reader_again_and_again_is_given_up(
    house: House, step: FolderStep, cpam: Path, paper: bytes
) -> None:
    (cpam / "acte.pdf").write_bytes(paper)
    rounds(step, 1)
    sha256 = hashlib.sha256(paper).hexdigest()
    for _ in range(service.MOST_ATTEMPTS):
        with house.wiring.store.transaction(TEST) as uow:
            service.begin(uow, "cpam", "acte.pdf", sha256)
    assert rounds(step, 1) == 0
    with house.wiring.store.read(TEST) as uow:
        row = uow.session.scalars(select(DroppedFile)).one()
        assert (row.status, row.code) == (DroppedStatus.REFUSED, "dropped_file_interrupted")


def test_a_medical_unit_orders_medical_pieces(house: House, step: FolderStep, cpam: Path, paper: bytes) -> None:
    with house.wiring.store.transaction(TEST) as uow:
        uow.session.get_one(Unit, house.actors[Role.REQUESTER].unit_id).medical = True
    (cpam / "acte.pdf").write_bytes(paper)
    rounds(step)
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(Order)).one().confidentiality is Confidentiality.MEDICAL


def test_nothing_is_taken_in_the_name_of_nobody(house: House, root: Path, cpam: Path, paper: bytes) -> None:
    (cpam / "acte.pdf").write_bytes(paper)
    for who in ("nobody@house.example", address(Role.TRANSLATOR)):
        with pytest.raises(FolderOwnerError):
            rounds(folder(house.wiring, root, {"cpam": who}))
    assert lying(cpam) == ["acte.pdf"]


def test_one_sub_folder_hinders_no_other(house: House, root: Path, cpam: Path, paper: bytes) -> None:
    (cpam / "acte.pdf").write_bytes(paper)
    step = folder(house.wiring, root, {"absent": OWNER, "cpam": OWNER})
    for _ in range(2):
        with pytest.raises(FolderError):
            step.run_once(lambda: False)
    assert names(house) == ["acte.pdf"]


def test_the_check_up_says_whether_the_folder_is_there(house: House, cpam: Path) -> None:
    settings = house.wiring.settings
    (line,) = checkup.folder(settings)
    assert line.good
    cpam.rmdir()
    (line,) = checkup.folder(settings)
    assert not line.good
    assert "cpam" in line.remedy
    assert checkup.folder(load({})) == []


def test_the_setting_makes_it_a_way_in(house: House) -> None:
    assert list(ways_in(house.wiring)) == ["folder"]


@pytest.mark.parametrize("said", ["", "cpam", "cpam=nobody", "../x=a@b.c", "a=a@b.c,a=d@b.c", "=a@b.c"])
def test_a_mapping_that_is_none_is_a_wrong_setting(tmp_path: Path, said: str) -> None:
    settings = load({"TRUCHEMENT_FOLDER": str(tmp_path), "TRUCHEMENT_FOLDER_USERS": said})
    with pytest.raises(SettingError, match="FOLDER_USERS"):
        folder_owners(settings)
