"""How the pages of a file make documents, and the acts that change it. Pure.

Every page of the file lies in exactly one place, whatever is done: a page that is not translated stays where it is
and says why. Acts give a new arrangement; what they refuse leaves everything as it was.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from intake.sorting.errors import (
    AtTheEdgeError,
    NoPageChosenError,
    NothingToMergeError,
    NothingToSplitError,
)
from storage.models import Out


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page in its place. ``turn`` is the clockwise turn (0, 90, 180, 270) that a person chose, None when nobody
    did; ``out`` says why it is not translated, ``summary`` what stands for it."""

    page: UUID
    turn: int | None = None
    out: Out | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A document to translate. ``mode`` is ``full`` or ``extract``."""

    id: UUID
    leaves: tuple[Leaf, ...]
    language: str | None = None
    nature: str = ""
    mode: str = "full"

    @property
    def in_scope(self) -> tuple[Leaf, ...]:
        """The pages that are translated."""
        return tuple(leaf for leaf in self.leaves if leaf.out is None)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The documents of a file in their order; none is without a page."""

    parts: tuple[Part, ...]

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)

    @property
    def pages(self) -> tuple[UUID, ...]:
        """Every page, in the order in which they lie."""
        return tuple(leaf.page for part in self.parts for leaf in part.leaves)

    def part_of(self, page: UUID) -> Part:
        """The document in which a page lies; raises NoPageChosenError for a page of another file."""
        for part in self.parts:
            if any(leaf.page == page for leaf in part.leaves):
                return part
        raise NoPageChosenError()


def split(arranged: Arrangement, page: UUID, new: UUID) -> Arrangement:
    """A document of its own, ``new``, from ``page`` to the end of the document in which it lies."""
    part = arranged.part_of(page)
    at = _index(part, page)
    if at == 0:
        raise NothingToSplitError()
    halves = (
        replace(part, leaves=part.leaves[:at]),
        replace(part, id=new, leaves=part.leaves[at:], language=None),
    )
    return _with(arranged, part, halves)


def merge(arranged: Arrangement, page: UUID) -> Arrangement:
    """The document of ``page`` put after the last page of the one before it."""
    part = arranged.part_of(page)
    at = arranged.parts.index(part)
    if at == 0:
        raise NothingToMergeError()
    before = arranged.parts[at - 1]
    joined = replace(before, leaves=before.leaves + part.leaves)
    return Arrangement((*arranged.parts[: at - 1], joined, *arranged.parts[at + 1 :]))


def move(arranged: Arrangement, pages: Sequence[UUID], step: int) -> Arrangement:
    """The pages one place up (``step`` -1) or down (1), over the edge of their document into the next one; a
    document that has none left is gone. Raises AtTheEdgeError when the first of them can go no further."""
    chosen = _chosen(arranged, pages)
    for page in chosen if step < 0 else reversed(chosen):
        arranged = _move_one(arranged, page, step)
    return arranged


def _move_one(arranged: Arrangement, page: UUID, step: int) -> Arrangement:
    part = arranged.part_of(page)
    at, place = _index(part, page), arranged.parts.index(part)
    leaf = part.leaves[at]
    rest = part.leaves[:at] + part.leaves[at + 1 :]
    if 0 <= at + step < len(part.leaves):
        return _with(arranged, part, (replace(part, leaves=_inserted(rest, at + step, leaf)),))
    if not 0 <= place + step < len(arranged.parts):
        raise AtTheEdgeError()
    other = arranged.parts[place + step]
    other_now = replace(other, leaves=_inserted(other.leaves, len(other.leaves) if step < 0 else 0, leaf))
    parts = [
        other_now if each is other else replace(part, leaves=rest) if each is part else each for each in arranged
    ]
    return Arrangement(tuple(each for each in parts if each.leaves))


def turn(arranged: Arrangement, pages: Sequence[UUID], degrees: int, now: Callable[[UUID], int]) -> Arrangement:
    """The pages turned by ``degrees`` clockwise from how they are shown; ``now`` tells that for a page that nobody
    has turned."""

    def turned(leaf: Leaf) -> Leaf:
        shown = now(leaf.page) if leaf.turn is None else leaf.turn
        return replace(leaf, turn=(shown + degrees) % 360)

    return _changed(arranged, pages, turned)


def drop(arranged: Arrangement, pages: Sequence[UUID], why: Out) -> Arrangement:
    """The pages kept, and not translated; a document of which a page is not relevant becomes an extract."""
    after = _changed(arranged, pages, lambda leaf: leaf if leaf.out is Out.REPLACED else replace(leaf, out=why))
    return Arrangement(tuple(_extract_if_cut(part) for part in after))


