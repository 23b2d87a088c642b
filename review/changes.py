"""What a person changed in a draft, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Act = Literal["same", "added", "removed"]
_WORDS = re.compile(r"\s+|[\w'’]+|[^\w\s]")
_MANY = 3_000  # words; beyond, a comparison takes seconds and nobody reads it


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text and what became of it."""

    act: Act
    text: str


def changes(draft: str, text: str) -> tuple[Part, ...]:
    """The way from ``draft`` to ``text``; a single "same" part when nothing changed, none for two empty texts.
    The parts that are not "removed" join to ``text``, those not "added" to ``draft``."""
    before, after = _WORDS.findall(draft), _WORDS.findall(text)
    if max(len(before), len(after)) > _MANY:
        return tuple(_told([("removed", draft), ("added", text)] if draft != text else [("same", text)]))
    return tuple(_told(list(_steps(before, after))))


def _steps(before: list[str], after: list[str]) -> Iterator[tuple[Act, str]]:
    for act, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act == "equal":
            yield "same", "".join(after[j1:j2])
        else:
            yield "removed", "".join(before[i1:i2])
            yield "added", "".join(after[j1:j2])


def _told(steps: list[tuple[Act, str]]) -> Iterator[Part]:
    """The parts, without empty ones; two changes with only a space between them become one."""
    kept = [step for step in steps if step[1]]
    joined: list[tuple[str, str, str]] = []  # removed, added, same
    for act, text in kept:
        if act == "same" and (text.strip() or not joined):
            joined.append(("", "", text))
            continue
        if not joined or joined[-1][2]:
            joined.append(("", "", ""))
        removed, added, _ = joined[-1]
        joined[-1] = (
            removed + (text if act != "added" else ""),
            added + (text if act != "removed" else ""),
            "",
        )
    for removed, added, same in joined:
        if same or removed == added:
            yield from [Part("same", same or added)] if same or added else []
            continue
        yield from [Part("removed", removed)] if removed else []
        yield from [Part("added", added)] if added else []
