"""What is in French already: paragraphs, whole documents, and a translation that lies with its source. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.recognition.findings import Detail, Finding
from intake.recognition.numbers import numbers_of
from intake.recognition.view import Block, PageView
from intake.recognition.wording import fold
from storage.words import Word

FRENCH: Final = "fr"
#: Letters from which a paragraph counts; an address, a title or a label of a form is no passage.
PASSAGE_LETTERS: Final = 60
#: Words that French text cannot do without; two different ones must be there, which names and addresses lack.
PLAIN_WORDS: Final = frozenset(
    (
        *("le", "les", "des", "du", "et", "est", "dans", "pour", "par", "sur", "au", "aux", "une", "qui", "avec"),
        *("pas", "ce", "cette", "sont", "il", "elle", "nous", "vous", "son", "sa", "ses", "leur", "ne", "ete"),
        *("ou", "ont", "dont", "sous"),
    )
)

#: Those of them that stand in names of bodies and streets too: "Service des relations, rue du Port".
IN_NAMES: Final = frozenset({"du", "des", "le", "les", "au", "aux", "et", "sur", "sous"})
LEAST_PLAIN: Final = 2
WHOLE: Final = 0.9
#: A translation holds the numbers of its source.
SHARED: Final = 0.6
LEAST_NUMBERS: Final = 4
#: A French text is up to half longer than its source, and seldom much shorter.
SHORTEST: Final = 0.55
LONGEST: Final = 2.2


def is_french_passage(block: Block) -> bool:
    """Whether a block is a paragraph in French, and not just names of French places."""
    if block.language != FRENCH or block.letters < PASSAGE_LETTERS:
        return False
    plain = PLAIN_WORDS & set(fold(block.text).split())
    return len(plain) >= LEAST_PLAIN and bool(plain - IN_NAMES)


def french_findings(pages: Sequence[PageView]) -> Iterator[Finding]:
    """The French document, or its French passages page by page."""
    french = {page.number: [block for block in page.blocks if is_french_passage(block)] for page in pages}
    told = sum(b.letters for page in pages for b in page.blocks if b.language)
    inside = sum(b.letters for page in pages for b in page.blocks if b.language == FRENCH and french[page.number])
    if told and inside / told >= WHOLE and any(french.values()):
        share = round(inside / told, 3)
        numbers = tuple(page.number for page in pages)
        yield Finding("french_document", numbers, round(share * min(1.0, told / 200), 2), {"share": share})
        return
    for page in pages:
        held = french[page.number]
        letters = sum(block.letters for block in page.blocks)
        if held:
            share = round(sum(block.letters for block in held) / letters, 3)
            boxes: tuple[Detail, ...] = tuple((b.box.x0, b.box.y0, b.box.x1, b.box.y1) for b in held)
            confidence = min(1.0, 0.6 + sum(block.letters for block in held) / 600)
            yield Finding("french_passage", (page.number,), round(confidence, 2), {"boxes": boxes, "share": share})


@dataclass(frozen=True, slots=True)
class _Side:
    """One half of a pair: its letters and its numbers."""

    letters: int
    numbers: frozenset[str]


def bilingual_findings(pages: Sequence[PageView]) -> tuple[Finding, ...]:
    """The French translation that a document holds: on pages of its own, or beside the source on each page."""
    return (*_side_by_side(pages), *_following(pages))


def _following(pages: Sequence[PageView]) -> tuple[Finding, ...]:
    """Runs of pages in another language and of as many in French, in order, whose numbers agree."""
    french = [page for page in pages if page.language == FRENCH and any(map(is_french_passage, page.blocks))]
    others = [page for page in pages if page.language not in (None, FRENCH)]
    pairs: list[tuple[int, int]] = []
    shares: list[float] = []
    taken: set[int] = set()
    for source in others:
        ranked = sorted(
            (
                (_agree(_side(source), _side(target)), -target.number)
                for target in french
                if target.number not in taken
            ),
            reverse=True,
        )
        if ranked and ranked[0][0] >= SHARED:
            pairs.append((source.number, -ranked[0][1]))
            shares.append(ranked[0][0])
            taken.add(-ranked[0][1])
    # One page of several may be a coincidence of two letters of one file: most of the source must be there.
    if not pairs or len(pairs) < 0.6 * len(others):
        return ()
    language = next((page.language for page in others), "") or ""
    numbers = tuple(sorted({number for pair in pairs for number in pair}))
    shared = round(sum(shares) / len(shares), 3)
    details: dict[str, Detail] = {
        "mode": "following", "language": language, "pairs": tuple(pairs), "shared": shared,
    }  # fmt: skip
    return (Finding("contains_translation", numbers, round(shared * len(pairs) / len(others), 2), details),)


def _side_by_side(pages: Sequence[PageView]) -> tuple[Finding, ...]:
    found = [(page, shared) for page in pages if (shared := _columns_agree(page)) is not None]
    if not found:
        return ()
    numbers = tuple(page.number for page, _ in found)
    languages = [
        code for page, _ in found for block in page.blocks if (code := block.language) not in (None, FRENCH)
    ]
    details: dict[str, Detail] = {
        "mode": "side_by_side",
        "language": max(languages, key=languages.count) if languages else "",
        "pairs": tuple((number, number) for number in numbers),
        "shared": round(sum(shared for _, shared in found) / len(found), 3),
    }
    return (
        Finding("contains_translation", numbers, round(0.5 + 0.5 * float(str(details["shared"])), 2), details),
    )


def _columns_agree(page: PageView) -> float | None:
    """The share of common numbers of the French blocks and the others, when they stand in two columns; else
    None."""
    middle = page.reading.width / 2
    french = [block for block in page.blocks if block.language == FRENCH]
    others = [block for block in page.blocks if block.language not in (None, FRENCH)]
    if not any(map(is_french_passage, french)) or not others:
        return None
    sides = [_of_side(french, middle), _of_side(others, middle)]
    if None in sides or sides[0] == sides[1]:
        return None
    left, right = (_half(page, "left", middle), _half(page, "right", middle))
    shared = _agree(left, right, least=2)
    return shared if shared >= SHARED else None


def _of_side(blocks: Sequence[Block], middle: float) -> str | None:
    """The half of the page that holds nearly all letters of the blocks."""
    total = sum(block.letters for block in blocks)
    left = sum(block.letters for block in blocks if block.box.x1 <= middle * 1.06)
    right = sum(block.letters for block in blocks if block.box.x0 >= middle * 0.94)
    if left >= 0.85 * total:
        return "left"
    return "right" if right >= 0.85 * total else None


def _half(page: PageView, side: str, middle: float) -> _Side:
    inside = [
        word for word in page.reading.words if ((word.box.x0 + word.box.x1) / 2 < middle) == (side == "left")
    ]
    return _side_of(inside)


def _side(page: PageView) -> _Side:
    return _side_of(page.reading.words)


def _side_of(words: Sequence[Word]) -> _Side:
    letters = sum(sum(c.isalpha() for c in word.text) for word in words)
    return _Side(letters, frozenset(number.text for number in numbers_of(words)))


def _agree(source: _Side, target: _Side, least: int = LEAST_NUMBERS) -> float:
    """The share of numbers that both hold, of those of the one that has fewer; 0 when the lengths do not fit."""
    if not source.letters or not SHORTEST <= target.letters / source.letters <= LONGEST:
        return 0.0
    fewer = min(len(source.numbers), len(target.numbers))
    if fewer < least or fewer < 0.5 * max(len(source.numbers), len(target.numbers)):
        return 0.0
    return round(len(source.numbers & target.numbers) / fewer, 3)
