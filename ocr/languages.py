"""Which languages a text is in, by lingua."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lingua import ConfidenceValue, IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder

#: What a French social body meets. Languages that look alike are all there, so that none takes another's text.
ALLOWED: Final = (
    *("ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr"),
    *("ga", "he", "hi", "hr", "hu", "hy", "is", "it", "ja", "ka", "ko", "lt", "lv", "mk", "nb", "nl", "pl", "pt"),
    *("ro", "ru", "sk", "sl", "so", "sq", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh"),
)

#: Every language that lingua knows, by ISO 639-1 code.
KNOWN: Final = {language.iso_code_639_1.name.lower(): language for language in Language.all()}

#: Letters under which a block on its own says too little; names and addresses are short and belong to no language.
BLOCK_LETTERS: Final = 50
BLOCK_CONFIDENCE: Final = 0.9
#: Share of the letters from which a second language counts.
SECOND_SHARE: Final = 0.12
SHORT_TEXT: Final = 120
CANDIDATES: Final = 6
#: Under this confidence a text is not given to one of the languages of its page: its neighbours tell better.
CHOICE_CONFIDENCE: Final = 0.7
PAGE_LETTERS: Final = 12
PAGE_CONFIDENCE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Share:
    """A language (ISO 639-1), its share of the letters (0 to 1) and lingua's confidence in it (0 to 1)."""

    language: str
    share: float
    confidence: float


class Detector:
    """Tells languages; one object serves all threads, its models are loaded on the first use.

    Lingua's trigrams load in half a second and suffice from ``SHORT_TEXT`` characters on. Its other models take
    ten seconds for all languages, so that a short text is weighed by them among the likeliest few only.
    """

    def __init__(self, languages: Iterable[str] = ALLOWED) -> None:
        codes = [getattr(IsoCode639_1, code.upper()) for code in languages]
        builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
        self._trigrams = builder.with_low_accuracy_mode().build()

    def guess(self, text: str) -> Share | None:
        """The likeliest language of one piece of text, or None when there are no letters."""
        ranked = _ranked(self._trigrams, text)
        if len(text) < SHORT_TEXT and len(ranked) > 1:
            few = [value.language for value in ranked[:CANDIDATES]]
            ranked = _ranked(LanguageDetectorBuilder.from_languages(*few).build(), text) or ranked
        return _share(ranked)

    def choose(self, text: str, among: Sequence[str] = ()) -> str | None:
        """The language of one piece of text among those of its page (ISO 639-1), among all when none is given;
        None when it cannot be told.

        The full models of two languages load in a third of a second, those of all the candidates that a page's
        short texts bring up in several.
        """
        known = [KNOWN[code] for code in dict.fromkeys(among) if code in KNOWN]
        if len(known) < 2:
            guess = self.guess(text)
            return guess.language if guess else None
        share = _share(_ranked(LanguageDetectorBuilder.from_languages(*known).build(), text))
        return share.language if share and share.confidence >= CHOICE_CONFIDENCE else None

    def detect(self, text: str) -> tuple[Share, ...]:
        """The languages of a text whose blocks are parted by empty lines, by decreasing share; at most two.

        Empty when the text is too short to tell.
        """
        parts = parts_by_script(text)
        total = max(1, sum(count_letters(part) for part in parts))
        shares = [
            replace(share, share=share.share * count_letters(part) / total)
            for part in parts
            for share in self._in_one_script(part)
        ]
        ranked = sorted(shares, key=lambda share: (-share.share, share.language))
        return tuple(share for share in ranked[:2] if share.share >= SECOND_SHARE)

    def _in_one_script(self, text: str) -> tuple[Share, ...]:
        if count_letters(text) < PAGE_LETTERS:
            return ()
        whole = self.guess(text)
        if whole is None or whole.confidence < PAGE_CONFIDENCE:
            return ()
        letters: defaultdict[str, int] = defaultdict(int)
        confidences: dict[str, float] = {whole.language: whole.confidence}
        for block in text.split("\n\n"):
            language = self._language_of_block(block, whole.language, confidences)
            letters[language] += count_letters(block)
        total = sum(letters.values())
        ranked = sorted(letters.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Share(code, count / total, confidences[code]) for code, count in ranked)

    def _language_of_block(self, block: str, main: str, confidences: dict[str, float]) -> str:
        if count_letters(block) < BLOCK_LETTERS:
            return main
        guess = _share(_ranked(self._trigrams, block))
        if guess is None or guess.language == main or guess.confidence < BLOCK_CONFIDENCE:
            return main
        confidences[guess.language] = max(guess.confidence, confidences.get(guess.language, 0.0))
        return guess.language


def parts_by_script(text: str) -> list[str]:
    """The text, or its words in Latin letters and the others apart when both are enough to be languages."""
    blocks = [block.split() for block in text.split("\n\n")]
    latin = "\n\n".join(" ".join(word for word in block if _is_latin(word)) for block in blocks)
    other = "\n\n".join(" ".join(word for word in block if not _is_latin(word)) for block in blocks)
    few, many = sorted((count_letters(latin), count_letters(other)))
    return [latin, other] if few >= SECOND_SHARE * (few + many) and few >= BLOCK_LETTERS else [text]


def _is_latin(word: str) -> bool:
    return any(unicodedata.name(character, "").startswith("LATIN") for character in word if character.isalpha())


def _ranked(detector: LanguageDetector, text: str) -> list[ConfidenceValue]:
    values = detector.compute_language_confidence_values(text) if count_letters(text) else []
    return [value for value in values if value.value > 0]


def _share(ranked: list[ConfidenceValue]) -> Share | None:
    return Share(ranked[0].language.iso_code_639_1.name.lower(), 1.0, ranked[0].value) if ranked else None


def count_letters(text: str) -> int:
    """How many characters of ``text`` are letters."""
    return sum(character.isalpha() for character in text)
