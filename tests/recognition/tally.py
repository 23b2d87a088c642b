"""Counts of right, wrong and missed, and what follows from them."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field


@dataclass
class Tally:
    """``right`` found and true, ``wrong`` found and not true, ``missed`` true and not found; ``of`` all that was
    looked at."""

    name: str
    right: int = 0
    wrong: int = 0
    missed: int = 0
    of: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, found: Iterable[Hashable], true: Iterable[Hashable], where: str = "") -> None:
        ours, theirs = set(found), set(true)
        self.right += len(ours & theirs)
        self.wrong += len(ours - theirs)
        self.missed += len(theirs - ours)
        self.of += 1
        if ours != theirs:
            self.failures.append(f"{where}: found {sorted(map(str, ours))}, true {sorted(map(str, theirs))}")

    @property
    def precision(self) -> float | None:
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        true = self.right + self.missed
        return self.right / true if true else None

    @property
    def row(self) -> str:
        shares = ("–" if share is None else f"{100 * share:.1f} %" for share in (self.precision, self.recall))
        return f"| {self.name} | {self.of} | {self.right} | {self.wrong} | {self.missed} | {' | '.join(shares)} |"


HEAD = "| what | looked at | right | wrong | missed | precision | recall |\n|---|--:|--:|--:|--:|--:|--:|"
