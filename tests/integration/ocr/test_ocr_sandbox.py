"""The world of an enclosed process, asked of a process in it; and what is done where there is none."""

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from ocr import sandbox
from ocr.errors import SandboxMissingError
from ocr.limits import Limits
from ocr.sandbox import ROOT, TEMPORARY, Trial, enclosed, is_enclosing, trial
from ocr.supervision import look_in_child
from tests.integration.ocr.papers import GERMAN, printed

REQUIRED = Limits(sandbox="required")
LOOK = """
import json, os, socket
def tried(act):
    try:
        return str(act())
    except OSError as error:
        return type(error).__name__
def write(path):
    with open(path, "w") as file:
        return file.write("x")
def network():
    with socket.create_connection(("127.0.0.1", int(os.environ["PORT"])), timeout=5):
        return "reached"
print(json.dumps({
    "root": sorted(os.listdir("/")),
    "code": sorted(os.listdir(os.environ["ROOT"])),
    "input": tried(lambda: open("/input/original").read()),
    "secret": tried(lambda: open(os.environ["SECRET"]).read()),
    "passwords": tried(lambda: open("/etc/shadow").read()),
    "network": tried(network),
    "signal": tried(lambda: os.kill(int(os.environ["PARENT"]), 0)),
    "over the input": tried(lambda: write("/input/original")),
    "over the code": tried(lambda: write(os.environ["ROOT"] + "/ocr/child.py")),
    "root file": tried(lambda: write("/file")),
    "shared memory": tried(lambda: write("/dev/shm/file")),
    "temporary": tried(lambda: write("/tmp/file")),
    "user": os.getuid(),
    "name": os.uname().nodename,
    "processes": os.getpid(),
}))
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What an enclosed process says that it can see and do."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "letter").write_text("Rente")
    (folder / "letter").chmod(0o600)
    (folder / "secret").write_text("geheim")
    with socket.create_server(("127.0.0.1", 0)) as server:
        environment = {
            "PATH": "/usr/bin:/bin",
            "ROOT": str(ROOT),
            "SECRET": str(folder / "secret"),
            "PORT": str(server.getsockname()[1]),
            "PARENT": str(os.getpid()),
        }
        command = [*enclosed(REQUIRED, folder / "letter"), sys.executable, "-c", LOOK]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.enclosed
def test_it_reads_its_one_file_and_no_other(world):
    assert world["input"] == "Rente"
    assert world["secret"] == "FileNotFoundError"
    assert world["passwords"] == "FileNotFoundError"


@pytest.mark.enclosed
def test_beside_the_code_there_is_nothing(world):
    # Neither the data folder, which lies there by default, nor the settings of the service, nor /proc.
    allowed = {"ocr", "storage", ".venv"}
    assert set(world["code"]) <= allowed
    assert not {"proc", "home", "root", "var", "sys", "run"} & set(world["root"])


@pytest.mark.enclosed
def test_it_reaches_neither_network_nor_other_processes(world):
    assert world["network"] in {"OSError", "ConnectionRefusedError"}
    assert world["signal"] == "ProcessLookupError"
    assert world["processes"] < 10
    assert world["user"] == 65534
    assert world["name"] == "truchement"


@pytest.mark.enclosed
def test_it_writes_in_its_own_folder_only(world):
    assert world["temporary"] == "1"
    for place in ("over the input", "over the code", "root file", "shared memory"):
        assert world[place] in {"OSError", "PermissionError"}, place


@pytest.mark.enclosed
def test_what_it_writes_is_bounded():
    program = "open('/tmp/a', 'wb').write(bytes(3 << 20)); open('/tmp/b', 'wb').write(bytes(3 << 20))"
    command = [*enclosed(replace(REQUIRED, file_bytes=2 << 20)), sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "No space left" in done.stderr


@pytest.mark.enclosed
@pytest.mark.skipif(os.geteuid() != 0, reason="only a superuser meets files that are somebody else's and readable")
def test_a_superuser_reads_what_is_somebody_elses(tmp_path):
    path = printed(tmp_path / "a.pdf", GERMAN)
    os.chown(path, 65533, 65533)
    path.chmod(0o600)
    assert look_in_child(path, "application/pdf", limits=REQUIRED).pages == 1


def _program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_system_that_refuses_is_found_by_trying(monkeypatch, tmp_path):
    _program(tmp_path / "bwrap", "echo 'bwrap: No permissions to create new namespace' >&2; exit 1")
    monkeypatch.setattr(sandbox.shutil, "which", lambda *_, **__: str(tmp_path / "bwrap"))
    assert trial.__wrapped__() == Trial(False, "refused", "bwrap: No permissions to create new namespace")


def test_a_system_without_the_program_is_found(monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda *_, **__: None)
    assert trial.__wrapped__() == Trial(False, "absent")


def test_without_a_sandbox_files_are_read_unless_one_is_required(monkeypatch, tmp_path):
    path = printed(tmp_path / "a.pdf", GERMAN)
    monkeypatch.setattr(sandbox, "trial", lambda: Trial(False, "absent"))
    assert not is_enclosing(Limits(sandbox="auto"))
    assert look_in_child(path, "application/pdf", limits=Limits()).pages == 1
    with pytest.raises(SandboxMissingError):
        look_in_child(path, "application/pdf", limits=REQUIRED)


@pytest.mark.enclosed
def test_with_one_files_are_read_in_it_unless_it_is_off():
    assert trial().works, trial()
    assert is_enclosing(Limits())
    assert not is_enclosing(Limits(sandbox="off"))


@pytest.mark.enclosed
def test_a_program_that_lies_where_temporary_files_do_is_enclosed_too():
    with tempfile.TemporaryDirectory(dir=TEMPORARY) as folder:
        for name in ("ocr", "storage"):
            shutil.copytree(ROOT / name, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__"))
        told = "from ocr import sandbox; print(sandbox.ROOT, sandbox.trial())"
        command = [sys.executable, "-c", told]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.split(maxsplit=1) == [folder, f"{Trial(True)}\n"]
