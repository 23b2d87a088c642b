"""The parts of a worker with instruments around them; what they do does not change."""

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import cast

from app.watch.meters import Meters
from storage.errors import ServiceError
from storage.words import PageWords
from storage.workflow import Queue
from translate.drafting import Unavailable
from translate.engines.protocol import Engine, PlaceholderStyle, Tick, Translated


def steps(plain: Mapping[Queue, Callable[[], bool]], meters: Meters) -> Mapping[Queue, Callable[[], bool]]:
    """Measures each piece of work; looking into an empty queue is none."""
    return {queue: _step(run_once, queue, meters) for queue, run_once in plain.items()}


def _step(run_once: Callable[[], bool], queue: Queue, meters: Meters) -> Callable[[], bool]:
    def measured() -> bool:
        began = time.monotonic()
        try:
            done = run_once()
        except ServiceError:
            raise
        except Exception:
            meters.defects.labels(queue.value).inc()
            raise
        if done:
            meters.step_seconds.labels(queue.value).observe(time.monotonic() - began)
        return done

    return measured


def pages(read: Iterator[PageWords], meters: Meters) -> Iterator[PageWords]:
    """Counts the pages as they come; the time of whoever takes them is not theirs."""
    began = time.monotonic()
    with meters.child("read"), closing(cast("Generator[PageWords]", read)) as source:
        for page in source:
            meters.pages.labels(page.source).inc()
            meters.page_seconds.labels(page.source).inc(time.monotonic() - began)
            yield page
            began = time.monotonic()


def route(
    plain: Callable[[str, str], Engine | Unavailable], meters: Meters
) -> Callable[[str, str], Engine | Unavailable]:
    """The engines that a router gives, measured."""

    def measured(source: str, target: str) -> Engine | Unavailable:
        found = plain(source, target)
        return found if isinstance(found, Unavailable) else MeasuredEngine(found, meters)

    return measured


@dataclass(frozen=True)
class MeasuredEngine:
    """An engine whose words and time are counted."""

    engine: Engine
    meters: Meters

    @property
    def name(self) -> str:
        return self.engine.name

    @property
    def label(self) -> str:
        return self.engine.label

    @property
    def version(self) -> str:
        return self.engine.version

    @property
    def source(self) -> str:
        return self.engine.source

    @property
    def target(self) -> str:
        return self.engine.target

    @property
    def chain(self) -> tuple[str, ...]:
        return self.engine.chain

    @property
    def demonstration(self) -> bool:
        return self.engine.demonstration

    @property
    def placeholder(self) -> PlaceholderStyle:
        return self.engine.placeholder

    def translate(self, sentences: Sequence[str], *, tick: Tick | None = None) -> list[Translated]:
        """As the engine does; what fails counts its time, and its failure."""
        pair = (self.engine.name, self.engine.source, self.engine.target)
        began = time.monotonic()
        try:
            done = self.engine.translate(sentences, tick=tick)
        except ServiceError as error:
            self.meters.engine_failures.labels(*pair, error.code).inc()
            raise
        finally:
            self.meters.engine_seconds.labels(*pair).inc(time.monotonic() - began)
        self.meters.engine_words.labels(*pair).inc(sum(len(sentence.split()) for sentence in sentences))
        return done

    def close(self) -> None:
        """Ends the engine."""
        self.engine.close()
