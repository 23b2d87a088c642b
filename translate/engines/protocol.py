"""What every engine offers, whatever runs behind it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Translated:
    """One sentence as an engine gives it back.

    ``score`` is 0 to 1: the mean probability of a piece for Argos, the share of known words for Apertium, None
    when there was nothing to judge. ``truncated`` says that the engine stopped before the end of what it had to
    write: the text is to be read as incomplete.
    """

    text: str
    score: float | None
    truncated: bool = False


@dataclass(frozen=True)
class PlaceholderStyle:
    """How a masked item is written so that an engine carries it through unharmed.

    ``prefix`` and ``suffix`` surround the number in figures, from 0 to 9999; an engine may move an item or
    lose it, which only counting the items afterwards can tell.
    """

    prefix: str
    suffix: str

    def render(self, index: int) -> str:
        """The placeholder of the item numbered ``index``."""
        return f"{self.prefix}{index}{self.suffix}"

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds the placeholders back; the group ``index`` is the number."""
        return re.compile(f"{re.escape(self.prefix)}(?P<index>[0-9]{{1,4}}){re.escape(self.suffix)}")


# Every engine of this package takes its masked items in this form and writes them as its machine needs.
BRACKETS = PlaceholderStyle("⟦", "⟧")


class Engine(Protocol):
    """One way from a language to another. An engine may be shared by threads."""

    @property
    def name(self) -> str:
        """``argos`` or ``apertium``."""

    @property
    def label(self) -> str:
        """What users read, in French: « Apertium por→cat→fra »."""

    @property
    def version(self) -> str: ...

    @property
    def source(self) -> str:
        """ISO 639-1 code."""

    @property
    def target(self) -> str:
        """ISO 639-1 code."""

    @property
    def chain(self) -> tuple[str, ...]:
        """The steps in order: packages (``de-fr 0.1``) or Apertium modes (``por-cat``)."""

    @property
    def demonstration(self) -> bool:
        """Whether the model serves demonstration only, and must be announced so."""

    @property
    def placeholder(self) -> PlaceholderStyle: ...

    def translate(self, sentences: Sequence[str], *, tick: Tick | None = None) -> list[Translated]:
        """The translations, as many as the sentences and in their order.

        A whole document goes in one call: engines batch. ``tick`` is called now and then from the calling
        thread, at least every few seconds (leases are renewed there); what it raises ends the work.

        Raises:
            EngineCrashedError, EngineTimeoutError: the machine failed; the same call may succeed later.
        """

    def close(self) -> None:
        """Ends processes and frees models. The engine starts again when it is used again."""
