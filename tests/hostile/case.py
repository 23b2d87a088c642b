"""One hostile file: how it is made, and what must become of it where that is certain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

Make = Callable[[Random], bytes]


@dataclass(frozen=True)
class Case:
    """``make`` gives the bytes, always the same for the same seed. ``code`` is the only refusal that is right, or
    ``read``; empty where any known refusal or a reading will do. ``sent_as`` is the name that comes with it."""

    family: str
    name: str
    make: Make
    code: str = ""
    sent_as: str = ""


def cases(family: str, table: dict[str, Make | bytes], code: str = "") -> Iterator[Case]:
    """The cases of a table; bytes stand for what makes them."""
    for name, made in table.items():
        yield Case(family, name, made if callable(made) else _always(made), code)


def _always(data: bytes) -> Make:
    return lambda _random: data
