"""A worker whose only step writes down that it was woken: ``python -m tests.integration.app.hint_worker FILE``."""

import sys
from pathlib import Path

from app.broker import open_broker
from app.settings import load
from app.worker import run_worker
from storage.workflow import Queue


def main(file: Path) -> int:
    def wake() -> bool:
        with file.open("a") as out:
            out.write("woken\n")
        return False

    return run_worker(open_broker(load()), {Queue.READ: wake})


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
