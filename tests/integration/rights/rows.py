"""What a row of the table says, and the few words in which it says it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.integration.rights.people import EVERYBODY, STRANGERS

PUBLIC = EVERYBODY | frozenset(STRANGERS)
ALL = "*"
# What a route without identifiers is asked for.
PLAIN = ""
Allowed = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Row:
    """One route and method.

    ``door`` are the persons whom the route lets in at all: everybody else gets 403, and who is not signed in is
    sent to sign in. ``inside`` says for each object (a name of ``objects.py``, ``ALL`` for every one, ``PLAIN``
    for a route without identifiers) which of them get which status. What is not said is denied: 404.
    ``form`` is what a POST sends; ``changes`` that somebody's POST must be seen to change the database.
    """

    endpoint: str
    method: str
    door: frozenset[str]
    inside: Allowed = field(default_factory=dict)
    form: Mapping[str, Any] = field(default_factory=dict)
    changes: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """What tells rows apart."""
        return self.endpoint, self.method

    def expected(self, who: str, what: str) -> int:
        """The status that ``who`` gets for ``what``; 401 stands for the way to the sign-in page."""
        if who not in self.door:
            return 401 if who in STRANGERS else 403
        said = self.inside.get(what, self.inside.get(ALL, {}))
        return said.get(who, 404)

    def data(self) -> dict[str, Any]:
        """The form, with its files made anew: a request empties them."""
        return {k: (io.BytesIO(v[0]), v[1]) if isinstance(v, tuple) else v for k, v in self.form.items()}


def give(status: int, *groups: frozenset[str]) -> dict[str, int]:
    """The same status to everybody in the groups; join several with ``|``."""
    return {name: status for group in groups for name in group}


def who(*names: str) -> frozenset[str]:
    """Persons by name."""
    return frozenset(names)


def page(endpoint: str, door: frozenset[str], status: int = 200) -> Row:
    """A page without identifiers: whoever may pass the door sees it."""
    return Row(endpoint, "GET", door, {PLAIN: give(status, door)})


def act(endpoint: str, door: frozenset[str], status: int = 302, **form: Any) -> Row:
    """An act without identifiers: whoever may pass the door may do it."""
    return Row(endpoint, "POST", door, {PLAIN: give(status, door)}, form)