def _extract_if_cut(part: Part) -> Part:
    cut = any(leaf.out is Out.NOT_RELEVANT for leaf in part.leaves)
    return replace(part, mode="extract") if cut else part


def restore(arranged: Arrangement, pages: Sequence[UUID]) -> Arrangement:
    """The pages translated again."""
    return _changed(arranged, pages, lambda leaf: replace(leaf, out=None, summary=""))


def summarise(arranged: Arrangement, page: UUID, summary: str) -> Arrangement:
    """What stands for a page that is left out."""
    return _changed(arranged, [page], lambda leaf: replace(leaf, summary=summary))


def describe(arranged: Arrangement, part_id: UUID, language: str | None, nature: str, mode: str) -> Arrangement:
    """A document's language, what it is, and whether all of it is translated: what was left out as not relevant
    then comes back."""
    if all(part.id != part_id for part in arranged):
        raise NoPageChosenError()
    told = {"language": language, "nature": nature, "mode": mode}
    parts = (replace(part, **told) if part.id == part_id else part for part in arranged)  # type: ignore[arg-type]
    return Arrangement(tuple(_whole(part) if part.id == part_id and mode == "full" else part for part in parts))


def _whole(part: Part) -> Part:
    leaves = (
        replace(leaf, out=None, summary="") if leaf.out is Out.NOT_RELEVANT else leaf for leaf in part.leaves
    )
    return replace(part, leaves=tuple(leaves))


def take_in(part: Part, fresh: Sequence[UUID], replaced: Sequence[UUID]) -> Part:
    """A new scan: its pages take the places of those that it replaces, one for one, and stand at the end of those
    that are translated when there are more; what was replaced is kept at the very end."""
    waiting = list(fresh)
    kept: list[Leaf] = []
    gone: list[Leaf] = []
    for leaf in part.leaves:
        if leaf.page in replaced and leaf.out is not Out.REPLACED:
            gone.append(replace(leaf, out=Out.REPLACED, summary=""))
            if waiting:
                kept.append(Leaf(waiting.pop(0)))
        elif leaf.out is Out.REPLACED:
            gone.append(leaf)
        else:
            kept.append(leaf)
    return replace(part, leaves=(*kept, *(Leaf(page) for page in waiting), *gone))


def to_json(arranged: Arrangement) -> list[Any]:
    """The arrangement as it is kept to be taken back."""
    return [
        {
            "id": str(part.id),
            "language": part.language,
            "nature": part.nature,
            "mode": part.mode,
            "leaves": [[str(leaf.page), leaf.turn, leaf.out, leaf.summary] for leaf in part.leaves],
        }
        for part in arranged
    ]


def from_json(kept: Sequence[Any]) -> Arrangement:
    """The arrangement that ``to_json`` kept."""
    return Arrangement(
        tuple(
            Part(
                UUID(part["id"]),
                tuple(
                    Leaf(UUID(page), turned, Out(out) if out else None, summary)
                    for page, turned, out, summary in part["leaves"]
                ),
                part["language"],
                part["nature"],
                part["mode"],
            )
            for part in kept
        )
    )


def _chosen(arranged: Arrangement, pages: Sequence[UUID]) -> list[UUID]:
    """The pages that are there, in the order in which they lie."""
    wanted = set(pages)
    found = [page for page in arranged.pages if page in wanted]
    if not found:
        raise NoPageChosenError()
    return found


def _changed(arranged: Arrangement, pages: Sequence[UUID], change: Callable[[Leaf], Leaf]) -> Arrangement:
    chosen = set(_chosen(arranged, pages))
    parts = (
        replace(part, leaves=tuple(change(leaf) if leaf.page in chosen else leaf for leaf in part.leaves))
        for part in arranged
    )
    return Arrangement(tuple(parts))


def _index(part: Part, page: UUID) -> int:
    return next(at for at, leaf in enumerate(part.leaves) if leaf.page == page)


def _inserted(leaves: tuple[Leaf, ...], at: int, leaf: Leaf) -> tuple[Leaf, ...]:
    return (*leaves[:at], leaf, *leaves[at:])


def _with(arranged: Arrangement, part: Part, instead: tuple[Part, ...]) -> Arrangement:
    at = arranged.parts.index(part)
    return Arrangement((*arranged.parts[:at], *instead, *arranged.parts[at + 1 :]))
