"""The ways in which machine translation fails without saying so."""

import re
from collections.abc import Iterator

from translate.checks import echoed, own_words
from translate.segments import Finding

_WORDS = re.compile(r"[^\W_]+")
_ENDED = re.compile(r"[.!?…؟۔]['\"»”’)\]]*\s*$")
_KEPT = 0.8  # share of the source's longer words beyond which a target is an echo
_LONGEST = 2.5  # times the length of the source: French is never that much longer


def failures(source: str, target: str, language: str) -> tuple[Finding, ...]:
    """What is suspicious in the translation of a sentence or of a paragraph in ``language`` (ISO 639-1), by its
    form alone; never blocking. What was left out is told by ``translate.dropped``."""
    words, out = _words(source), _words(target)
    if not words:
        return ()
    return (*_echo(source, target, language), *_loop(words, out), *_short(source, target, words, out))


def sentences_dropped(expected: int, target_sentences: int) -> tuple[Finding, ...]:
    """A finding when the target has fewer than two thirds of the sentences of its source."""
    if target_sentences * 3 >= expected * 2:
        return ()
    return (Finding("sentences_dropped", False, {"value": str(expected), "found": str(target_sentences)}),)


def _words(text: str) -> list[str]:
    # Addresses and alternatives are the same in every language: no sign of an echo.
    prose = " ".join(part for part in text.lower().split() if "@" not in part and "/" not in part)
    return [word for word in _WORDS.findall(prose) if not any(char.isdigit() for char in word)]


def _echo(source: str, target: str, language: str) -> Iterator[Finding]:
    telling = [word for word in _words(own_words(source, language)) if len(word) >= 4]
    out = _words(target)
    kept = sum(word in out for word in telling)
    if echoed(source, target, language) or (len(telling) >= 5 and kept >= _KEPT * len(telling)):
        yield Finding("source_echoed", False, {})


def _loop(words: list[str], out: list[str]) -> Iterator[Finding]:
    """A run of one to six words said three times in a row, four for a single word, unless the source does too."""
    for size in range(1, 7):
        times = 4 if size == 1 else 3
        run = _repeated(out, size, times)
        if run and not _repeated(words, size, times):
            yield Finding("engine_loop", False, {"value": " ".join(run)})
            return


def _repeated(words: list[str], size: int, times: int) -> list[str]:
    for start in range(len(words) - size * times + 1):
        run = words[start : start + size]
        if all(words[start + size * n : start + size * (n + 1)] == run for n in range(1, times)):
            return run
    return []


def _short(source: str, target: str, words: list[str], out: list[str]) -> Iterator[Finding]:
    ratio = len(target.strip()) / max(len(source.strip()), 1)
    if len(words) >= 6 and len(out) <= 2:
        yield Finding("engine_single_word", False, {})
    elif len(words) >= 6 and ratio < 0.75 and _ENDED.search(source) and not _ENDED.search(target):
        yield Finding("engine_truncated", False, {})
    elif len(source.strip()) >= 30 and ratio > _LONGEST:
        yield Finding("engine_length", False, {})
