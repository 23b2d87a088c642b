"""A long document is printed in parts, which its numbers, tags, bookmarks and metadata do not show."""

import io
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from delivery import printing
from delivery.bilingual import render_bilingual
from delivery.document import TranslatedDocument
from delivery.layout import pages
from delivery.pdf import render_pdf
from delivery.printing import parts
from tests.unit.delivery.documents import DRAFTED, cells, document, page, segments

PAGES = 9
Render = Callable[[TranslatedDocument], bytes]


def long(**values: Any) -> TranslatedDocument:
    """Nine pages, of which the third is a table and the last has a heading that looks like a reference."""
    found = []
    for number in range(1, PAGES + 1):
        texts = [
            ("heading", f"Absatz {number}", f"(7 0 R) Partie {number}"),
            *(("paragraph", f"Satz {number}-{n} der Akte", f"Phrase {number}-{n} du dossier") for n in range(12)),
        ]
        found += segments(texts, number)  # type: ignore[arg-type]
        table = [["Jahr", "Betrag"], [f"20{number:02d}", "12,50"]]
        found += cells(table, table, first=50, page_number=number)
    return document(found, [page(n) for n in range(1, PAGES + 1)], **values)


@pytest.fixture(params=[render_pdf, render_bilingual], ids=["french", "bilingual"])
def render(request: pytest.FixtureRequest) -> Render:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> int:
    """The number of parts in which the document is printed."""
    layouts = pages(long())
    cut = parts(layouts, 6000)
    assert [layout for part in cut for layout in part.layouts] == list(layouts)
    monkeypatch.setattr(printing, "parts", lambda found: parts(found, 6000))
    return len(cut)


def sheets(data: bytes) -> list[str]:
    """The text of each sheet, by poppler."""
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    assert made.stderr == b""
    return made.stdout.decode().split("\f")[:-1]


def titles(found: Any) -> Any:
    return [titles(each) if isinstance(each, list) else each.title.replace("\u00a0", " ") for each in found]


@pytest.mark.parametrize("work", [{}, {"work": DRAFTED}], ids=["reviewed", "draft"])
def test_every_sheet_has_its_number_and_says_what_all_say(render: Render, in_parts: int, work: Any) -> None:
    made = long(**work)
    found = sheets(render(made))
    assert in_parts > 2
    assert len(found) >= in_parts
    for number, text in enumerate(found, 1):
        assert f"Page {number}/{len(found)}" in text
        assert "sans valeur de traduction assermentée" in text
        assert made.reference in text
        assert ("BROUILLON AUTOMATIQUE NON RELU" in text) is made.draft_only
        # The head of later sheets, which a draft has its band in place of.
        assert ("Traduction administrative" in text.split("\n\n")[0]) or made.draft_only or number == 1


def test_all_of_it_is_there_in_its_order_once(
    render: Render, in_parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = long()
    told = "\n".join(sheets(render(made)))
    phrases = re.findall(r"Phrase (\d+-\d+) du", told)
    assert phrases == [f"{number}-{n}" for number in range(1, PAGES + 1) for n in range(12)]
    assert told.count("Ce qui a été fait") == 1
    assert made.source_sha256 in re.sub(r"\s", "", told)
    monkeypatch.setattr(printing, "parts", parts)
    whole = "\n".join(sheets(render(made)))
    assert len(parts(pages(made))) == 1

    def passages(text: str) -> list[str]:
        lines = (re.sub(r"\s+", " ", line.strip()) for line in text.splitlines())
        return [line for line in lines if line and "Page " not in line and "TR-2026" not in line]

    heads = re.compile("Centre des liaisons|^n° |^sans valeur|sécurité sociale$|Traduction administrative")
    kept = [[line for line in passages(text) if not heads.search(line)] for text in (told, whole)]
    assert kept[0] == kept[1]


def test_metadata_bookmarks_places_and_tags_are_those_of_one_file(
    render: Render, in_parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = long()
    joined = pypdf.PdfReader(io.BytesIO(render(made)), strict=True)
    monkeypatch.setattr(printing, "parts", parts)
    whole = pypdf.PdfReader(io.BytesIO(render(made)), strict=True)
    assert len(joined.pages) > len(whole.pages)
    assert joined.metadata == whole.metadata
    roots = [reader.trailer["/Root"].get_object() for reader in (joined, whole)]
    assert roots[0].keys() == roots[1].keys()
    for key in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
        assert roots[0][key] == roots[1][key]
    assert titles(joined.outline) == titles(whole.outline)
    assert joined.named_destinations.keys() == whole.named_destinations.keys()
    for entry in joined.outline[1]:
        if not isinstance(entry, list) and (number := re.fullmatch(r"Page.(\d+) du.*", str(entry.title))):
            sheet = joined.get_destination_page_number(entry)
            assert sheet is not None
            assert f"Partie{number[1]}" in joined.pages[sheet].extract_text().replace(" ", "")
    assert tags(joined) == tags(whole)


def tags(reader: pypdf.PdfReader) -> Counter[str]:
    """How many headings, rows and cells are tagged, once it is checked that each text has a tag of the sheet that
    it is on, and that each cell names headers that are there."""
    tree = reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    nums = tree["/ParentTree"]["/Nums"]
    assert nums[::2] == list(range(len(reader.pages)))
    names: list[str] = []
    wanted: set[str] = set()
    kinds: Counter[str] = Counter()
    for number, sheet in enumerate(reader.pages):
        assert sheet["/StructParents"] == number
        for each in nums[2 * number + 1]:
            element = each.get_object()
            assert element["/Pg"].get_object()["/StructParents"] == number
    waiting = [tree["/K"][0]]
    while waiting:
        element = waiting.pop().get_object()
        if not isinstance(element, dict):
            continue
        assert element["/P"].get_object() is not None
        kinds[str(element["/S"])] += 1
        names += [element["/ID"]] if "/ID" in element else []
        attributes = element.get("/A")
        if isinstance(attributes, dict):
            wanted |= set(attributes.get("/Headers", ()))
        waiting += list(element.get("/K", ()))
    assert len(names) == len(set(names)) > PAGES
    assert wanted
    assert wanted <= set(names)
    # The others are counted again on each sheet.
    return Counter({kind: kinds[kind] for kind in ("/H1", "/H2", "/H3", "/TR", "/TD", "/TH")})


def test_the_same_long_document_gives_the_same_bytes(render: Render, in_parts: int) -> None:
    assert in_parts > 2
    assert render(long()) == render(long())


def test_letters_that_no_font_draws_are_counted_over_all_parts(in_parts: int) -> None:
    made = long()
    rare = segments([("paragraph", "\U00021000 x", "Décision")], 1, table=None)
    told = "\n".join(sheets(render_bilingual(document([*made.segments, *rare], made.pages))))
    assert "Cases vides à la place de un caractère" in re.sub(r"\s+", " ", told)


def test_a_document_of_fewer_than_thirty_pages_is_whole(tmp_path: Path) -> None:
    texts = [("paragraph", "x" * 100, "y" * 100)] * 25
    many = [each for number in range(1, 101) for each in segments(texts, number)]  # type: ignore[arg-type]
    cut = parts(pages(document(many)))
    assert [len(part.layouts) for part in cut] == [26, 26, 26, 22]
    assert [part.opening for part in cut] == [True, False, False, False]
    assert [part.closing for part in cut] == [False, False, False, True]
    (alone,) = parts(pages(document([])))
    assert (alone.opening, alone.closing) == (True, True)
