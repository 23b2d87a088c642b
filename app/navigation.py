"""What the menu offers to whom, and where each person's home is."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.actors import Actor
from storage.models import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu: ``label`` is a French text marked for translation, ``endpoint`` the view that it
    opens, ``roles`` whom it is for. The first entry for a person is their home."""

    label: str
    endpoint: str
    roles: frozenset[Role]


def entries_for(entries: Sequence[Entry], actor: Actor) -> tuple[Entry, ...]:
    """The entries that the actor may open, in order."""
    return tuple(entry for entry in entries if actor.has(*entry.roles))


def current(paths: Sequence[str], path: str) -> int | None:
    """Which of the menu's paths the page at ``path`` lies under: the longest that begins it, or None."""
    under = [i for i, p in enumerate(paths) if path == p or path.startswith(p.rstrip("/") + "/")]
    return max(under, key=lambda i: len(paths[i]), default=None)
