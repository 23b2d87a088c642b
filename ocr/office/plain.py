"""Plain text: which letters its bytes stand for, and where its paragraphs end."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from ocr.errors import DamagedError, EmptyFileError, TooMuchTextError
from ocr.office.alphabets import likeness
from ocr.office.structure import MOST_CHARACTERS, Block, Measure, PageEnd, Paragraph, Structure

#: What offices of Europe and its neighbours write; others are left aside, for a short text fits too many.
ENCODINGS: Final = [
    "cp1250", "cp1252", "cp1251", "iso8859_2", "iso8859_1", "iso8859_15", "iso8859_5", "iso8859_7", "cp1253",
    "iso8859_9", "cp1254", "cp1257", "iso8859_13", "cp1255", "cp1256", "iso8859_6", "iso8859_8", "koi8_r",
    "koi8_u", "cp852", "cp850", "cp866", "iso8859_16", "cp1258", "shift_jis", "gb18030", "big5", "euc_kr",
]  # fmt: skip
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
#: Control characters that no text holds.
_BINARY: Final = re.compile(rb"[\x00-\x06\x0e-\x19\x1c-\x1f]")
_RULE: Final = re.compile(r"[-=_*~.]{3,}")
#: The likeness from which a text is taken to be in a language of Europe or its neighbours.
_FITS: Final = 0.95
#: A line of a letter is broken at some eighty signs; a longer one is a paragraph by itself.
_LONG: Final = 100
#: A line shorter than this share of the usual ones was ended on purpose.
_SHORT: Final = 0.6


def read_plain(path: Path) -> Structure:
    """The structure of a text file. Raises DamagedError for bytes that are no text, EmptyFileError,
    TooMuchTextError."""
    data = path.read_bytes()
    if len(data) > 4 * MOST_CHARACTERS:
        raise TooMuchTextError()
    text, sure = decoded(data)
    measure = Measure()
    blocks = tuple(_blocks(text, measure))
    if not blocks:
        raise EmptyFileError
    return Structure(blocks, frozenset(measure.told | (set() if sure else {"text_encoding"})))


def decoded(data: bytes, told: str = "") -> tuple[str, bool]:
    """The text of some bytes and whether its encoding is sure: by its mark, as UTF-8, as ``told``, else the
    likeliest by the letters that come out. Raises DamagedError."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _whole(_as(data[len(mark) :], name)), True
    wide = _without_mark(data)
    if wide is not None:
        return wide, True
    if _BINARY.search(data):
        raise DamagedError
    stated = _as(data, "utf-8") or _as(data, told)
    if stated is not None:
        return stated, True
    fitting = max(
        ((likeness(text), text) for text in _candidates(data)), key=lambda pair: pair[0], default=(0.0, "")
    )
    if fitting[0] >= _FITS:
        return fitting[1], False
    best = from_bytes(data, cp_isolation=ENCODINGS, preemptive_behaviour=False, threshold=0.3).best()
    return _whole(None if best is None else str(best)), False


def _whole(text: str | None) -> str:
    if text is None:
        raise DamagedError
    return text


def _candidates(data: bytes) -> Iterator[str]:
    """The texts that some bytes could be."""
    return (text for name in ENCODINGS if (text := _as(data, name)) is not None)


def _without_mark(data: bytes) -> str | None:
    """The text of UTF-16 without a mark: of Latin letters every other byte is nought."""
    head = data[:4000]
    for name, at in (("utf-16-le", 1), ("utf-16-be", 0)):
        half = head[at::2]
        if len(half) > 8 and half.count(0) > 0.6 * len(half) and head[1 - at :: 2].count(0) == 0:
            return _as(data, name)
    return None


def _as(data: bytes, name: str) -> str | None:
    """The text of some bytes in an encoding; None when they are not in it, or there is none of that name."""
    try:
        return data.decode(name) if name else None
    except (UnicodeError, LookupError):
        return None


def _blocks(text: str, measure: Measure) -> list[Block]:
    out: list[Block] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    width = max((len(line) for line in text.split("\n") if len(line) <= _LONG), default=_LONG)
    for number, page in enumerate(text.split("\f")):
        if number and out:
            out.append(PageEnd())
        lines: list[str] = []
        for line in [*page.split("\n"), ""]:
            plain = measure.take(line).replace("\n", " ")
            if plain and not _RULE.fullmatch(plain):
                if lines and _parted(lines[-1], plain, width):
                    out.append(Paragraph(" ".join(lines)))
                    lines = []
                lines.append(plain)
            elif lines:
                out.append(Paragraph(" ".join(lines)))
                lines = []
    return out


def _parted(line: str, following: str, width: int) -> bool:
    """Whether two lines that follow each other are paragraphs of their own: the first was ended on purpose, or is
    too long to be a line of a letter. ``width`` is that of the longest line of a letter in the file."""
    if len(line) > _LONG or len(following) > _LONG:
        return True
    return (
        len(line) < _SHORT * width
        or following[:2] in ("- ", "* ", "• ")
        or bool(re.match(r"\(?\d{1,2}[.)]\s", following))
    )
