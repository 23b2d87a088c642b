"""Sentences through an engine: a first batch, then one retry in pieces for those that came back harmed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate.critical.addresses import towns
from translate.critical.compare import compare
from translate.dropped import dropped
from translate.engines.protocol import Engine, Tick, Translated
from translate.failures import failures
from translate.masking import Known, Mask, Masked, mask, unmask
from translate.names import surnames
from translate.segments import Finding
from translate.typography import typeset, with_articles

_CLAUSE = re.compile(r"(?<=[;:,])\s+")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sentence as translated. ``lost`` are the masks that the engine dropped or doubled; ``harm`` counts what is
    wrong, the worst first: masks, critical data, signs of failure."""

    text: str
    score: float | None
    lost: tuple[Mask, ...]
    failures: tuple[Finding, ...]
    harm: tuple[int, int, int]


def attempts(sentences: Sequence[str], language: str, engine: Engine, tick: Tick) -> dict[str, Attempt]:
    """The best attempt at each sentence, all of them in at most two batches; equal sentences go once."""
    known = Known(surnames(sentences, language), towns(sentences))
    masked = {sentence: mask(sentence, language, known=known) for sentence in sentences}
    out = {text: _copy(text, item, language) for text, item in masked.items() if not item.translatable}
    rest = [text for text in masked if text not in out]
    rendered = [masked[text].rendered(engine.placeholder) for text in rest]
    for text, result in zip(rest, engine.translate(rendered, tick=tick) if rest else (), strict=True):
        back = unmask(typeset(result.text), masked[text], engine.placeholder)
        out[text] = _attempt(text, with_articles(back.text), result, (*back.lost, *back.doubled), language)
    harmed = [text for text in rest if any(out[text].harm)]
    cut = {text: _cut(text, language, known) for text in harmed}
    for text, again in _in_pieces(cut, language, engine, tick).items():
        out[text] = min(out[text], again, key=lambda attempt: attempt.harm)
    return out


def _attempt(
    text: str, translated: str, result: Translated | None, lost: tuple[Mask, ...], language: str
) -> Attempt:
    found = compare(text, translated, language)
    critical = len(found.missing) + len(found.added) + len(found.currencies) + len(found.addresses)
    signs = failures(text, translated, language)
    if result is not None and result.truncated and not any(sign.code == "engine_truncated" for sign in signs):
        signs = (*signs, Finding("engine_truncated", False, {}))
    less = int(not translated.strip()) + len(tuple(dropped(text, translated, language)))
    score = result.score if result else None
    return Attempt(translated, score, lost, signs, (len(lost), critical, len(signs) + less))


def _copy(text: str, masked: Masked, language: str) -> Attempt:
    return _attempt(text, masked.copied(), None, (), language)


def _in_pieces(cut: dict[str, Masked], language: str, engine: Engine, tick: Tick) -> dict[str, Attempt]:
    """The sentences translated piece by piece between their masks, every critical item masked: the engine can
    lose none. A sentence without masks is cut into its clauses."""
    cut = {text: masked for text, masked in cut.items() if masked.masks}
    wanted = list(dict.fromkeys(p.strip() for masked in cut.values() for p in masked.pieces if _spoken(p)))
    results = dict(zip(wanted, engine.translate(wanted, tick=tick) if wanted else (), strict=True))
    out: dict[str, Attempt] = {}
    for text, masked in cut.items():
        spoken = [results[p.strip()] for p in masked.pieces if _spoken(p)]
        told = [_spaced(p, results[p.strip()].text) if _spoken(p) else p for p in masked.pieces]
        joined = Masked(tuple(told), masked.masks).copied()
        scores = [piece.score for piece in spoken if piece.score is not None]
        truncated = any(piece.truncated for piece in spoken)
        whole = Translated(joined, min(scores, default=None), truncated)
        out[text] = _attempt(text, with_articles(joined), whole, (), language)
    return out


def _cut(text: str, language: str, known: Known) -> Masked:
    masked = mask(text, language, everything=True, known=known)
    if masked.masks:
        return masked
    gaps = [match[0] for match in _CLAUSE.finditer(text)]
    return Masked(tuple(_CLAUSE.split(text)), tuple(Mask(gap, gap) for gap in gaps))


def _spoken(piece: str) -> bool:
    return any(char.isalpha() for char in piece)


def _spaced(piece: str, translated: str) -> str:
    start, end = len(piece) - len(piece.lstrip()), len(piece.rstrip())
    return piece[:start] + typeset(translated.strip()) + piece[end:]
