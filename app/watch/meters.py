"""What a process counts of its own doing, in its own memory: from its start, and gone with it.

Labels come from closed sets: routes of the code, kinds of work, installed engines, codes of errors. No name,
address, identifier or text is ever one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics

from ocr.errors import ChildCrashedError

REQUEST_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)
STEP_BUCKETS = (0.1, 0.5, 1, 5, 15, 60, 300, 1800)


class Meters:
    """The instruments, in a registry of their own."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Counter(
            "truchement_requests", "Answers given.", ("route", "method", "status"), registry=registry
        )
        self.request_seconds = Histogram(
            "truchement_request_seconds",
            "From the arrival of a request to its answer.",
            ("route",),
            registry=registry,
            buckets=REQUEST_BUCKETS,
        )
        self.received = Counter("truchement_received_bytes", "Bytes of accepted uploads.", registry=registry)
        self.step_seconds = Histogram(
            "truchement_step_seconds",
            "One piece of work, from its claim to its end.",
            ("queue",),
            registry=registry,
            buckets=STEP_BUCKETS,
        )
        self.defects = Counter(
            "truchement_defects",
            "Pieces of work that ended in an error nobody foresaw.",
            ("queue",),
            registry=registry,
        )
        self.pages = Counter("truchement_pages_read", "Pages read.", ("source",), registry=registry)
        self.page_seconds = Counter(
            "truchement_page_reading_seconds", "Time spent reading them.", ("source",), registry=registry
        )
        self.child_failures = Counter(
            "truchement_child_failures",
            "Reading processes that died or hung.",
            ("task", "code"),
            registry=registry,
        )
        pair = ("engine", "source", "target")
        self.engine_words = Counter("truchement_engine_words", "Words given to engines.", pair, registry=registry)
        self.engine_seconds = Counter("truchement_engine_seconds", "Time of engines.", pair, registry=registry)
        self.engine_failures = Counter(
            "truchement_engine_failures", "Engines that died or hung.", (*pair, "code"), registry=registry
        )

    @contextmanager
    def child(self, task: str) -> Iterator[None]:
        """Counts the reading process that dies in the block."""
        try:
            yield
        except ChildCrashedError as error:
            self.child_failures.labels(task, error.code).inc()
            raise
