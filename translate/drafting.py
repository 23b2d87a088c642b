"""Drafts of a whole document: one batch per language, critical data out of the engine's reach, failures retried.

Identical texts are translated once. Where the language has no engine the target stays empty and says why.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from translate.attempts import Attempt, attempts
from translate.checks import check
from translate.engines.protocol import Engine
from translate.failures import failures, sentences_dropped
from translate.masking import mask
from translate.seals import is_seal, named
from translate.segments import Draft, Finding, Origin, Role, SourceSegment
from translate.sentences import split

# Findings that say more exactly what "content_dropped" says.
_LEFT_OUT = frozenset(("sentences_dropped", "engine_single_word", "engine_truncated"))


@runtime_checkable
class Unavailable(Protocol):
    """What a router answers where no engine serves a language; ``reason`` is a French sentence."""

    @property
    def reason(self) -> str: ...


Route = Callable[[str], Engine | Unavailable]
Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class LineRecord:
    """One line of text with its translation, for scripts; ``warnings`` are what a person must look at."""

    source: str
    target: str
    origin: str
    engine: str | None
    score: float | None
    warnings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a text: shared by all segments that have it."""

    target: str
    origin: Origin
    engine: str | None = None
    score: float | None = None
    findings: tuple[Finding, ...] = ()


def draft(
    segments: Sequence[SourceSegment], route: Route, *, target: str = "fr", tick: Tick | None = None
) -> list[Draft]:
    """A draft for each segment, in order. ``route`` gives the engine from a language (ISO 639-1) to the target;
    ``tick`` is called whenever work has advanced. Errors of engines pass through."""
    wanted: dict[str, dict[str, _Outcome | None]] = {}
    for segment in (each for each in segments if not is_seal(each)):
        wanted.setdefault(segment.language, {})[segment.text] = None
    outcomes: dict[tuple[str, str], _Outcome] = {}
    for language, texts in wanted.items():
        found = _outcomes(list(texts), language, route, target, tick or _still)
        outcomes |= {(language, text): outcome for text, outcome in found.items()}
    return [
        named(segment) if is_seal(segment) else _drafted(segment, outcomes[segment.language, segment.text])
        for segment in segments
    ]


def translate_lines(
    lines: Iterable[str], source: str, route: Route, *, target: str = "fr", tick: Tick | None = None
) -> list[LineRecord]:
    """Translates lines of text in the language ``source``, each as a paragraph of its own."""
    segments = [
        SourceSegment(1, order, (), Role.paragraph, line, source, 100.0) for order, line in enumerate(lines)
    ]
    return [
        LineRecord(
            drafted.segment.text,
            drafted.target,
            drafted.origin.value,
            drafted.engine,
            drafted.score,
            drafted.findings,
        )
        for drafted in draft(segments, route, target=target, tick=tick)
    ]


def _still() -> None:
    """Nobody watches."""


def _drafted(segment: SourceSegment, outcome: _Outcome) -> Draft:
    findings = (*segment.findings, *outcome.findings)
    return Draft(segment, outcome.target, outcome.origin, outcome.engine, outcome.score, findings)


def _outcomes(texts: list[str], language: str, route: Route, target: str, tick: Tick) -> dict[str, _Outcome]:
    if language == target:
        return {text: _Outcome(text, Origin.copied, findings=check(text, text, language)) for text in texts}
    out = {text: _copied(text, language) for text in texts if not mask(text, language).translatable}
    rest = [text for text in texts if text not in out]
    if not rest:
        return out
    engine = route(language)
    if isinstance(engine, Unavailable):
        return out | {text: _without_engine(text, language, engine) for text in rest}
    return out | _translated(rest, language, engine, tick)


def _copied(text: str, language: str) -> _Outcome:
    copy = mask(text, language).copied()
    return _Outcome(copy, Origin.copied, findings=check(text, copy, language))


def _without_engine(text: str, language: str, missing: Unavailable) -> _Outcome:
    why = Finding("no_engine", False, {"language": language, "reason": missing.reason})
    return _Outcome("", Origin.none, findings=(why, *check(text, "", language)))


def _translated(texts: list[str], language: str, engine: Engine, tick: Tick) -> dict[str, _Outcome]:
    sentences = {text: split(text, language) for text in texts}
    stripped = [sentence.strip() for parts in sentences.values() for sentence in parts]
    done = attempts(stripped, language, engine, tick)
    return {text: _joined(text, language, engine, parts, done) for text, parts in sentences.items()}


def _joined(text: str, language: str, engine: Engine, parts: list[str], done: dict[str, Attempt]) -> _Outcome:
    """The sentences of a text together again, with the white space between them."""
    made = [done[part.strip()] for part in parts]
    target = "".join(_spaced(part, attempt.text) for part, attempt in zip(parts, made, strict=True))
    lost = [mask for attempt in made for mask in attempt.lost]
    findings = [*check(text, target, language)]
    findings += [Finding("critical_lost", True, {"value": item.source, "fix": item.french}) for item in lost]
    findings += [finding for attempt in made for finding in attempt.failures]
    findings += failures(text, target, language) + sentences_dropped(
        len(parts), sum(bool(a.text.strip()) for a in made)
    )
    return _Outcome(target, Origin.machine, engine.label, _score(made), tuple(_distinct(findings)))


def _spaced(part: str, translated: str) -> str:
    start = len(part) - len(part.lstrip())
    return part[:start] + translated + part[len(part.rstrip()) :] if part.strip() else part


def _score(made: Sequence[Attempt]) -> float | None:
    """The mean score of the sentences, weighted by their length; None when the engine gives none."""
    scored = [(attempt.score, max(len(attempt.text), 1)) for attempt in made if attempt.score is not None]
    if not scored:
        return None
    mean = sum(score * length for score, length in scored) / sum(length for _, length in scored)
    return round(min(max(mean, 0.0), 1.0), 4)


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """One finding of each code and values; equal missing items of one segment stay apart by their number. That
    something is left out is not said twice."""
    findings = list(findings)
    if any(finding.code in _LEFT_OUT for finding in findings):
        findings = [finding for finding in findings if finding.code != "content_dropped"]
    out: list[Finding] = []
    for finding in findings:
        if finding.code.endswith(("_missing", "_added")) or finding not in out:
            out.append(finding)
    return out
