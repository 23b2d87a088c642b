"""The rows as metrics: counted when they are asked for, by whichever web process is asked; all give the same."""

import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from app.watch.queries import Counted, Rows, look
from storage.actors import system
from storage.errors import ServiceError, TemporaryError
from storage.models import now
from storage.unit_of_work import Store
from storage.workflow import DocumentStatus, Queue, TranslationStatus

ACTOR = system("watch")
OTHER = "other"
#: Codes that are no error's of their own.
PLAIN_CODES = frozenset({"interrupted"})
KEPT = 5.0
Values = list[tuple[tuple[str, ...], float]]
WORK = (Queue.SCAN, Queue.READ, Queue.DRAFT, Queue.DELIVER)


class RowsCollector(Collector):
    """``folders`` are looked at for room, by the name that they are told under. Who asks again within ``kept``
    seconds is told the same, so that a crowd of askers costs what one does."""

    def __init__(self, store: Store, folders: Mapping[str, Path], kept: float = KEPT) -> None:
        self._store, self._folders, self._kept = store, folders, kept
        self._lock = threading.Lock()
        self._at = float("-inf")
        self._rows: Rows | None = None

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing: registering must not ask the database."""
        return ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every family, those of the database only when it answers: a zero would be a lie."""
        rows = self._look()
        yield _gauge(
            "truchement_database_up", "Whether the database answered.", (), [((), float(rows is not None))]
        )
        yield _gauge("truchement_disk_free_bytes", "Room left.", ("folder",), self._room())
        if rows is not None:
            yield from families(rows, now())

    def _look(self) -> Rows | None:
        with self._lock:
            if time.monotonic() - self._at >= self._kept:
                self._rows = self._ask()
                self._at = time.monotonic()
            return self._rows

    def _ask(self) -> Rows | None:
        try:
            with self._store.read(ACTOR) as uow:
                return look(uow.session)
        except TemporaryError:
            return None

    def _room(self) -> Values:
        found: Values = []
        for name, folder in self._folders.items():
            present = next(path for path in (folder, *folder.parents) if path.exists())
            found.append(((name,), float(shutil.disk_usage(present).free)))
        return found


def families(rows: Rows, present: datetime) -> Iterator[GaugeMetricFamily]:
    """Each as a table of labels and values. What has no row is told as zero: an alarm must not wait for one."""
    queues = [(queue.value, urgency) for queue in WORK for urgency in ("urgent", "normal")]
    both = ("queue", "urgency")
    yield _gauge("truchement_work_open", "Work that is not done.", both, _counts(rows.open, queues))
    yield _gauge("truchement_work_oldest_seconds", "Age of the oldest.", both, _ages(rows.open, queues, present))
    each = [(queue.value,) for queue in WORK]
    yield _gauge("truchement_work_in_progress", "Work that is held.", ("queue",), _counts(rows.held, each))
    yield _gauge("truchement_leases_expired", "Leases run out.", ("queue",), _counts(rows.expired, each))
    states = [(status.value,) for status in DocumentStatus]
    yield _gauge("truchement_documents", "Documents by status.", ("status",), _counts(rows.documents, states))
    states = [(status.value,) for status in TranslationStatus]
    yield _gauge("truchement_translations", "By status.", ("status",), _counts(rows.translations, states))
    ages = _ages(rows.translations, states, present)
    yield _gauge("truchement_translations_oldest_seconds", "How long the oldest has waited.", ("status",), ages)
    yield _gauge("truchement_failures", "What failed and waits.", ("kind", "code"), _failures(rows.failures))
    kinds = [("mail",), ("message",)]
    waiting = rows.waiting_messages
    yield _gauge("truchement_outbox_waiting", "Not sent yet.", ("kind",), _counts(waiting, kinds))
    yield _gauge("truchement_outbox_oldest_seconds", "Age.", ("kind",), _ages(waiting, kinds, present))
    yield _gauge("truchement_outbox_given_up", "Never to leave.", ("kind",), _counts(rows.given_up, kinds))
    yield _gauge("truchement_audit_unsealed", "Events without a seal.", (), [((), float(rows.unsealed.count))])
    yield _gauge("truchement_audit_unsealed_oldest_seconds", "Age.", (), _ages([rows.unsealed], [()], present))
    if rows.sealed is not None:
        age = _age(rows.sealed, present)
        yield _gauge("truchement_audit_sealed_age_seconds", "Since the newest sealed event.", (), [((), age)])
    if rows.backup is not None:
        age = (present - rows.backup).total_seconds()
        yield _gauge("truchement_backup_age_seconds", "Since the last whole backup.", (), [((), age)])


def _gauge(name: str, text: str, labels: Sequence[str], values: Values) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels)
    for named, value in values:
        family.add_metric(named, value)
    return family


def _counts(rows: Sequence[Counted], all_of: Sequence[tuple[str, ...]]) -> Values:
    found = {row.labels: row.count for row in rows}
    return [(labels, float(found.get(labels, 0))) for labels in all_of]


def _ages(rows: Sequence[Counted], all_of: Sequence[tuple[str, ...]], present: datetime) -> Values:
    found = {row.labels: row.oldest for row in rows}
    return [(labels, _age(found.get(labels), present)) for labels in all_of]


def _age(since: datetime | None, present: datetime) -> float:
    return max(0.0, (present - since).total_seconds()) if since is not None else 0.0


def _failures(rows: Sequence[Counted]) -> Values:
    """A reason that is no code of ours was written by a person: it is told as ``other``."""
    known, counts = PLAIN_CODES | set(_codes(ServiceError)), Counter[tuple[str, ...]]()
    for row in rows:
        kind, code = row.labels
        counts[kind, code if code in known else OTHER] += row.count
    return [(labels, float(count)) for labels, count in sorted(counts.items())]


def _codes(kind: type[ServiceError]) -> Iterator[str]:
    for each in kind.__subclasses__():
        yield each.code
        yield from _codes(each)
