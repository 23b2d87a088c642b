"""From the words of a page to its segments: paragraphs, headings, labels, cells and marks.

Nothing that was read is dropped: noise becomes a flagged segment that a person may discard.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from storage.words import Cell, PageWords, Part, Word
from translate.lines import Line, cut_at_end, joined, lines_of
from translate.scripts import SCRIPT_OF, script
from translate.seals import Scrap, finding, seals
from translate.segments import Finding, Role, SourceSegment

#: The language of a text (ISO 639-1) among the ones given, or among all when none is; None when it cannot be told.
Detect = Callable[[str, Sequence[str]], str | None]

NOISE = 45.0  # under this one, a few isolated characters are more likely dust than text
_HEADING_RATIO = 1.2  # letters this much taller than the page's usual ones make a heading
_LONG_WORD, _SCRAP = 8, 40.0
_DETECTABLE = 20  # letters below which a language cannot be told from the text

_BULLET = re.compile(r"(?:[•▪●■□☐☒◦*·–—-]|\(?\d{1,2}[.)]|\(?[a-zA-Z]\))(?:\s|$)")
_ENDED = re.compile(r"[.!?:;؟۔…]['\"»”)\]]*$")
# What stands on forms in the place of a seal or of a signature.
_MARK = re.compile(
    r"[\[(]?\s*(?:L\.\s?S\.|locus sigilli|(?:dienst|rund)?siegel|stempel|unterschrift|sello(?: y firma)?|timbro"
    r"(?: e firma)?|carimbo|selo branco|assinatura|firma(?:do)?|pieczęć(?: okrągła| urzędowa)?|okrągła pieczęć"
    r"|podpis|(?:official )?(?:stamp|seal)|signature|signed|ștampila?|semnătura?|м\.\s?п\.|підпис|печатка"
    r"|imza|mühür|handtekening|segell|signatura|الختم|التوقيع|توقيع)\s*[\])]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The lines of one segment to be; ``seal`` when they are the scraps of one; ``part`` is what the file says of
    them."""

    lines: tuple[Line, ...]
    cell: Cell | None
    seal: bool = False
    part: Part | None = None

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line.words)


def segments(page: PageWords, detect: Detect | None = None) -> list[SourceSegment]:
    """The segments of a page, in reading order; each word is in exactly one of them.

    ``detect`` is asked where the page has several languages, or none.
    """
    cells = {cell.block: cell for cell in page.cells}
    parts = {part.block: part for part in page.parts}
    pieces: list[_Piece] = []
    read = [word for word in page.words if word.text.strip()]
    for block, group in groupby(read, key=lambda word: word.block):
        if block in parts:
            pieces.append(_Piece(tuple(lines_of(group)), cells.get(block), part=parts[block]))
        else:
            pieces += _pieces(lines_of(group), cells.get(block))
    pieces = _with_seals(pieces, _confidence(read) if read else 0.0)
    usual = _usual_height(read)
    out: list[SourceSegment] = []
    for order, piece in enumerate(pieces):
        previous = out[-1].language if out else None
        out.append(_segment(page, order, piece, usual, _language(piece, page.languages, previous, detect)))
    return _inherit(out, page.languages)


def _with_seals(pieces: list[_Piece], page_confidence: float) -> list[_Piece]:
    """The pieces with the scraps of each seal as one of them, where its first one stands."""
    scraps = [None if piece.cell or piece.part else _scrap(piece) for piece in pieces]
    out: list[_Piece | None] = list(pieces)
    for group in seals(scraps, page_confidence):
        lines = tuple(line for number in group for line in pieces[number].lines)
        for number in group:
            out[number] = None
        out[group[0]] = _Piece(lines, None, seal=True)
    return [piece for piece in out if piece is not None]


def _scrap(piece: _Piece) -> Scrap:
    box = piece.lines[0].box
    for line in piece.lines[1:]:
        box = box.union(line.box)
    return Scrap(" ".join(line.text for line in piece.lines), box, _confidence(piece.words))


def _pieces(lines: Sequence[Line], cell: Cell | None) -> list[_Piece]:
    if cell is not None:
        return [_Piece(tuple(lines), cell)]
    groups: list[list[Line]] = [[lines[0]]]
    left = min(line.box.x0 for line in lines)
    right = max(line.box.x1 for line in lines)
    for line, following in pairwise(lines):
        if _parts(line, following, (left, right)):
            groups.append([])
        groups[-1].append(following)
    return [_Piece(tuple(group), None) for group in groups]


def _parts(line: Line, following: Line, edges: tuple[float, float]) -> bool:
    """Whether a new segment starts with the following line of the same block."""
    if line.alone or following.alone:
        return True
    if cut_at_end(line.text):
        return False
    if _another_size(line, following) or line.text.endswith(":"):
        return True
    ended = _ENDED.search(line.text) is not None
    if ended and _BULLET.match(following.text):
        return True
    return _has_room(line, following, edges) and (ended or not following.text[:1].islower())


