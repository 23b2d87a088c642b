"""``make torture``: documents are sent while all is killed, hangs or fills; none is lost, doubled, stuck, failed.

    python -m tests.torture [--documents 200] [--stores one-machine|many-machines] [--seed N] [--finish SECONDS]
                            [--table FILE.md] [--keep FOLDER]

An upload that was not acknowledged is sent again, as a person would: it may then be there twice, as two orders.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app import machine
from app.people import service as people
from app.people.service import NewUser
from app.settings import load
from app.signin.passwords import Passwords
from app.wiring import wire
from storage.actors import system
from storage.models import BodyKind, Role
from storage.s3 import S3Blobs
from tests.backends import bucket_folder, many_machines, services
from tests.service import Service, running
from tests.torture.chaos import Chaos, blows, until
from tests.torture.count import count, settled
from tests.torture.disk import Disk, small_disk
from tests.torture.papers import make_papers
from tests.torture.sending import EMAIL, PASSWORD, Sender
from tests.torture.table import Told, markdown, put

ACTOR = system("test")
STORES = ("one-machine", "many-machines")


@dataclass(frozen=True)
class Torture:
    """``kills`` is the least number of blows; ``finish`` in seconds, for sending, striking and finishing each."""

    documents: int
    stores: str
    seed: int
    finish: float
    kills: int = 0
    pause: tuple[float, float] = (3.0, 9.0)


def main() -> int:
    options = argparse.ArgumentParser(prog="make torture ARGS=…")
    options.add_argument("--documents", type=int, default=200)
    options.add_argument("--stores", choices=STORES, default="one-machine")
    options.add_argument("--seed", type=int, default=20261124)
    options.add_argument("--finish", type=float, default=1800.0, help="seconds")
    options.add_argument("--table", type=Path, help="a file of the documentation that takes the table")
    options.add_argument("--keep", type=Path, help="a folder for the data and logs, which then stay")
    said = options.parse_args()
    if said.stores == "many-machines" and (missing := missing_services()):
        print(missing, end="", file=sys.stderr)
        return 1
    measured_on = machine.look()
    asked = Torture(said.documents, said.stores, said.seed, said.finish)
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        told = torture(said.keep or Path(folder), asked)
    table = markdown(told, measured_on, said.seed)
    print(table)
    if said.table:
        put(table, said.stores, said.table)
    return 0 if good(told) else 1


def missing_services() -> str:
    """What does not answer, in the words of ``make services``; empty when all do."""
    try:
        services("status")
    except subprocess.CalledProcessError as error:
        return str(error.stdout)
    return ""


def good(told: Told) -> bool:
    """Nothing lost, doubled, stuck, failed or damaged, and no error that nobody had foreseen."""
    return told.count.good and not told.sender.defects


def torture(folder: Path, asked: Torture) -> Told:
    """One run. Raises AssertionError when less was struck than was asked."""
    luck = random.Random(asked.seed)
    papers = make_papers(folder / "papers", asked.documents, luck)
    with places(asked.stores, folder) as (chosen, disk):
        prepare(folder / "data", chosen)
        # Without the reserve, so that the disk is met full; it is smaller than the reserve anyway.
        settings = {
            "MIN_FREE_MB": "0",
            "LEASE_SECONDS": "8",
            "SWEEP_SECONDS": "1",
            "WORKERS": "2",
            "STRAIGHT": "always",
            **chosen,
        }
        with running(folder / "data", "--sans-demo", **settings) as service:
            servers = asked.stores == "many-machines"
            chaos = Chaos(luck, blows(service, luck, disk, servers=servers), asked.pause)
            sender, began = Sender(service), time.monotonic()
            with striking(chaos):
                sender.send(papers, asked.finish)
                # Few documents are sent before the first blow: they go on while these are read and drafted.
                until(lambda: chaos.counts.total() >= asked.kills or chaos.failure is not None, asked.finish)
            until(lambda: calm(service), asked.finish)
            minutes = (time.monotonic() - began) / 60
            result = count(service.wiring(), sender.acknowledged)
    assert chaos.failure is None, chaos.failure
    assert chaos.counts.total() >= asked.kills, chaos.counts
    return Told(asked.stores, chaos, sender, result, minutes, disk is not None)


@contextmanager
def striking(chaos: Chaos) -> Iterator[None]:
    """The chaos goes on meanwhile, and is over afterwards."""
    thread = threading.Thread(target=chaos.run)
    thread.start()
    try:
        yield
    finally:
        chaos.stopping.set()
        thread.join()


@contextmanager
def places(stores: str, folder: Path) -> Iterator[tuple[dict[str, str], Disk | None]]:
    """Settings of the service, and the small disk on which its objects are."""
    if stores == "one-machine":
        with small_disk(folder / "data" / "blobs") as disk:
            yield {}, disk
        return
    with many_machines(folder) as chosen:
        S3Blobs(chosen["BLOBS_URL"]).probe()
        with small_disk(bucket_folder(chosen["BLOBS_URL"])) as disk:
            yield chosen, disk


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


def calm(service: Service) -> bool:
    try:
        return settled(service.wiring())
    except Exception:  # noqa: BLE001 - a server may still recover from its last crash
        return False


if __name__ == "__main__":
    sys.exit(main())
