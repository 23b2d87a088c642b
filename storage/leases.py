"""Keeping a claim while an engine runs: a thread renews the lease, so that no engine has to think of it."""

import threading
from types import TracebackType

from storage.actors import system
from storage.errors import TemporaryError
from storage.queue import Claim, Lease, LeaseLostError, renew
from storage.unit_of_work import Store

ACTOR = system("lease")


class LeaseKeeper:
    """A context in which the claim is renewed. ``lost`` is set when somebody else has the work."""

    def __init__(self, store: Store, claim: Claim, lease: Lease) -> None:
        self.lost = threading.Event()
        self._store, self._claim, self._lease = store, claim, lease
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease", daemon=True)

    def __enter__(self) -> "LeaseKeeper":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def tick(self) -> None:
        """Raises LeaseLostError when going on is pointless; engines call it from time to time."""
        if self.lost.is_set():
            raise LeaseLostError()

    def _run(self) -> None:
        while not self._stop.wait(self._lease.renew_every):
            try:
                with self._store.transaction(ACTOR) as uow:
                    renew(uow.session, self._claim, self._lease)
            except LeaseLostError:
                self.lost.set()
                return
            except TemporaryError:
                continue
