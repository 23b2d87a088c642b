"""Two engines one after the other: from a language to English, from English to another."""

from collections.abc import Sequence

from translate.engines.protocol import BRACKETS, Engine, PlaceholderStyle, Tick, Translated


class PivotEngine:
    """What ``first`` writes, ``second`` translates. Closing it closes neither: their owner does."""

    placeholder: PlaceholderStyle = BRACKETS

    def __init__(self, first: Engine, second: Engine) -> None:
        if first.target != second.source:
            raise ValueError(f"{first.label} does not lead to {second.label}")
        self._first = first
        self._second = second
        self.name = first.name
        self.source = first.source
        self.target = second.target
        self.version = f"{first.version}, {second.version}"
        self.demonstration = first.demonstration or second.demonstration
        self.chain = (*first.chain, *second.chain)
        mark = " (modèle de démonstration)" if self.demonstration else ""
        self.label = f"Argos {first.source}→{first.target}→{second.target} {self.version}{mark}"

    def translate(self, sentences: Sequence[str], *, tick: Tick | None = None) -> list[Translated]:
        """See ``Engine``: the score is the lower of the two, and what was truncated once is truncated."""
        halfway = self._first.translate(sentences, tick=tick)
        ends = self._second.translate([half.text for half in halfway], tick=tick)
        return [_together(half, end) for half, end in zip(halfway, ends, strict=True)]

    def close(self) -> None:
        """See ``Engine``."""


def _together(half: Translated, end: Translated) -> Translated:
    scores = [score for score in (half.score, end.score) if score is not None]
    return Translated(end.text, min(scores, default=None), half.truncated or end.truncated)
