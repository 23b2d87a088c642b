"""Apertium as an engine: a chain of modes, each one persistent pipeline."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from translate.engines import stream
from translate.engines.chains import arrows
from translate.engines.modes import Mode
from translate.engines.pipeline import IDLE, Pipeline, PipelineDiedError, PipelineStuckError
from translate.engines.protocol import BRACKETS, PlaceholderStyle, Tick, Translated
from translate.errors import EngineCrashedError, EngineTimeoutError

# A sentence that ends or blocks the programs this many times is left without translation: it must not keep the
# other sentences of its document waiting for ever.
_TRIES = 2
# This many such sentences in one document mean that the machine is at fault, not the sentences.
_GIVEN_UP_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class _Passed:
    """A sentence on its way through the chain. ``known`` is the smallest share of known words so far."""

    text: str
    known: float | None


class ApertiumEngine:
    """A way from a language to another through Apertium. Threads may share it; they take turns at each mode."""

    name = "apertium"
    demonstration = False
    placeholder: PlaceholderStyle = BRACKETS

    def __init__(
        self,
        source: str,
        target: str,
        modes: Sequence[Mode],
        version: str,
        patience: float = 30.0,
        idle: float = IDLE,
    ) -> None:
        """``version`` is shown as it is; ``patience``: seconds of silence before a kill; ``idle``: seconds without
        a question after which the programs end."""
        self.source = source
        self.target = target
        self.version = version
        self.chain = tuple(mode.name for mode in modes)
        self.label = f"Apertium {arrows(self.chain)}"
        self._patience = patience
        self._pipelines = tuple(Pipeline(mode, patience=patience, idle=idle) for mode in modes)

    def translate(self, sentences: Sequence[str], *, tick: Tick | None = None) -> list[Translated]:
        """See ``Engine``. A sentence that Apertium cannot bear comes back empty, with the score 0."""
        passed = [_Passed(sentence, None) for sentence in sentences]
        for pipeline in self._pipelines:
            passed = self._step(pipeline, passed, tick or _nothing)
        return [Translated(each.text, each.known) for each in passed]

    def close(self) -> None:
        """See ``Engine``."""
        for pipeline in self._pipelines:
            pipeline.close()

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the processes that run for this engine now."""
        return tuple(pid for pipeline in self._pipelines for pid in pipeline.processes)

    def _step(self, pipeline: Pipeline, before: list[_Passed], tick: Tick) -> list[_Passed]:
        written = [stream.write(each.text, number) for number, each in enumerate(before)]
        after: list[_Passed] = []
        tries = given_up = 0
        while len(after) < len(before):
            start = len(after)
            try:
                with closing(pipeline.ask([unit.stream for unit in written[start:]], tick)) as answers:
                    for answer in answers:
                        index = len(after)
                        after.append(_passed(answer, written[index], before[index]))
            except (PipelineDiedError, PipelineStuckError, ValueError) as failure:
                tries = 1 if len(after) > start else tries + 1
                if tries < _TRIES:
                    continue
                tries, given_up = 0, given_up + 1
                if given_up > _GIVEN_UP_AT_MOST:
                    raise self._failed(failure) from failure
                after.append(_Passed("", 0.0))
        return after

    def _failed(self, failure: Exception) -> EngineCrashedError | EngineTimeoutError:
        if isinstance(failure, PipelineStuckError):
            return EngineTimeoutError(engine=self.label, seconds=round(self._patience))
        return EngineCrashedError(engine=self.label)


def _passed(answer: str, written: stream.Written, before: _Passed) -> _Passed:
    text, unknown = stream.read(answer, written)
    if not written.words:
        return _Passed(text, before.known)
    known = max(0.0, 1 - unknown / written.words)
    return _Passed(text, known if before.known is None else min(before.known, known))


def _nothing() -> None:
    """Nobody wants to be told."""
