"""During an upgrade two versions work on one database: the one before on the schema of the one after."""

import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from storage import migrations
from storage.database import open_engine
from storage.migrations.standing import Place, standing
from tests.backends import DATABASES, database

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).parent / "rows_of_version.py"
PACKAGES: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
ROUNDS = 4
EXPAND = '''
"""Adds what the version before does not know"""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9001", "{newest}", None, None

def upgrade():
    with op.batch_alter_table("order") as batch:
        batch.add_column(sa.Column("next_word", sa.String(20), nullable=True))
    with op.batch_alter_table("segment") as batch:
        batch.add_column(sa.Column("next_count", sa.Integer(), nullable=False, server_default="0"))
    op.create_table("next_table", sa.Column("id", sa.Integer(), primary_key=True),
                    sa.Column("order_id", sa.Uuid(), sa.ForeignKey("order.id"), nullable=False))
'''
CONTRACT = '''
"""Takes away what no program since {since} uses"""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9002", "9001", None, None
contracts = "{since}"

def upgrade():
    with op.batch_alter_table("segment") as batch:
        batch.drop_column("next_count")
'''


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database(request.param, tmp_path, empty=True) as found:
        yield found


@pytest.fixture
def file(tmp_path: Path) -> str:
    """An empty database where it does not matter which."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


def newest() -> str:
    return migrations.newest(create_engine("sqlite://"))


def git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout


def previous_tree(folder: Path) -> Path:
    """The code as it was before the newest migration, out of the repository's history."""
    [script] = [script for script in migrations.chain(create_engine("sqlite://")) if script.revision == newest()]
    path = str(Path(script.path).relative_to(ROOT))
    added = git("log", "--no-renames", "--diff-filter=A", "--format=%H", "--", path).decode().split()
    commit = f"{added[-1]}^" if added else "HEAD"
    with tarfile.open(fileobj=BytesIO(git("archive", commit, *PACKAGES))) as archive:
        archive.extractall(folder)
    return folder


def next_tree(folder: Path, *scripts: str) -> Path:
    """This code with migrations that come after."""
    for package in PACKAGES:
        kept_out = shutil.ignore_patterns("__pycache__", "vendor")
        shutil.copytree(ROOT / package, folder / package, ignore=kept_out, dirs_exist_ok=True)
    for number, script in enumerate(scripts, start=9001):
        (folder / "storage" / "migrations" / "versions" / f"{number}_next.py").write_text(script)
    return folder


