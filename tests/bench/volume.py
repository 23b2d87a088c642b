"""100 against 100,000 waiting documents: a claim, a sweep, and the pages that show queues.

The two databases are filled first and measured in turns, so that what else the machine does weighs on both alike.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text

from app import beat
from app.features import features
from app.settings import load
from app.signin.passwords import Passwords
from app.web import create_app
from app.wiring import Wiring, wire
from storage import queue
from storage.actors import system
from storage.migrations import upgrade
from storage.models import Body, BodyKind, Role, Unit, User, UserRole
from storage.queue import Lease
from storage.unit_of_work import Store
from storage.workflow import Queue
from tests.application import CHEAP, PASSWORD, sign_in
from tests.backends import database
from tests.bench.crowd import Sender, fill, make_senders

ACTOR = system("bench")
LEASE = Lease(60, 15)
ROUNDS = 25
PAGES = (
    ("page « Files et échecs » (administrateur)", "/administration/files", "administrator"),
    ("page « Pilotage » (coordinateur)", "/pilotage", "coordinator"),
    ("page « Demandes » (coordinateur, tous les organismes)", "/demandes", "coordinator"),
    ("page « Mes demandes » (agent d'une caisse)", "/demandes", "requester"),
    ("page « Ma file » (traducteur)", "/atelier", "translator"),
)
Act = Callable[[], object]


@dataclass(frozen=True)
class Compared:
    """Medians of the same act on the small and on the large database, in milliseconds."""

    name: str
    small: float
    large: float

    @property
    def ratio(self) -> float:
        """How much slower the large one is: 1.0 for no slower."""
        return self.large / self.small


def compare(kind: str, folder: Path, small: int, large: int, rounds: int = ROUNDS) -> list[Compared]:
    """Fills two databases of a kind and measures every act on both, in turns."""
    with ExitStack() as stack:
        acts = [stack.enter_context(_acts(kind, folder / str(count), count)) for count in (small, large)]
        return [Compared(name, *(_medians([each[name] for each in acts], rounds))) for name in acts[0]]


def _medians(acts: Sequence[Act], rounds: int) -> list[float]:
    seconds: list[list[float]] = [[] for _ in acts]
    for turn in range(rounds + 3):
        for act, taken in zip(acts, seconds, strict=True):
            began = time.perf_counter()
            act()
            if turn >= 3:
                taken.append(time.perf_counter() - began)
    return [1000 * statistics.median(taken) for taken in seconds]


@contextmanager
def _acts(kind: str, folder: Path, count: int) -> Iterator[dict[str, Act]]:
    folder.mkdir(parents=True)
    with database(kind, folder) as address:
        wiring = wire(load({"TRUCHEMENT_DATA": str(folder), "TRUCHEMENT_DATABASE_URL": address}))
        _fill(wiring, count)
        yield {
            "réserver un travail (claim)": lambda: claim(wiring.store),
            "balayer (sweep)": lambda: beat.sweep(wiring.store),
            **_pages(wiring),
        }
        wiring.engine.dispose()


def _fill(wiring: Wiring, count: int) -> None:
    upgrade(wiring.engine)
    with wiring.store.write(ACTOR) as uow:
        senders = make_senders(uow.session)
        _add_people(uow.session, senders[0])
        fill(uow.session, senders, count)
        uow.session.commit()
    _settle(wiring.engine)


def _settle(engine: Engine) -> None:
    """As autovacuum would have done by the time that so many documents have come in."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _add_people(session, sender: Sender) -> None:  # type: ignore[no-untyped-def]
    passwords = Passwords(CHEAP)
    house = Body(name="Liaison", kind=BodyKind.LIAISON)
    unit = Unit(body=house, name="Traduction")
    session.add_all((house, unit))
    session.flush()
    for name in ("administrator", "coordinator", "translator", "requester"):
        home = sender.unit if name == "requester" else unit.id
        user = User(unit_id=home, email=f"{name}@bench.invalid", name=name.capitalize(), head=name == "requester")
        user.password_hash, user.granted = passwords.hash(PASSWORD), [UserRole(role=Role(name))]
        session.add(user)


def claim(store: Store) -> None:
    """A claim from each queue, not kept."""
    for kind in (Queue.READ, Queue.DRAFT, Queue.DELIVER):
        with store.write(ACTOR) as uow:
            assert queue.claim(uow.session, kind, "bench", LEASE) is not None


def _pages(wiring: Wiring) -> dict[str, Act]:
    app = create_app(wiring, features(wiring), Passwords(CHEAP))
    clients = {}
    for who in {who for _, _, who in PAGES}:
        clients[who] = app.test_client()
        assert sign_in(clients[who], f"{who}@bench.invalid").status_code == 302

    def page(path: str, who: str) -> Act:
        def act() -> None:
            answer = clients[who].get(path)
            assert answer.status_code == 200, re.sub(r"\s+", " ", answer.text)[:500]

        return act

    return {name: page(path, who) for name, path, who in PAGES}
