"""The collector: a plain loop that looks into the ways in by which documents come without anybody at a screen.

Safe to run twice: a mail, or a file, that two of them meet becomes one order, by the rows that say what was taken.
"""

import logging
import threading
from collections.abc import Callable, Mapping

from intake.mailbox import queries
from storage.actors import system
from storage.errors import TemporaryError
from storage.unit_of_work import Store

ACTOR = system("collector")
#: One round of a way in; it ends early when it is told to stop, and returns how many orders it made.
Round = Callable[[Callable[[], bool]], int]
log = logging.getLogger(__name__)


def run_collector(store: Store, ways: Mapping[str, Round], seconds: float, stop: threading.Event) -> None:
    """Looks into every way in each ``seconds`` until ``stop`` is set. What hinders one is noted, for the screen of
    the administrators, and hinders no other."""
    while not stop.is_set():
        for name, look in ways.items():
            note(store, name, _look(name, look, stop))
        stop.wait(seconds)


def _look(name: str, look: Round, stop: threading.Event) -> str | None:
    try:
        made = look(stop.is_set)
    except TemporaryError as error:
        log.warning("%s: %s, tried again", name, error.code)
        return error.code
    if made:
        log.info("%s: %d orders", name, made)
    return None


def note(store: Store, name: str, failure: str | None) -> None:
    """Writes down that a way in was looked at; a database that is away has another way of being told."""
    try:
        with store.transaction(ACTOR) as uow:
            queries.looked(uow.session, name, failure)
    except TemporaryError as error:
        log.warning("%s: %s", name, error.code)
