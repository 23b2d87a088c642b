"""Running the real command line as a process, as a script or a person would."""

import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "samples"
SECONDS = 280


@dataclass(frozen=True)
class Done:
    """What a command left: its exit status and what it wrote on each side."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Standard output as one JSON document: anything beside it makes this fail."""
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        """Standard output as JSON lines, ended by ``\\n`` alone."""
        assert not self.out or self.out.endswith("\n")
        return [json.loads(line) for line in self.out.split("\n")[:-1]]


def environment(data: Path, settings: Mapping[str, str]) -> dict[str, str]:
    named = {f"TRUCHEMENT_{name}": value for name, value in settings.items()}
    return {**os.environ, "TRUCHEMENT_DATA": str(data), **named}


def command(arguments: Sequence[str | Path]) -> list[str]:
    return [sys.executable, "-m", "app.cli", *(os.fspath(argument) for argument in arguments)]


def truchement(*arguments: str | Path, data: Path, given: bytes = b"", **settings: str) -> Done:
    """Runs to the end. ``given`` goes to standard input; ``settings`` are environment names without prefix."""
    done = subprocess.run(
        command(arguments),
        cwd=ROOT,
        env=environment(data, settings),
        input=given,
        capture_output=True,
        timeout=SECONDS,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def on_terminal(*arguments: str | Path, data: Path) -> tuple[int, str]:
    """Runs on a terminal of its own; returns the exit status and all that appeared there."""
    ours, theirs = pty.openpty()
    seen = b""
    with subprocess.Popen(
        command(arguments),
        cwd=ROOT,
        env={**environment(data, {}), "TERM": "xterm", "COLUMNS": "100"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if select.select([ours], [], [], 0.5)[0]:
                piece = b""
                # Linux answers an error once nobody holds the other side.
                with suppress(OSError):
                    piece = os.read(ours, 1 << 16)
                if not piece:
                    break
                seen += piece
        status = process.wait(10)
    os.close(ours)
    return status, seen.decode(errors="replace")
