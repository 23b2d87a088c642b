"""What the doctor says when something is wrong, and that it leaves everything as it was."""

import hashlib
import socket
import sqlite3
import threading
from pathlib import Path

import pytest

from app.checkup import programs, services
from app.checkup.line import Line, folder_line
from app.settings import Settings, load
from app.settings_values import SettingError
from app.wiring import wire
from ocr.sandbox import Trial
from storage.database import open_engine
from storage.migrations import downgrade, newest, upgrade
from storage.s3 import S3Blobs
from tests.backends import bucket_address
from tests.enclosing import refusal

LEAST = 500_000_000


def settings(data: Path, **named: str) -> Settings:
    return load({"TRUCHEMENT_DATA": str(data)} | {f"TRUCHEMENT_{name}": value for name, value in named.items()})


def traces(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def is_bad(line: Line) -> None:
    assert not line.good
    assert line.said
    assert line.remedy


def test_a_folder_that_is_to_be_made_is_good_and_stays_unmade(tmp_path: Path) -> None:
    line = folder_line("g", "c", "w", tmp_path / "a" / "b", LEAST)
    assert line.good
    assert line.said.endswith("à créer")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_below_a_file_can_never_be_made(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    is_bad(folder_line("g", "c", "w", tmp_path / "a" / "b", LEAST))


def test_a_database_that_was_never_made_is_no_failure(tmp_path: Path) -> None:
    (line,) = services.database(settings(tmp_path / "data"))
    assert line.good
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("open_elsewhere", [False, True])
def test_a_database_is_read_as_it_lies(tmp_path: Path, open_elsewhere: bool) -> None:
    engine = open_engine(settings(tmp_path).database_url)
    upgrade(engine)
    wanted = newest(engine)
    held = engine.connect() if open_elsewhere else None
    if held is not None:
        held.exec_driver_sql("CREATE TABLE other (id INTEGER)")
        held.commit()
    else:
        engine.dispose()
    before = traces(tmp_path)
    (line,) = services.database(settings(tmp_path))
    assert line.good, line
    assert wanted in line.said
    assert {name: traces(tmp_path)[name] for name in before if not name.endswith("-shm")} == {
        name: digest for name, digest in before.items() if not name.endswith("-shm")
    }
    assert set(traces(tmp_path)) == set(before)
    if held is not None:
        held.close()
    engine.dispose()


def test_a_database_of_an_earlier_version_is_told(tmp_path: Path) -> None:
    engine = open_engine(settings(tmp_path).database_url)
    upgrade(engine)
    downgrade(engine, "-1")
    engine.dispose()
    (line,) = services.database(settings(tmp_path))
    # With a single migration, one step back is an empty base, which the first start prepares.
    assert line.good == ("vide" in line.said)
    assert newest(engine) not in line.said or not line.good


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "truchement.db").write_bytes(b"not a database at all, but long enough to look at" * 40)
    (line,) = services.database(settings(tmp_path))
    is_bad(line)
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(tmp_path / "truchement.db") as connection:
        connection.execute("SELECT 1 FROM sqlite_master")
    connection.close()


def test_a_mail_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        (line,) = services.mail(settings(tmp_path, MAIL_URL=f"smtp://127.0.0.1:{free.getsockname()[1]}"))
    is_bad(line)
    (line,) = services.mail(settings(tmp_path, MAIL_URL="pigeon://toit"))
    is_bad(line)


def test_a_mail_server_that_answers_is_good(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            peer, _ = server.accept()
            with peer, peer.makefile("rb") as asked:
                peer.sendall(b"220 essai\r\n")
                for line in asked:
                    peer.sendall(b"221 essai\r\n" if line.upper().startswith(b"QUIT") else b"250 essai\r\n")
                    if line.upper().startswith(b"QUIT"):
                        return

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        (line,) = services.mail(settings(tmp_path, MAIL_URL=f"smtp://127.0.0.1:{server.getsockname()[1]}"))
        thread.join(10)
    assert line.good, line


def test_a_broker_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"amqp://127.0.0.1:{free.getsockname()[1]}//"
        (line,) = services.broker(settings(tmp_path / "data", BROKER_URL=url))
    is_bad(line)


@pytest.mark.services
def test_an_s3_store_in_the_clear_is_told(tmp_path: Path) -> None:
    address = bucket_address("minio")
    (line,) = services.blobs(settings(tmp_path / "data", BLOBS_URL=address))
    S3Blobs(address).remove_bucket()
    assert line.good
    assert "127.0.0.1, non chiffré" in line.said


def test_an_option_of_the_store_that_is_not_known_is_told(tmp_path: Path) -> None:
    chosen = settings(tmp_path / "data", BLOBS_URL="s3://k:s3cret-w0rd@127.0.0.1:9/seau?secure=maybe")
    (line,) = services.blobs(chosen)
    is_bad(line)
    assert "secure=maybe" in line.said
    assert "s3cret-w0rd" not in line.said + line.remedy
    with pytest.raises(SettingError, match="TRUCHEMENT_BLOBS_URL"):
        _ = wire(chosen).blobs


def test_missing_front_end_files_are_named(tmp_path: Path) -> None:
    (line,) = programs.front_end(tmp_path)
    is_bad(line)
    assert "htmx/htmx.min.js" in line.said


def test_a_broken_catalogue_is_told(tmp_path: Path) -> None:
    (line,) = programs.translations(tmp_path)
    is_bad(line)
    assert [line.good for line in programs.translations()] == [True]


def test_scripts_without_a_font_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (line,) = programs.fonts()
    assert line.good, line
    monkeypatch.setitem(programs.SCRIPTS, "inventé", "xx-none")
    (line,) = programs.fonts()
    is_bad(line)
    assert line.said == "sans inventé"
    monkeypatch.setenv("PATH", str(tmp_path))
    is_bad(programs.fonts()[0])


def test_the_demonstration_model(tmp_path: Path) -> None:
    assert programs.demonstration(settings(tmp_path))[0].good
    is_bad(programs.demonstration(settings(tmp_path), tmp_path / "absent.argosmodel")[0])


def sandbox_line(path: Path, monkeypatch: pytest.MonkeyPatch, trial: Trial, policy: str) -> Line:
    monkeypatch.setattr(programs, "trial", lambda: trial)
    (line,) = programs.sandbox(settings(path, SANDBOX=policy))
    return line


def test_the_sandbox_of_this_system_is_told(tmp_path: Path) -> None:
    (line,) = programs.sandbox(settings(tmp_path))
    assert line.good is not bool(refusal()), line
    assert "bubblewrap" in line.said if line.good else line.remedy


@pytest.mark.parametrize(("policy", "needed"), [("auto", False), ("required", True)])
@pytest.mark.parametrize(
    ("trial", "remedy"),
    [(Trial(False, "absent"), "apt install bubblewrap"), (Trial(False, "refused", "no"), "sysctl")],
)
def test_a_missing_sandbox_is_told_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trial: Trial, remedy: str, policy: str, needed: bool
) -> None:
    line = sandbox_line(tmp_path, monkeypatch, trial, policy)
    is_bad(line)
    assert remedy in line.remedy
    assert line.needed is needed
    assert ("rien ne sera lu" in line.said) is needed


def test_a_sandbox_that_was_turned_off_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = sandbox_line(tmp_path, monkeypatch, Trial(True), "off")
    is_bad(line)
    assert not line.needed
