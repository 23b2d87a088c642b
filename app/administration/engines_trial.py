"""The « try it » box: one sentence through the engines, from the web process. Nothing of it is kept or logged."""

import atexit
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from storage.errors import N_, ServiceError
from translate.drafting import draft
from translate.engines.router import PairStatus, Router
from translate.engines.state import StateLine
from translate.segments import Draft, Role, SourceSegment

LONGEST = 500
PATIENCE = 20.0
TURN = 5.0
IDLE = 600.0


class EmptyTextError(ServiceError):
    """Nothing to translate."""

    code = "trial_empty"
    status = 422
    template = N_("Écrivez une phrase à traduire.")


class LongTextError(ServiceError):
    """The box is for a sentence, not for a document."""

    code = "trial_too_long"
    status = 422
    template = N_("La phrase compte {length} caractères : {most} au plus pour un essai.")


class UnknownPairError(ServiceError):
    """No engine goes from that language to French."""

    code = "trial_no_engine"
    status = 422
    template = N_("Aucun moteur ne traduit cette langue vers le français : choisissez-en une autre dans la liste.")


class BusyError(ServiceError):
    """Another trial has the engines of this process."""

    code = "trial_busy"
    status = 409
    template = N_("Un autre essai est en cours : recommencez dans quelques secondes.")


class SlowError(ServiceError):
    """The engine took longer than a person waits for a page."""

    code = "trial_slow"
    status = 409
    template = N_(
        "Le moteur n'a pas répondu en {seconds} secondes : recommencez, ou voyez ce qui charge la machine."
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """What came out of which engine (``argos``, ``apertium``), in how many seconds."""

    draft: Draft
    seconds: float
    engine: str
    demonstration: bool


class Trial:
    """The engines of a web process: opened at the first question, closed after a while without any, and at the end
    of the process. One sentence at a time, for each takes a processor: whoever finds them busy waits a moment,
    then is told so, and no other request is held up. The worker has engines of its own."""

    def __init__(
        self, open_router: Callable[[], Router], *, idle: float = IDLE, patience: float = PATIENCE
    ) -> None:
        """``idle`` and ``patience`` are in seconds."""
        self._open = open_router
        self._idle, self._patience = idle, patience
        self._opening = threading.Lock()
        self._turn = threading.Lock()
        self._router: Router | None = None
        self._closing: threading.Timer | None = None

    def pairs(self) -> list[PairStatus]:
        """The pairs that work now. Starts no engine."""
        return self._opened().pairs()

    def missing(self) -> list[StateLine]:
        """What is missing, with its remedy."""
        return self._opened().missing()

    def translate(self, source: str, text: str) -> Tried:
        """One sentence into French. Raises the errors above, and those of the engines."""
        sentence = " ".join(text.split())
        if not sentence:
            raise EmptyTextError()
        if len(sentence) > LONGEST:
            raise LongTextError(length=len(sentence), most=LONGEST)
        pair = next((pair for pair in self.pairs() if (pair.source, pair.target) == (source, "fr")), None)
        if pair is None:
            raise UnknownPairError()
        if not self._turn.acquire(timeout=TURN):
            raise BusyError()
        try:
            return self._translate(pair, sentence)
        finally:
            self._close_later()
            self._turn.release()

    def _translate(self, pair: PairStatus, sentence: str) -> Tried:
        router, began = self._opened(), time.monotonic()

        def tick() -> None:
            if time.monotonic() - began > self._patience:
                raise SlowError(seconds=round(self._patience))

        segment = SourceSegment(1, 0, (), Role.paragraph, sentence, pair.source, 100.0)
        made = draft([segment], lambda language: router.route(language, "fr"), target="fr", tick=tick)
        return Tried(made[0], time.monotonic() - began, pair.engine, pair.demonstration)

    def close(self) -> None:
        """Ends the programs and frees the models, once the sentence under way is done; the next question opens
        them again."""
        with self._turn, self._opening:
            if self._closing is not None:
                self._closing.cancel()
            router, self._router, self._closing = self._router, None, None
        if router is not None:
            router.close()
            atexit.unregister(self.close)

    def _opened(self) -> Router:
        with self._opening:
            if self._router is None:
                self._router = self._open()
                atexit.register(self.close)
            return self._router

    def _close_later(self) -> None:
        with self._opening:
            if self._closing is not None:
                self._closing.cancel()
            self._closing = threading.Timer(self._idle, self.close)
            self._closing.daemon = True
            self._closing.start()
