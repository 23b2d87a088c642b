"""``make torture``: documents are sent while everything is killed; none is lost, doubled, stuck or failed.

    python -m tests.torture [--documents 200] [--stores one-machine|many-machines] [--seed N] [--finish SECONDS]

An upload that was not acknowledged is sent again, as a person would: it may then be there twice, as two orders.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.people import service as people
from app.people.service import NewUser
from app.settings import load
from app.signin.passwords import Passwords
from app.wiring import wire
from storage.actors import system
from storage.models import BodyKind, Role
from tests.backends import many_machines
from tests.browser import Browser
from tests.service import Service, running
from tests.torture.chaos import OWN, SERVERS, Chaos, until
from tests.torture.count import Count, count, settled
from tests.torture.papers import make_papers

ACTOR = system("test")
EMAIL, PASSWORD = "torture@caisse.invalid", "correct cheval pile agrafe"


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.torture")
    options.add_argument("--documents", type=int, default=200)
    options.add_argument("--stores", choices=("one-machine", "many-machines"), default="one-machine")
    options.add_argument("--seed", type=int, default=20261124)
    options.add_argument("--finish", type=float, default=900.0)
    said = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        result = torture(Path(folder), said.documents, said.stores, said.seed, said.finish)
    return 0 if result.good else 1


def torture(folder: Path, documents: int, stores: str, seed: int, finish: float, kills: int = 0) -> Count:
    """One run with at least so many ``kills``; prints its table. Raises AssertionError when there were fewer."""
    luck = random.Random(seed)
    papers = make_papers(folder / "papers", documents, luck)
    with addresses(stores, folder) as chosen:
        prepare(folder / "data", chosen)
        settings = {"LEASE_SECONDS": "8", "SWEEP_SECONDS": "1", "WORKERS": "2", **chosen}
        with running(folder / "data", "--sans-demo", **settings) as service:
            victims = OWN if stores == "one-machine" else (*OWN, *OWN, *SERVERS)
            chaos = Chaos(service, luck, victims)
            thread = threading.Thread(target=chaos.run)
            thread.start()
            acknowledged, refused = send_all(service, papers)
            # Few documents are sent before the first kill: the kills go on while they are read and drafted.
            until(lambda: chaos.counts.total() >= kills, finish)
            chaos.stopping.set()
            thread.join()
            until(lambda: calm(service), finish)
            result = count(service.wiring(), acknowledged)
    report(stores, chaos, refused, result)
    assert chaos.counts.total() >= kills, chaos.counts
    return result


@contextmanager
def addresses(stores: str, folder: Path) -> Iterator[dict[str, str]]:
    if stores == "one-machine":
        yield {}
        return
    with many_machines(folder) as chosen:
        yield chosen


def prepare(data: Path, chosen: dict[str, str]) -> None:
    """A body that sends, before the service starts."""
    wiring = wire(load({"TRUCHEMENT_DATA": str(data), **{f"TRUCHEMENT_{k}": v for k, v in chosen.items()}}))
    wiring.prepare()
    with wiring.store.transaction(ACTOR) as uow:
        body = people.add_body(uow, "Caisse de la torture", BodyKind.CAISSE)
        unit = people.add_unit(uow, body, "Relations internationales")
        hashed = Passwords().hash(PASSWORD)
        people.add_user(
            uow, unit, NewUser(EMAIL, "Claude Martin", frozenset({Role.REQUESTER}), password_hash=hashed)
        )
    wiring.engine.dispose()


def send_all(service: Service, papers: list[Path]) -> tuple[list[str], int]:
    """Sends each until it is acknowledged; returns the orders' numbers and how many tries were not."""
    acknowledged: list[str] = []
    refused, browser = 0, None
    for paper in papers:
        while True:
            try:
                if browser is None:
                    browser = Browser(service.url)
                    browser.sign_in(EMAIL, PASSWORD)
                acknowledged.append(browser.send([paper]))
                break
            except OSError:
                refused, browser = refused + 1, None
                time.sleep(0.5)
    return acknowledged, refused


def calm(service: Service) -> bool:
    try:
        return settled(service.wiring())
    except Exception:  # noqa: BLE001 - a server may still recover from its last crash
        return False


def report(stores: str, chaos: Chaos, refused: int, result: Count) -> None:
    killed = ", ".join(f"{name} {number}" for name, number in sorted(chaos.counts.items()))
    print(
        f"| {stores} | {killed} | {result.acknowledged} | {refused} | {result.drafted} | {result.lost} |", end=""
    )
    print(f" {result.stuck} | {result.failed} | {result.doubled} | {result.blobs} | {result.audit} |")


if __name__ == "__main__":
    sys.exit(main())
