"""Tables of the samples as they are read: with their names and totals, without what stands beside them."""

from pathlib import Path

import pypdfium2
import pytest

from ocr.layout import arrange
from ocr.text_layer import TextLayer

SAMPLES = Path(__file__).parents[3] / "samples"


def rows(file: str, number: int) -> list[list[str]]:
    """The rows of the first table of a page; its cells in order."""
    path = SAMPLES / file
    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        width, height = page.get_size()
        page.close()
    layer = TextLayer(path, (number,))
    raw = layer.read(number, width, height)
    layer.close()
    assert raw is not None
    layout = arrange(raw.lines, raw.grids)
    places = {cell.block: (cell.row, cell.column) for cell in layout.cells if cell.table == 0}
    texts: dict[tuple[int, int], list[str]] = {}
    for word in layout.words:
        if word.block in places:
            texts.setdefault(places[word.block], []).append(word.text)
    return [
        [" ".join(words) for place, words in sorted(texts.items()) if place[0] == row]
        for row in sorted({row for row, _ in texts})
    ]


def test_a_history_of_insurance_is_one_table_from_its_names_to_its_total() -> None:
    found = rows("de_rentenbescheid.pdf", 3)
    assert found[0] == ["Zeitraum", "Art der Zeit", "Monate", "Entgelt", "Entgeltpunkte"]
    assert found[2] == [
        "01.08.1976 – 31.12.1976",
        "Pflichtbeitragszeit – berufliche Ausbildung",
        "5",
        "2.140,00 DM",
        "0,0917",
    ]
    assert found[-1] == ["Summe der deutschen Zeiten", "299", "24,7835"]


def test_results_of_a_laboratory_stand_under_their_days() -> None:
    found = rows("es_informe_alta.pdf", 2)
    assert found[0] == [
        "Determinación",
        "11/02/2026",
        "13/02/2026",
        "18/02/2026",
        "Unidad",
        "Valores de referencia",
    ]
    assert found[1][:3] == ["Troponina I ultrasensible", "1.842,0 *", "6.215,4 *"]


@pytest.mark.parametrize("stranger", ["Herrn", "FRANKREICH"])
def test_an_address_beside_references_stays_out_of_their_table(stranger: str) -> None:
    found = rows("de_rentenbescheid.pdf", 1)
    assert found[0] == ["Kennzeichen", "4172"]
    assert stranger not in [text for row in found for text in row]
