"""What a file states of its blocks is believed: whole, in their roles, whatever their lines look like."""

import gzip
import json

from storage.words import Box, Cell, PageWords, Part, Word, decode, encode
from translate.segmentation import segments
from translate.segments import Role


def page(*blocks: tuple[str, ...], parts: tuple[Part, ...] = (), cells: tuple[Cell, ...] = ()) -> PageWords:
    """A page of blocks, each a few lines of words."""
    words: list[Word] = []
    line = 0
    for number, lines in enumerate(blocks):
        for text in lines:
            for place, word in enumerate(text.split()):
                left = 50.0 + 40 * place
                words.append(Word(word, Box(left, 20.0 * line, left + 38, 20.0 * line + 10), 100.0, number, line))
            line += 1
    return PageWords(1, 595, 842, 0, "text-layer", ("de",), 100.0, tuple(words), cells, parts=parts)


LINES = ("Die Rente beträgt:", "- 100 EUR.", "- 200 EUR-", "weise")


def test_a_stated_paragraph_is_one_passage_with_its_hyphens():
    stated = segments(page(LINES, parts=(Part(0, "paragraph"),)))
    assert [(s.role, s.text) for s in stated] == [(Role.paragraph, " ".join(LINES))]
    assert len(stated[0].boxes) == len(LINES)
    assert len(segments(page(LINES))) > 1


def test_a_stated_heading_is_one_and_a_stated_paragraph_may_still_be_a_label_or_a_mark():
    found = segments(
        page(
            ("viele kleine Wörter ohne Größe.",),
            ("Name:",),
            ("(Siegel)",),
            ("Zelle",),
            parts=(Part(0, "heading"), Part(1, "paragraph"), Part(2, "paragraph"), Part(3, "cell")),
            cells=(Cell(3, 0, 1, 2),),
        )
    )
    assert [s.role for s in found] == [Role.heading, Role.label, Role.mark, Role.cell]
    assert (found[3].table, found[3].row, found[3].column) == (0, 1, 2)


def test_parts_are_kept_with_the_words_and_left_out_where_there_are_none():
    stated = page(("Text",), parts=(Part(0, "heading"),))
    assert decode(encode(stated)) == stated
    plain = page(("Text",))
    assert decode(encode(plain)) == plain
    # A version that does not know of them reads it.
    assert "parts" not in json.loads(gzip.decompress(encode(plain)))
