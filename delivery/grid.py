"""How a table fits on a sheet: turn of the sheet, size of letters, width of columns. Nothing is ever cut."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

Texts = Sequence[Sequence[str]]

_PORTRAIT = 174.0  # usable width of the sheet in millimetres
_LANDSCAPE = 261.0
_PADDING = 2.6  # left and right of each cell, in millimetres
_ADVANCE = 0.205  # the mean width of a letter, in millimetres per point of size
_WORD_CAP = 26  # a longer word may be broken: it would take the room of all others
_FITS = (
    (False, 9.0),
    (False, 8.0),
    (False, 7.0),
    (True, 8.0),
    (True, 7.0),
    (True, 6.0),
)
_MANY = 11  # from this number of columns on, the sheet is turned even when short words would fit
# A figure, with its currency (EUR, DM, zł) and the marks that refer to a note.
_AMOUNT = re.compile(
    r"(?!(?:19|20)\d\d$)[-+−]?\s*[€$£]?\s*\d[\d.,'’\s\u00a0\u202f]*\s*(?:[€$£%]|[A-Z]{2,3}|zł|Kč|Ft|lei)?\s*[*†‡]*"
)
# What stands where there is no figure.
_NONE = re.compile(r"[-–—*./]+")
# A figure with its unit is a value; a year or a date may name a column.
_VALUE = re.compile(r"[-+−]?\d")
_NAMING_FIGURE = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
# Figures and what surrounds them stay on one line: an amount or a period cut in two is one misread.
_UNIT = re.compile(r"\d\S*\s[-–—]\s\d\S*|\S+")


@dataclass(frozen=True, slots=True)
class Fit:
    """``landscape``: the sheet is turned; ``size``: letters in points; ``widths``: percents of the width."""

    landscape: bool
    size: float
    widths: tuple[float, ...]


def fit(tables: Sequence[Texts], columns: int, extra: int = 0) -> Fit:
    """The best fit for tables of the same columns (one language above the other share one fit); each cell holds
    ``extra`` letters beside its text, such as its number."""
    rows = [row for table in tables for row in table]
    words = [_longest_word(_column(rows, column)) + extra for column in range(columns)]
    lengths = [max(map(len, _column(rows, column)), default=0) + extra + 1 for column in range(columns)]
    landscape, size = next(
        (
            (turned, points)
            for turned, points in _FITS
            if (turned or columns < _MANY) and sum(_millimetres(word, points) for word in words) <= _room(turned)
        ),
        _FITS[-1],
    )
    return Fit(landscape, size, _widths(words, lengths, size, _room(landscape)))


def has_header(rows: Texts) -> bool:
    """Whether the first row names the columns: words rather than figures, or dates beside words, above rows that
    have figures."""
    if len(rows) < 2:
        return False
    first = [text.strip() for text in rows[0] if text.strip()]
    named = len(first) * 2 > len(rows[0]) and all(map(_naming, first)) and any(map(_wordy, first))
    return named and any(not _wordy(text) for row in rows[1:] for text in row if text.strip())


def amounts(rows: Texts, columns: int) -> tuple[bool, ...]:
    """For each column, whether most of what it holds under the first row is an amount, set to the right."""
    out = []
    for column in range(columns):
        texts = [text for text in _column(rows[1:], column) if not _NONE.fullmatch(text.strip() or "-")]
        figures = sum(_AMOUNT.fullmatch(text.strip()) is not None for text in texts)
        out.append(bool(texts) and figures * 2 > len(texts))
    return tuple(out)


def _naming(text: str) -> bool:
    return _NAMING_FIGURE.fullmatch(text) is not None or (_wordy(text) and _VALUE.match(text) is None)


def _wordy(text: str) -> bool:
    return sum(char.isalpha() for char in text) > sum(char.isdigit() for char in text)


def _column(rows: Texts, column: int) -> list[str]:
    return [row[column] for row in rows if column < len(row)]


def _letters(word: str) -> int:
    """How many letters of the mean width a word takes: what stands between the figures of a period is narrow."""
    return len(word) - (sum(char in " .-–—/" for char in word) // 2 if " " in word else 0)


def _longest_word(texts: Sequence[str]) -> int:
    longest = max((_letters(word) for text in texts for word in _UNIT.findall(text)), default=1)
    return min(longest, _WORD_CAP)


def _millimetres(letters: int, size: float) -> float:
    return letters * size * _ADVANCE + _PADDING


def _room(landscape: bool) -> float:
    return _LANDSCAPE if landscape else _PORTRAIT


def _widths(words: Sequence[int], lengths: Sequence[int], size: float, room: float) -> tuple[float, ...]:
    """Each column has the room of its longest word; of what is left, short columns are served first, so that
    dates and amounts stand on one line and only long texts wrap."""
    wide = [_millimetres(word, size) for word in words]
    left = max(room - sum(wide), 0.0)
    wishes = [max(_millimetres(length, size) - width, 0.0) for length, width in zip(lengths, wide, strict=True)]
    for rank, column in enumerate(sorted(range(len(wide)), key=lambda column: wishes[column])):
        share = min(wishes[column], left / (len(wide) - rank))
        wide[column] += share
        left -= share
    return tuple(round(100 * width / sum(wide), 2) for width in wide)