def rows_of(tree: Path, address: str, rounds: int = ROUNDS, words: str = "{}") -> "subprocess.Popen[str]":
    """The program of a tree, writing and reading every table that it knows."""
    command = [sys.executable, str(SCRIPT), address, str(rounds), words]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    return subprocess.Popen(
        command, cwd=tree, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def truchement(tree: Path, address: str, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command of a tree."""
    environment = os.environ | {"TRUCHEMENT_DATABASE_URL": address, "TRUCHEMENT_DATA": str(data), "PYTHONPATH": ""}
    command = [sys.executable, "-m", "app.cli", *words]
    return subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def words_of(tree: Path) -> str:
    """The words of enumerations that a tree knows: a version writes no word that the one before cannot read."""
    environment = os.environ | {"PYTHONPATH": str(tree)}
    return subprocess.check_output([sys.executable, str(SCRIPT), "words"], cwd=tree, env=environment, text=True)


def finish(*processes: "subprocess.Popen[str]") -> list[str]:
    """Waits for all; what each has said."""
    told = [process.communicate(timeout=120) for process in processes]
    for process, (_, errors) in zip(processes, told, strict=True):
        assert process.returncode == 0, errors
    return [said for said, _ in told]


def side_by_side(before: Path, after: Path, address: str) -> list[list[str]]:
    """Both versions at once, the one before twice; then what each finds: the revision it knows, tables, rows."""
    known = words_of(before)
    finish(*(rows_of(tree, address, words=known) for tree in (before, after, before)))
    return [said.split() for said in finish(*(rows_of(tree, address, 0) for tree in (before, after)))]


def test_the_version_before_works_on_the_newest_schema(address: str, tmp_path: Path) -> None:
    before = previous_tree(tmp_path / "before")
    engine = open_engine(address)
    migrations.upgrade(engine)
    engine.dispose()
    old, new = side_by_side(before, ROOT, address)
    assert old[0] != new[0] == newest()
    assert int(old[1]) > 20
    assert int(old[2]) >= 3 * ROUNDS * int(old[1])


def test_this_version_works_on_the_schema_of_the_next(address: str, tmp_path: Path) -> None:
    after = next_tree(tmp_path / "after", EXPAND.format(newest=newest()))
    engine = open_engine(address)
    migrations.upgrade(engine)
    # Written before the upgrade, read by both after it.
    finish(rows_of(ROOT, address))
    done = truchement(after, address, tmp_path / "data", "migrate")
    assert done.returncode == 0, done.stderr
    assert "truchement backup" in done.stderr
    stood = standing(engine)
    assert (stood.place, stood.found, stood.wanted) == (Place.AHEAD, "9001", newest())
    engine.dispose()
    old, new = side_by_side(ROOT, after, address)
    assert new[0] == "9001"
    assert old[1:] == new[1:]
    assert int(old[2]) == 4 * ROUNDS * int(old[1])


def test_commands_of_this_version_run_on_the_schema_of_the_next(file: str, tmp_path: Path) -> None:
    after, data = next_tree(tmp_path / "after", EXPAND.format(newest=newest())), tmp_path / "data"
    assert truchement(after, file, data, "migrate").returncode == 0
    for words in (
        ["migrate"],
        ["init", "--email", "a@test.invalid", "--name", "A"],
        ["users", "list"],
        ["queues"],
    ):
        done = truchement(ROOT, file, data, *words)
        assert done.returncode == 0, (words, done.stderr)
    # Its backup would leave out what it does not know.
    refused = truchement(ROOT, file, data, "backup", str(tmp_path / "kept"))
    assert (refused.returncode, "[backup_other_version]" in refused.stderr) == (1, True)


@pytest.mark.parametrize("since", ["9001", "newest"])
def test_a_contract_stops_the_programs_that_use_what_is_gone(file: str, tmp_path: Path, since: str) -> None:
    floor, data = newest() if since == "newest" else since, tmp_path / "data"
    scripts = EXPAND.format(newest=newest()), CONTRACT.format(since=floor)
    after = next_tree(tmp_path / "after", *scripts)
    assert truchement(after, file, data, "migrate").returncode == 0
    told = {words: truchement(ROOT, file, data, words) for words in ("migrate", "doctor")}
    if floor == newest():
        assert told["migrate"].returncode == 0, told["migrate"].stderr
        return
    for name in ("beat", "run"):
        done = truchement(ROOT, file, data, name)
        assert done.returncode == 1
        assert "[database_too_new]" in done.stderr
        assert "9001" in done.stderr
    assert "9002" in told["doctor"].stdout
    assert told["doctor"].returncode == 1


def test_a_process_does_not_start_on_a_database_that_is_behind(file: str, tmp_path: Path) -> None:
    for name in ("beat", "worker", "serve"):
        done = truchement(ROOT, file, tmp_path / "data", name)
        assert done.returncode == 1
        assert "[database_behind]" in done.stderr
        assert "truchement migrate" in done.stderr


def test_machines_that_start_together_migrate_once(address: str, tmp_path: Path) -> None:
    environment = os.environ | {"TRUCHEMENT_DATABASE_URL": address, "TRUCHEMENT_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-m", "app.cli", "migrate", "--json"]
    started = [
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(5)
    ]
    finish(*started)
    engine = open_engine(address)
    assert standing(engine).place is Place.CURRENT
    assert migrations.drift(engine) == []
    engine.dispose()


def test_the_background_process_of_this_version_goes_on_beside_the_next(address: str, tmp_path: Path) -> None:
    after, data = next_tree(tmp_path / "after", EXPAND.format(newest=newest())), tmp_path / "data"
    assert truchement(ROOT, address, data, "migrate").returncode == 0
    environment = os.environ | {"TRUCHEMENT_DATABASE_URL": address, "TRUCHEMENT_DATA": str(data)}
    beat = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "beat"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        time.sleep(3)
        assert truchement(after, address, data, "migrate").returncode == 0
        time.sleep(3)
        assert beat.poll() is None
    finally:
        beat.send_signal(signal.SIGTERM)
        _, errors = beat.communicate(timeout=30)
    assert (beat.returncode, errors) == (0, "")
