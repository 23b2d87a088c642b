"""Argos packages run directly on CTranslate2, a whole document at a time."""

import math
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import ctranslate2
import sentencepiece

from translate.engines.packages import InstalledPackage
from translate.engines.pieces import Encoded, Tokenizer
from translate.engines.protocol import BRACKETS, PlaceholderStyle, Tick, Translated
from translate.engines.windows import windows
from translate.errors import EngineCrashedError, PackageModelError

# Models are trained on sentences of about this length at most; CTranslate2's own limits (1,024 in, 256 out) cut
# silently and are therefore never reached.
_WINDOW = 150
# The longest output allowed goes by the length of the input in these steps, so that a sentence is translated the
# same whatever stands beside it in its batch.
_STEPS = (10, 20, 40, 80, _WINDOW)
# Measured on two cores: batches of 1,024 tokens, two of them at a time with one thread each, are the fastest.
_BATCH_TOKENS = 1024
# That was with sentences of 25 tokens: more sentences at once, where they are short, only swell the memory that
# the beams pass around (the demonstration model: 396 sentences a second with batches of up to 128, 703 with 40).
_BATCH_ROWS = 40
_PARALLEL = 2


@dataclass(frozen=True, slots=True)
class _Window:
    """A part of a sentence on its way through the model, and the white space after it."""

    sentence: int
    gap: str
    encoded: Encoded


@dataclass(frozen=True, slots=True)
class _Answer:
    """What became of one window; ``logarithm`` is the sum of the log-probabilities of its ``pieces`` pieces."""

    text: str
    logarithm: float
    pieces: int
    truncated: bool


class _Model:
    """The weights and the vocabulary of one package, in memory."""

    def __init__(self, package: InstalledPackage) -> None:
        try:
            self.translator = ctranslate2.Translator(
                str(package.folder / "model"), device="cpu", inter_threads=_PARALLEL, intra_threads=1
            )
            processor = sentencepiece.SentencePieceProcessor(
                model_file=str(package.folder / "sentencepiece.model")
            )
        except (RuntimeError, ValueError, OSError) as failure:
            raise PackageModelError(name=package.name) from failure
        self.tokenizer = Tokenizer(processor)
        self.owner = os.getpid()


class ArgosEngine:
    """One package. Its weights are read at the first sentence; threads may share it."""

    name = "argos"
    placeholder: PlaceholderStyle = BRACKETS

    def __init__(self, package: InstalledPackage, beam: int = 4) -> None:
        self._package = package
        self._beam = beam
        self._lock = threading.Lock()
        self._model: _Model | None = None
        self.source = package.source
        self.target = package.target
        self.version = package.version
        self.demonstration = package.demonstration
        self.chain: tuple[str, ...] = (package.name,)
        mark = " (modèle de démonstration)" if package.demonstration else ""
        self.label = f"Argos {package.source}→{package.target} {package.version}{mark}"

    def translate(self, sentences: Sequence[str], *, tick: Tick | None = None) -> list[Translated]:
        """See ``Engine``.

        Raises:
            PackageModelError: the package on disk cannot be loaded.
            EngineCrashedError: CTranslate2 gave up.
        """
        if not any(sentence.strip() for sentence in sentences):
            return [Translated("", None) for _ in sentences]
        model = self._loaded()
        cut = [window for index, text in enumerate(sentences) for window in _windows(index, text, model.tokenizer)]
        try:
            answers = self._answers(model, [window.encoded for window in cut], tick)
        except RuntimeError as failure:
            raise EngineCrashedError(engine=self.label) from failure
        parts: list[list[tuple[_Answer, str]]] = [[] for _ in sentences]
        for window, answer in zip(cut, answers, strict=True):
            parts[window.sentence].append((answer, window.gap))
        return [_joined(part) for part in parts]

    def close(self) -> None:
        """See ``Engine``."""
        with self._lock:
            self._model = None

    def _loaded(self) -> _Model:
        with self._lock:
            # The threads of CTranslate2 do not live on in a forked child.
            if self._model is None or self._model.owner != os.getpid():
                self._model = _Model(self._package)
            return self._model

    def _answers(self, model: _Model, inputs: list[Encoded], tick: Tick | None) -> list[_Answer]:
        order = sorted(range(len(inputs)), key=lambda index: len(inputs[index].pieces))
        jobs: list[tuple[int, int, Any]] = []
        for batch in _batches(order, [len(each.pieces) for each in inputs]):
            if tick:
                tick()
            limit = 2 * _step(len(inputs[batch[-1]].pieces)) + 32
            results = self._ask(model, [inputs[index].pieces for index in batch], limit)
            jobs.extend((index, limit, result) for index, result in zip(batch, results, strict=True))
        answers: dict[int, _Answer] = {}
        for done, (index, limit, job) in enumerate(jobs):
            if tick and done % 16 == 0:
                tick()
            answers[index] = self._answer(job.result(), inputs[index], limit, model.tokenizer)
        return [answers[index] for index in range(len(inputs))]

    def _ask(self, model: _Model, batch: list[list[str]], limit: int) -> list[Any]:
        prefix = self._package.target_prefix
        results: list[Any] = model.translator.translate_batch(
            batch,
            target_prefix=[[prefix]] * len(batch) if prefix else None,
            asynchronous=True,
            max_batch_size=_BATCH_TOKENS,
            batch_type="tokens",
            beam_size=self._beam,
            max_input_length=0,
            max_decoding_length=limit,
            return_scores=True,
            replace_unknowns=True,
        )
        return results

    def _answer(self, result: Any, asked: Encoded, limit: int, tokenizer: Tokenizer) -> _Answer:
        pieces = list(result.hypotheses[0])
        count = max(1, len(pieces))
        truncated = len(pieces) >= limit
        if self._package.target_prefix and pieces[:1] == [self._package.target_prefix]:
            del pieces[0]
        return _Answer(tokenizer.decode(pieces, asked.items), result.scores[0] * count, count, truncated)


def _windows(index: int, text: str, tokenizer: Tokenizer) -> Iterator[_Window]:
    for part, gap in windows(text, lambda part: tokenizer.fits(part, _WINDOW)):
        encoded = tokenizer.encode(part)
        if encoded.pieces:
            yield _Window(index, gap, encoded)


def _batches(order: list[int], lengths: list[int]) -> Iterator[list[int]]:
    """Inputs of the same step together, each batch within both limits; ``order`` is by length."""
    batch: list[int] = []
    for index in order:
        full = len(batch) == _BATCH_ROWS or lengths[index] * (len(batch) + 1) > _BATCH_TOKENS
        if batch and (full or _step(lengths[index]) != _step(lengths[batch[0]])):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _step(length: int) -> int:
    return next((step for step in _STEPS if length <= step), length)


def _joined(parts: list[tuple[_Answer, str]]) -> Translated:
    if not parts:
        return Translated("", None)
    text = "".join(answer.text + gap for answer, gap in parts).strip()
    mean = sum(answer.logarithm for answer, _ in parts) / sum(answer.pieces for answer, _ in parts)
    truncated = any(answer.truncated for answer, _ in parts)
    return Translated(text, min(1.0, math.exp(mean)), truncated)
