"""Columns of tables without rules, as photographs and stamps leave them."""

from ocr.bands import column_of, find_columns
from ocr.layout import arrange, gather_lines
from ocr.tokens import Line, Token
from storage.words import Box

LINES = [
    ("Codice", "Descrizione della prestazione", "Q.tà", "Prezzo", "Importo"),
    ("89.7B.6", "Prima visita ortopedica", "1", "€130,00", "€130,00"),
    ("88.94.1", "Risonanza magnetica del ginocchio destro, senza contrasto", "1", "€215,50", "€215,50"),
    ("81.92", "Infiltrazione articolare con acido ialuronico", "2", "€95,00", "€190,00"),
    ("93.11.2", "Rieducazione motoria individuale (seduta di 30 minuti)", "6", "€42,00", "€252,00"),
]
LEFT = (60.0, 105.0)
RIGHT = (372.0, 417.0, 460.0)


def words(text: str, x: float, y: float, width: float = 4.2) -> Line:
    tokens, at = [], x
    for word in text.split():
        tokens.append(Token(word, Box(at, y, at + len(word) * width, y + 7), 95.0))
        at += (len(word) + 0.7) * width
    return tuple(tokens)


def bill(*, stamp: bool) -> list[list[Token]]:
    """A bill with amounts that end under each other; each row leans a little to the right of the one above."""
    rows = []
    for number, cells in enumerate(LINES):
        y, lean = 200 + 20 * number, 0.8 * number
        row = [token for text, x in zip(cells, LEFT, strict=False) for token in words(text, x, y)]
        for text, end in zip(cells[2:], RIGHT, strict=True):
            row += words(text, end + lean - len(text) * 4.2, y)
        rows.append(row)
    if stamp:
        rows[2] = [token for token in rows[2] if token.box.x0 < 345]
        rows[2] += [Token("Tre:2I5;D0.", Box(368, 240, 414, 247), 0.0), *words("215,90", 434, 240)]
    for number, (text, amount) in enumerate((("Totale prestazioni", "787,50"), ("Totale da pagare", "789,50"))):
        y = 304 + 16 * number
        rows.append([*words(text, 270, y), *words(amount, 464 - len(amount) * 4.2, y)])
    return rows


def cells(rows: list[list[Token]]) -> dict[tuple[int, int], str]:
    layout = arrange(gather_lines(token for row in rows for token in row), gap=1.8)
    found: dict[tuple[int, int], list[str]] = {}
    at = {cell.block: (cell.row, cell.column) for cell in layout.cells}
    for word in layout.words:
        found.setdefault(at[word.block], []).append(word.text)
    return {place: " ".join(texts) for place, texts in found.items()}


def test_a_bill_has_its_five_columns() -> None:
    found = cells(bill(stamp=False))
    assert [found[0, column] for column in range(5)] == list(LINES[0])
    assert [found[4, column] for column in range(5)] == list(LINES[4])
    assert (found[5, 1], found[5, 4]) == ("Totale prestazioni", "787,50")


def test_a_stamp_over_one_row_joins_no_columns() -> None:
    found = cells(bill(stamp=True))
    assert found[1, 1] == "Prima visita ortopedica"
    assert [found[3, column] for column in range(5)] == list(LINES[3])
    assert found[2, 1] == LINES[2][1]
    assert found[2, 4] == "215,90"


def test_holes_of_prose_make_no_column() -> None:
    rows = [
        [*words("a", 50, y), *words(text, 100, y)]
        for y, text in (
            (100, "eins zwei drei vier fünf sechs sieben"),
            (114, "kurz"),
            (128, "auch kurz"),
            (142, "wieder kurz"),
            (156, "eins zwei"),
        )
    ]
    assert len(find_columns(rows, 1.4)) == 2


def test_what_stands_between_two_columns_stays_with_the_word_before_it() -> None:
    columns = [(0.0, 50.0), (100.0, 150.0)]
    assert column_of(Token("x", Box(60, 0, 70, 7), 90.0), columns, 0) == 0
    assert column_of(Token("x", Box(40, 0, 70, 7), 90.0), columns, 1) == 0
    assert column_of(Token("x", Box(90, 0, 110, 7), 90.0), columns, 0) == 1
