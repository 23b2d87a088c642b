"""Reading order, blocks and cells, from boxes alone."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.layout import Layout, arrange, gather_lines
from ocr.tables import Edge, Grid, grid_from_boxes, grids_from_edges
from ocr.tokens import Line, Token
from storage.words import Box, PageWords, decode, encode

HEIGHT = 10.0


def line(text: str, x: float, y: float, *, width: float = 5.0, height: float = HEIGHT) -> Line:
    """A line of words set in letters of one width."""
    tokens, at = [], x
    for word in text.split():
        end = at + len(word) * width
        tokens.append(Token(word, Box(at, y, end, y + height), 100.0))
        at = end + width * 0.6
    return tuple(tokens)


def blocks(layout: Layout) -> list[str]:
    """The text of each block, in order."""
    out: dict[int, list[str]] = {}
    for word in layout.words:
        out.setdefault(word.block, []).append(word.text)
    return [" ".join(words) for words in out.values()]


def gathered(*lines: Line) -> list[Line]:
    return gather_lines(token for one in lines for token in one)


def test_lines_of_one_paragraph_are_one_block_and_the_next_paragraph_another():
    long = "el trabajador ha figurado en alta durante todo el periodo indicado en este informe"
    layout = arrange(
        [line(long, 50, 100), line(long, 50, 113), line("sin interrupción.", 50, 126), line(long, 50, 152)]
    )
    assert blocks(layout) == [f"{long} {long} sin interrupción.", long]


def test_a_line_whose_next_word_had_room_ends_its_paragraph():
    layout = arrange([line("Nombre: Ana", 50, 100), line("Fecha: 3 de mayo", 50, 113), line("x " * 60, 50, 300)])
    assert blocks(layout)[:2] == ["Nombre: Ana", "Fecha: 3 de mayo"]


def test_items_of_a_list_are_blocks():
    text = "wenn sich Ihre Anschrift ändert oder die Bankverbindung oder der Familienstand wechselt,"
    layout = arrange([line(f"• {text}", 50, 100), line(f"• {text}", 50, 113)])
    assert len(blocks(layout)) == 2


def test_a_label_and_its_value_are_two_blocks_read_row_by_row():
    rows = [("Apellidos", "García Pérez"), ("Nombre", "María"), ("Nacida el", "03.04.1958")]
    lines = gathered(
        *(line(label, 50, 100 + 14 * n) for n, (label, _) in enumerate(rows)),
        *(line(value, 250, 100 + 14 * n) for n, (_, value) in enumerate(rows)),
    )
    layout = arrange(lines)
    assert blocks(layout) == ["Apellidos", "García Pérez", "Nombre", "María", "Nacida el", "03.04.1958"]
    assert [(cell.row, cell.column) for cell in layout.cells] == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]


def test_two_columns_of_prose_are_read_one_after_the_other_under_their_title():
    prose = "the worker shall inform the institution of any change"
    lines = gathered(
        line("Information for insured persons and for their employers in all the States concerned by it", 50, 60),
        *(line(prose, 50, 100 + 13 * n) for n in range(6)),
        *(line(prose.upper(), 340, 100 + 13 * n) for n in range(6)),
    )
    found = blocks(arrange(lines))
    assert found[0].startswith("Information")
    assert found[1:] == [" ".join([prose] * 6), " ".join([prose.upper()] * 6)]


def test_an_address_beside_references_is_not_woven_into_them():
    address = ["Herrn", "Matthias Feldkamp", "14, rue des Tanneurs", "67600 SÉLESTAT", "FRANKREICH"]
    labels = ["Kennzeichen", "Aktenzeichen", "Auskunft", "Telefon", "Datum"]
    lines = gathered(
        *(line(text, 50, 100 + 15.5 * n) for n, text in enumerate(address)),
        *(line(text, 330, 98 + 12 * n, height=8) for n, text in enumerate(labels)),
        *(line(f"4{n}", 450, 98 + 12 * n, height=8) for n, text in enumerate(labels)),
    )
    words = " ".join(blocks(arrange(lines)))
    assert " ".join(address) in words
    assert "Kennzeichen 40 Aktenzeichen 41" in words


def test_words_in_a_ruled_grid_are_cells_with_row_and_column():
    edges = [Edge(Box(50, y, 250, y), True) for y in (100, 120, 140)]
    edges += [Edge(Box(x, 100, x, 140), False) for x in (50, 150, 250)]
    grids = grids_from_edges(edges)
    lines = gathered(
        line("Nazwisko", 55, 105), line("Nowak", 155, 105), line("Imię", 55, 125), line("Ewa", 155, 125)
    )
    layout = arrange(lines, grids)
    assert blocks(layout) == ["Nazwisko", "Nowak", "Imię", "Ewa"]
    assert [(c.table, c.row, c.column) for c in layout.cells] == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]


def cells(layout: Layout) -> dict[tuple[int, int, int], str]:
    """The text of each cell by table, row and column."""
    place = {cell.block: (cell.table, cell.row, cell.column) for cell in layout.cells}
    out: dict[tuple[int, int, int], list[str]] = {}
    for word in layout.words:
        if word.block in place:
            out.setdefault(place[word.block], []).append(word.text)
    return {at: " ".join(words) for at, words in out.items()}


PERIODS = [
    ("01.01.1977 – 31.12.1977", "Pflichtbeitragszeit", "12", "5.832,00 DM"),
    ("01.01.1978 – 31.12.1978", "Pflichtbeitragszeit", "12", "6.714,00 DM"),
    ("01.09.1983 – 31.08.1990", "Mitgliedstaatliche Zeit", "84", ""),
]


def of_periods(y: float) -> list[Line]:
    """Three rows of four columns; figures end where those of the other rows end."""
    return [
        line(text, x if n < 2 else x - 5 * len(text), y + 14 * row)
        for row, texts in enumerate(PERIODS)
        for n, (text, x) in enumerate(zip(texts, (50, 200, 370, 450), strict=True))
        if text
    ]


def band(edges: tuple[float, ...], y: float) -> Grid:
    """A shaded row, as the boxes of its cells."""
    found = grid_from_boxes([Box(x0, y, x1, y + 14) for x0, x1 in pairwise(edges)])
    assert found is not None
    return found


def test_the_shaded_names_and_the_shaded_total_belong_to_the_rows_between_them():
    names = [line("Zeitraum", 50, 100), line("Art", 200, 100), line("Monate", 340, 100), line("Entgelt", 415, 100)]
    total = [line("Summe der Zeiten bis 2025 in Deutschland", 50, 156), line("108", 355, 156)]
    bands = [band((45, 195, 330, 380, 460), 98), band((45, 330, 380, 460), 154)]
    found = cells(arrange(gathered(*names, *of_periods(114), *total), bands))
    assert {at[0] for at in found} == {0}
    assert [found[0, 0, column] for column in range(4)] == ["Zeitraum", "Art", "Monate", "Entgelt"]
    assert found[0, 1, 0] == "01.01.1977 – 31.12.1977"
    assert [found.get((0, 4, column)) for column in range(4)] == [
        "Summe der Zeiten bis 2025 in Deutschland",
        None,
        "108",
        None,
    ]


def test_a_ruled_row_far_from_a_table_is_a_table_of_its_own():
    names = [line("Zeitraum", 50, 40), line("Art", 200, 40)]
    found = cells(arrange(gathered(*names, *of_periods(114)), [band((45, 195, 330), 38)]))
    assert {at[0] for at in found} == {0, 1}


def test_names_in_bold_over_several_lines_are_the_first_row_of_their_table():
    rows = [
        ("Glucosa", "187", "mg/dL", "70 – 110"),
        ("Sodio", "138", "mmol/L", "135 – 145"),
        ("LDL", "146", "mg", "< 70"),
    ] * 4
    names = [
        *line("Determinación", 50, 100),
        *line("11/02/2026", 150, 100),
        *line("Unidad", 212, 100),
        *line("Valores de", 260, 100),
        *line("referencia", 260, 112),
    ]
    bold = [(Token(token.text, token.box, token.confidence, True),) for token in names]
    body = [
        line(text, x, 128 + 14 * row)
        for row, texts in enumerate(rows)
        for text, x in zip(texts, (50, 180, 212, 260), strict=True)
    ]
    found = cells(arrange(gathered(*bold, *body)))
    assert [found[0, 0, n] for n in range(4)] == ["Determinación", "11/02/2026", "Unidad", "Valores de referencia"]
    assert found[0, 1, 3] == "70 – 110"
    plain = [(Token(token.text, token.box, token.confidence, False),) for token in names]
    assert cells(arrange(gathered(*plain, *body)))[0, 0, 0] == "Glucosa"


def test_a_frame_around_a_text_is_no_table():
    frame = grid_from_boxes([Box(40, 40, 500, 700), Box(40, 700, 500, 720)])
    assert frame is not None
    lines = gathered(
        *(line("la entidad ha resuelto conceder la pensión solicitada", 50, 50 + 13 * n) for n in range(20))
    )
    assert arrange(lines, [frame]).cells == ()


def test_one_box_is_no_table():
    assert grid_from_boxes([Box(0, 0, 100, 100)]) is None


def test_a_page_from_right_to_left_reads_its_right_column_first_and_its_lines_backwards():
    lines = gathered(line("الميلاد تاريخ", 300, 100), line("الاسم", 300, 113))
    layout = arrange(lines)
    assert [word.text for word in layout.words][:2] == ["تاريخ", "الميلاد"]


coordinates = st.floats(0, 500, allow_nan=False)
sizes = st.floats(0.5, 120, allow_nan=False)
tokens = st.builds(
    lambda text, x, y, w, h, bold: Token(text, Box(x, y, x + w, y + h), 90.0, bold),
    st.text(alphabet="abcÉ1.:-عن", min_size=1, max_size=8),
    coordinates,
    coordinates,
    sizes,
    st.floats(1, 30, allow_nan=False),
    st.booleans(),
)


@st.composite
def grids(draw: st.DrawFn) -> list[Grid]:
    xs = sorted(draw(st.lists(coordinates, min_size=2, max_size=4, unique=True)))
    ys = sorted(draw(st.lists(coordinates, min_size=2, max_size=4, unique=True)))
    boxes = [Box(a, c, b, d) for a, b in pairwise(xs) for c, d in pairwise(ys)]
    grid = grid_from_boxes(boxes)
    return [grid] if grid is not None else []


@settings(max_examples=150, deadline=None)
@given(st.lists(tokens, max_size=40), grids())
def test_every_word_stands_once_in_one_block_and_the_order_is_total(found: list[Token], tables: list[Grid]):
    layout = arrange(gather_lines(found), tables)
    assert sorted((w.text, w.box.x0, w.box.y0, w.box.x1, w.box.y1) for w in layout.words) == sorted(
        (t.text, t.box.x0, t.box.y0, t.box.x1, t.box.y1) for t in found
    )
    numbers = [word.block for word in layout.words]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(set(numbers))))
    lines = [word.line for word in layout.words]
    assert lines == sorted(lines)
    assert len({cell.block for cell in layout.cells}) == len(layout.cells)
    assert {cell.block for cell in layout.cells} <= set(numbers)


@settings(max_examples=50, deadline=None)
@given(st.lists(tokens, max_size=20))
def test_a_page_survives_its_blob(found: list[Token]):
    layout = arrange(gather_lines(found))
    page = PageWords(
        3, 595.0, 842.0, 90, "ocr", ("de", "fr"), 91.5, layout.words, layout.cells, -1.5, ("low_confidence",)
    )
    again = decode(encode(page))
    assert (again.text, again.cells, again.languages, again.warnings) == (
        page.text,
        page.cells,
        page.languages,
        page.warnings,
    )
    for one, other in zip(again.words, page.words, strict=True):
        assert abs(one.box.x0 - other.box.x0) <= 0.0051
        assert (one.text, one.block, one.line) == (other.text, other.block, other.line)


def test_lines_wider_apart_than_those_of_the_prose_are_two_blocks_though_a_table_stands_wider_still():
    cells = (("01.01.1977", 50), ("12", 300))
    table = [line(text, x, 160 + 14 * n, height=8) for n in range(12) for text, x in cells]
    prose = "Entgelte sind bis Ende des Jahres in Deutscher Mark und danach in Euro angegeben,"
    notes = [line(prose, 50, 400 + 11 * n, height=8) for n in range(5)]
    above = [line("Name: Feldkamp, geboren in Homburg", 50, 100), line("Die folgenden Zeiten:", 50, 119)]
    assert blocks(arrange([*above, *table, *notes]))[:2] == [
        "Name: Feldkamp, geboren in Homburg",
        "Die folgenden Zeiten:",
    ]
