"""The operations guide: commands, settings, codes and files that it names exist."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from app.cli import truchement
from app.settings_values import ADDRESSES, PREFIX
from tests.unit.app.test_guides import settings_in_code

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
TEXT = (DOCS / "operations.md").read_text(encoding="utf-8")
DECISION = (DOCS / "decisions" / "0005-expand-then-contract.md").read_text(encoding="utf-8")


def commands_named() -> list[list[str]]:
    """Every command line that begins by the program's name, without what follows a pipe, a comment, a stop."""
    found = []
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", TEXT, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    for text in [*lines, *re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL))]:
        if text.startswith("rabbitmqctl"):
            continue
        for said in re.findall(r"(?:^|[\s$/])truchement ([a-z][^#|;&)]*)", text):
            found.append(shlex.split(said.replace("'", "")))
    return found


def unknown(words: list[str]) -> str | None:
    """What of a command line the program does not know; None when it knows all."""
    command: click.Command = truchement
    rest = list(words)
    while rest and isinstance(command, click.Group):
        name = rest.pop(0)
        found = command.get_command(click.Context(command), name)
        if found is None:
            return name
        command = found
    options = {option for parameter in command.params for option in parameter.opts}
    return next((word for word in rest if word.startswith("-") and word.split("=")[0] not in options), None)


def test_every_command_that_is_named_exists() -> None:
    named = commands_named()
    assert len(named) > 25
    assert {words[0] for words in named} >= {"backup", "restore", "migrate", "queues", "audit", "blobs", "doctor"}
    wrong = [" ".join(words) for words in named if unknown(words)]
    assert wrong == []


@pytest.mark.parametrize("line", ["migrates", "backup DOSSIER --verifier", "blobs check", "audit verify --fast"])
def test_a_command_that_does_not_exist_is_found(line: str) -> None:
    assert unknown(line.split())


def test_every_setting_that_is_named_exists() -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", TEXT))
    assert len(named) > 5
    assert named <= settings_in_code().keys() | {f"{PREFIX}{name}_FILE" for name in ADDRESSES}


def test_every_code_that_is_named_is_of_the_command_line() -> None:
    table = (DOCS / "command-line.md").read_text(encoding="utf-8").partition("## Error codes")[2]
    codes = set(re.findall(r"`((?:database|backup|blob|data|restore)_[a-z_]+)`", TEXT))
    assert len(codes) > 5
    assert [code for code in codes if f"`{code}`" not in table] == []


def test_every_file_that_is_named_is_there() -> None:
    links = set(re.findall(r"\]\((?!https?:)([^)#]+)", TEXT))
    assert [link for link in links if not (DOCS / link).exists()] == []
    paths = set(re.findall(r"(?<![\w/.])(deploy/[\w./-]+\w)", TEXT)) - {"deploy/compose/secrets.d"}
    assert {"deploy/install", "deploy/Containerfile", "deploy/compose/compose.yaml"} <= paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_unit_that_is_named_is_there() -> None:
    units = {path.stem.rstrip("@") for path in (ROOT / "deploy" / "systemd").iterdir()}
    named = set(re.findall(r"\btruchement-(?!0)[a-z]+", TEXT))
    assert {"truchement-web", "truchement-worker", "truchement-beat", "truchement-migrate"} <= named
    assert named <= units


def test_the_decision_names_what_is_there() -> None:
    for path in re.findall(r"`((?:storage|tests)/[\w/.]+\.py)`", DECISION):
        assert (ROOT / path).is_file(), path


def test_french_typography() -> None:
    text = re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL)
    assert text.count("«") == text.count("»")
    assert re.findall("«(?!\u00a0)|(?<!\u00a0)»", text) == []
    loose = re.sub(r"`[^`]*`|https?://|^\|[-|]+$|\]\([^)]*\)", "", text, flags=re.MULTILINE)
    assert re.findall(r".{12}(?<!\u00a0)[:;?!](?=\s|$)", loose) == []


def test_the_shell_understands_the_blocks() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 6
    for block in blocks:
        done = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (block, done.stderr)
