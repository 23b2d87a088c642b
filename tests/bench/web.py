"""The web process alone, over real HTTP, with accounts of several caisses: nothing is read meanwhile."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.people import service as people
from app.people.service import NewUser
from app.settings import load
from app.signin.passwords import Passwords
from app.wiring import Wiring, wire
from storage.actors import system
from storage.models import BodyKind, Role
from tests.bench.memory import tree_of
from tests.browser import Browser
from tests.service import ROOT, START_SECONDS, answers, free_port, wait_for

ACTOR = system("bench")
PASSWORD = "correct cheval pile agrafe"


@dataclass(frozen=True)
class Web:
    """A running web application. ``emails`` are the accounts, one for each caisse."""

    port: int
    pid: int
    emails: tuple[str, ...]
    wiring: Wiring

    def browser(self, number: int = 0) -> Browser:
        """A browser signed in as a person of one of the caisses."""
        browser = Browser(f"http://127.0.0.1:{self.port}")
        browser.sign_in(self.emails[number % len(self.emails)], PASSWORD)
        return browser

    def processes_kept(self) -> list[int]:
        """Gunicorn's master and its one worker; the passing children that count pages are none of them."""
        return [pid for pid in tree_of(self.pid) if _is_web(pid)]


@contextmanager
def serving(data: Path, *, bodies: int = 1, **settings: str) -> Iterator[Web]:
    """``truchement serve``, answering; ``settings`` are environment names without prefix."""
    port = free_port()
    environment = {f"TRUCHEMENT_{name}": value for name, value in settings.items()}
    environment |= {"TRUCHEMENT_DATA": str(data), "TRUCHEMENT_PORT": str(port)}
    wiring = wire(load(environment))
    emails = _prepare(wiring, bodies)
    with (data / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve"],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(lambda: answers(port) or process.poll() is not None, START_SECONDS)
        assert process.poll() is None, (data / "serve.log").read_text()
        yield Web(port, process.pid, emails, wiring)
    finally:
        process.terminate()
        process.wait(60)
        wiring.engine.dispose()


def _prepare(wiring: Wiring, bodies: int) -> tuple[str, ...]:
    wiring.prepare()
    emails = tuple(f"agent@caisse{number}.invalid" for number in range(bodies))
    hashed = Passwords().hash(PASSWORD)
    with wiring.store.transaction(ACTOR) as uow:
        for number, email in enumerate(emails):
            body = people.add_body(uow, f"Caisse {number}", BodyKind.CAISSE)
            unit = people.add_unit(uow, body, "Relations internationales")
            new = NewUser(email, "Claude Martin", frozenset({Role.REQUESTER}), password_hash=hashed)
            people.add_user(uow, unit, new)
    return emails


def _is_web(pid: int) -> bool:
    try:
        return b"serve" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
