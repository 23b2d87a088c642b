"""What the recognisers are given: pages as they were read, measures of their pictures, and what is known
already."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol

from intake.recognition.documents import DocumentFingerprint
from intake.recognition.pictures import PictureMeasures
from intake.recognition.wording import letters_in
from storage.words import Box, PageWords, Word

#: A block with fewer letters is a name, an address or a label: it belongs to no language. A text of fewer
#: characters is only told among the languages of its page and French: to weigh it against all would load all
#: models.
LANGUAGE_LETTERS = 40
SHORT_TEXT = 120
LANGUAGE_CONFIDENCE = 0.75


class Guess(Protocol):
    """A language (ISO 639-1) and how sure it is (0 to 1)."""

    @property
    def language(self) -> str: ...

    @property
    def confidence(self) -> float: ...


class Languages(Protocol):
    """Tells the language of a piece of text, as ``ocr.languages.Detector`` does."""

    def guess(self, text: str) -> Guess | None: ...

    def choose(self, text: str, among: Sequence[str]) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or cell. ``lines`` are its lines' texts; ``height`` is the median height of its words
    in points; ``language`` is None where the text is too short to tell."""

    number: int
    lines: tuple[str, ...]
    box: Box
    height: float
    language: str | None

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def letters(self) -> int:
        return letters_in(self.text)


@dataclass(frozen=True, slots=True)
class PageView:
    """One page: its reading, its blocks in reading order, and the measures of its picture where there are any."""

    reading: PageWords
    blocks: tuple[Block, ...]
    picture: PictureMeasures | None = None

    @property
    def number(self) -> int:
        return self.reading.number

    @property
    def language(self) -> str | None:
        """The language with most letters among the blocks, else what the reading says."""
        letters: dict[str, int] = {}
        for block in self.blocks:
            if block.language:
                letters[block.language] = letters.get(block.language, 0) + block.letters
        if letters:
            return max(letters, key=lambda code: (letters[code], code))
        return self.reading.languages[0] if self.reading.languages else None

    @property
    def letter_height(self) -> float:
        """The median height of the words in points, 0 without words."""
        return median(word.box.height for word in self.reading.words) if self.reading.words else 0.0

    def top(self, block: Block) -> float:
        """Where a block begins, as a share of the height of the page."""
        return block.box.y0 / self.reading.height if self.reading.height else 0.0


@dataclass(frozen=True, slots=True)
class Known:
    """A document of the history that shares a band with this one; ``translated`` when one was delivered."""

    id: str
    fingerprint: DocumentFingerprint
    translated: bool = False


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One file as it was read: ``pages`` in order, ``known`` the candidates that its bands brought up."""

    fingerprint: DocumentFingerprint
    pages: tuple[PageView, ...]
    known: tuple[Known, ...] = ()


def page_view(reading: PageWords, languages: Languages, picture: PictureMeasures | None = None) -> PageView:
    """The page with its words gathered into blocks, and the language of each block that is long enough."""
    return PageView(reading, tuple(_blocks(reading, languages)), picture)


def _blocks(reading: PageWords, languages: Languages) -> list[Block]:
    held: dict[int, list[Word]] = {}
    for word in reading.words:
        held.setdefault(word.block, []).append(word)
    among = tuple(dict.fromkeys((*reading.languages, "fr")))
    return [_block(number, inside, languages, among) for number, inside in held.items()]


def _language(text: str, languages: Languages, among: Sequence[str]) -> str | None:
    if letters_in(text) < LANGUAGE_LETTERS:
        return None
    if len(text) < SHORT_TEXT:
        return languages.choose(text, among if len(among) > 1 else (*among, "en"))
    guess = languages.guess(text)
    return guess.language if guess and guess.confidence >= LANGUAGE_CONFIDENCE else None


def _block(number: int, words: Sequence[Word], languages: Languages, among: Sequence[str]) -> Block:
    lines: dict[int, list[str]] = {}
    box = words[0].box
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
        box = box.union(word.box)
    text = tuple(" ".join(line) for line in lines.values())
    language = _language(" ".join(text), languages, among)
    return Block(number, text, box, median(word.box.height for word in words), language)