def _another_size(line: Line, following: Line) -> bool:
    low, high = sorted((max(line.height, 0.1), max(following.height, 0.1)))
    gap = following.box.y0 - line.box.y1
    return high / low > 1.4 or gap > 1.5 * high


def _has_room(line: Line, following: Line, edges: tuple[float, float]) -> bool:
    """Whether the next line's first word would have fitted: the line was then ended on purpose."""
    room = line.box.x0 - edges[0] if line.right_to_left else edges[1] - line.box.x1
    return room > following.words[0].box.width + 0.8 * line.height


def _usual_height(words: Sequence[Word]) -> float:
    """The letter height of most of the page's text, in points."""
    heights = sorted((word.box.height, len(word.text)) for word in words)
    half, seen = sum(length for _, length in heights) / 2, 0
    for height, length in heights:
        seen += length
        if seen >= half:
            return height
    return 0.0


def _segment(page: PageWords, order: int, piece: _Piece, usual: float, language: str) -> SourceSegment:
    # A hyphen at the end of a line is one of the text where nothing was cut.
    text = " ".join(line.text for line in piece.lines) if piece.part else joined(piece.lines, language)
    confidence = _confidence(piece.words)
    return SourceSegment(
        page=page.number,
        order=order,
        boxes=tuple(line.box for line in piece.lines),
        role=_role(piece, text, usual),
        text=text,
        language=language,
        confidence=confidence,
        table=piece.cell.table if piece.cell else None,
        row=piece.cell.row if piece.cell else None,
        column=piece.cell.column if piece.cell else None,
        findings=_reading_findings(piece, text, confidence),
    )


def _confidence(words: Sequence[Word]) -> float:
    weight = sum(max(len(word.text), 1) for word in words)
    return round(sum(word.confidence * max(len(word.text), 1) for word in words) / weight, 2)


def _role(piece: _Piece, text: str, usual: float) -> Role:
    if piece.cell is not None:
        return Role.cell
    if piece.seal or _MARK.fullmatch(text):
        return Role.mark
    if piece.part is not None and piece.part.role == "heading":
        return Role.heading
    if text.endswith(":") and len(text) <= 60:
        return Role.label
    # Letters that were misread, or read where there are none, have whatever height: they make no heading.
    sure = [word.box.height for word in piece.words if _is_text(word)]
    if len(sure) * 2 < len(piece.words):
        return Role.paragraph
    ratio = float(median(sure)) / usual if usual else 1.0
    return Role.heading if _heading(text, ratio, len(piece.lines)) else Role.paragraph


def _is_text(word: Word) -> bool:
    """Whether there is a word at all, however it was read: a long one is no scrap."""
    return not word.doubtful or (len(word.text) >= _LONG_WORD and word.confidence >= _SCRAP)


def _heading(text: str, ratio: float, lines: int) -> bool:
    letters = [char for char in text if char.isalpha()]
    figures = sum(char.isdigit() for char in text)
    if lines > 3 or len(text.split()) > 16 or len(letters) < 3 or figures > len(letters):
        return False
    if text[-1] in ".;,:" and ratio < 1.5:
        return False
    capitals = len(letters) >= 6 and all(char.isupper() for char in letters)
    return ratio >= _HEADING_RATIO or capitals


def _reading_findings(piece: _Piece, text: str, confidence: float) -> tuple[Finding, ...]:
    if piece.seal:
        return (finding(text),)
    solid = sum(char.isalnum() for char in text)
    if piece.cell is None and confidence < NOISE and (solid <= 3 or solid * 2 < len(text.replace(" ", ""))):
        return (Finding("reading_noise", False, {"value": text}),)
    doubtful = [word for word in piece.words if word.doubtful]
    if not doubtful:
        return ()
    # How little these words are trusted: the mean of the segment would speak of those that were read well.
    least = min(word.confidence for word in doubtful)
    named = " ".join(word.text for word in doubtful[:8])
    return (Finding("doubtful_reading", False, {"value": named, "confidence": f"{least:.0f}"}),)


def _language(piece: _Piece, languages: Sequence[str], previous: str | None, detect: Detect | None) -> str:
    """The language of a piece; empty when only its neighbours can tell."""
    if len(languages) == 1:
        return languages[0]
    text = joined(piece.lines, previous or "")
    letters = sum(char.isalpha() for char in text)
    possible = [code for code in languages if SCRIPT_OF.get(code, "latin") == script(text)] if letters else []
    if len(possible) == 1:
        return possible[0]
    found = detect(text, possible) if detect is not None and letters >= _DETECTABLE else None
    if found is not None and (found in possible or not languages):
        return found
    if previous and (not languages or previous in possible or not letters):
        return previous
    return possible[0] if possible and letters >= _DETECTABLE else ""


def _inherit(found: list[SourceSegment], languages: Sequence[str]) -> list[SourceSegment]:
    """Gives the first segments, too short to tell, the language of the first one that could be told."""
    known = next((segment.language for segment in found if segment.language), languages[0] if languages else "und")
    return [segment if segment.language else replace(segment, language=known) for segment in found]
