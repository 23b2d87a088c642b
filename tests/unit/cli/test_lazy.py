"""The commands are loaded one by one: the table says the truth of each, and the list of them loads none."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import truchement
from app.commands.lazy import load

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("sqlalchemy", "flask", "celery", "weasyprint", "numpy", "rich")


def loaded_by(*arguments: str) -> set[str]:
    """The packages that a call of the command line leaves loaded."""
    program = (
        "import sys, app.cli\n"
        f"sys.argv = ['truchement', *{list(arguments)!r}]\n"
        "try:\n    app.cli.main()\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize("name", truchement.places)
def test_the_list_says_what_the_command_says_of_itself(name: str) -> None:
    place = truchement.places[name]
    command = load(place)
    assert command.name == name
    assert place.help == command.get_short_help_str(200)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_what_needs_no_command_loads_none(option: str) -> None:
    assert loaded_by(option) & set(HEAVY) == set()


def test_a_command_loads_what_it_needs() -> None:
    # So that the test above looks at something: this one does need the database.
    assert {"sqlalchemy", "celery"} <= loaded_by("audit", "verify", "--help")
    assert loaded_by("beat", "--help") & {"flask", "weasyprint", "numpy"} == set()
    assert loaded_by("models", "--help") & {"sqlalchemy", "flask", "weasyprint", "celery"} == set()


def test_ctrl_c_while_a_command_is_loaded_ends_the_process_without_a_word(tmp_path: Path) -> None:
    # A command whose loading takes for ever, as that of all parts once took a second.
    (tmp_path / "slow.py").write_text("import time\nprint('loading', flush=True)\ntime.sleep(60)\n")
    program = (
        "import sys, app.cli\n"
        "from app.commands.lazy import Place\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "app.cli.truchement.places['slow'] = Place('slow', 'slow', '')\n"
        "sys.argv = ['truchement', 'slow']\n"
        "app.cli.main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "loading\n"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "")
