"""The acts on pages that a form or a key asks for, by their name."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final
from uuid import UUID, uuid4

from intake.sorting import arrangement
from intake.sorting.arrangement import Arrangement
from intake.sorting.errors import NoPageChosenError, UnknownActError
from intake.sorting.service import Change, Told
from storage.models import Out

Shown = Callable[[UUID], int]
TURNS: Final[Mapping[str, tuple[int, str]]] = {
    "right": (90, "turned_right"),
    "left": (270, "turned_left"),
    "over": (180, "turned_over"),
}
DROPS: Final[Mapping[str, Out]] = {out.value: out for out in (Out.BLANK, Out.DUPLICATE, Out.NOT_RELEVANT)}
STEPS: Final[Mapping[str, tuple[int, str]]] = {"up": (-1, "moved_up"), "down": (1, "moved_down")}


def change_for(act: str, pages: Sequence[UUID], shown: Shown) -> tuple[Change, str]:
    """What an act does to the arrangement, and the code by which it is told; ``shown`` gives the turn in which a
    page is shown while nobody has turned it. Raises NoPageChosenError, UnknownActError."""
    if not pages:
        raise NoPageChosenError()
    if act == "split":
        return _split(pages), "split"
    if act == "merge":
        return lambda arranged: arrangement.merge(arranged, pages[0]), "merged"
    if act in STEPS:
        step, code = STEPS[act]
        return lambda arranged: arrangement.move(arranged, pages, step), code
    if act in TURNS:
        degrees, code = TURNS[act]
        return lambda arranged: arrangement.turn(arranged, pages, degrees, shown), code
    if act in DROPS:
        return lambda arranged: arrangement.drop(arranged, pages, DROPS[act]), f"dropped_{act}"
    if act == "restore":
        return lambda arranged: arrangement.restore(arranged, pages), "restored"
    raise UnknownActError()


def _split(pages: Sequence[UUID]) -> Change:
    new = uuid4()

    def split(arranged: Arrangement) -> Arrangement:
        chosen = set(pages)
        first = next((page for page in arranged.pages if page in chosen), pages[0])
        return arrangement.split(arranged, first, new)

    return split


def summary_for(page: UUID, summary: str) -> tuple[Change, str]:
    """What stands for a page that is left out."""
    return partial(arrangement.summarise, page=page, summary=" ".join(summary.split())[:300]), "summarised"


def numbers_told(numbers: Sequence[int]) -> str:
    """``3``, ``3, 4``: the pages of an act as they are told."""
    return ", ".join(str(number) for number in sorted(numbers))


def told(code: str, numbers: Sequence[int]) -> Told:
    """How an act on pages is told."""
    return Told(code, {"page": numbers_told(numbers)})
