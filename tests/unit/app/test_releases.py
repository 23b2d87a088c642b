"""What a dead worker held is freed however long the database is away, and nobody waits for it."""

import threading

from app.releases import Releases
from storage.outage import DatabaseUnavailableError
from tests.service import wait_for


def test_a_release_waits_for_the_database_and_holds_up_nobody() -> None:
    freed: list[int] = []
    gone, stopping = threading.Event(), threading.Event()
    gone.set()

    def release(pid: int) -> None:
        if gone.is_set():
            raise DatabaseUnavailableError()
        freed.append(pid)

    releases = Releases(release, stopping, pause=0.01)
    thread = threading.Thread(target=releases.run)
    thread.start()
    try:
        for pid in (11, 12):
            releases.died(pid)
        assert freed == []
        gone.clear()
        wait_for(lambda: sorted(freed) == [11, 12], 10, every=0.01)
    finally:
        stopping.set()
        thread.join(10)
    assert not thread.is_alive()
