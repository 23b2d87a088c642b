"""A scan as a caisse sends it: several documents in one file, with pages that went wrong on the glass."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
from weasyprint import HTML

LETTER = (
    "<h1>Instituto Nacional de la Seguridad Social</h1>"
    "<p>La asegurada tiene derecho a una pensión de jubilación de {n}.234,56 € desde el 3 de mayo de 2021.</p>"
    "<p>Su número de expediente es 28/103847{n}/21. Debe comunicar cualquier cambio de domicilio a la entidad "
    "gestora en el plazo de treinta días, con los documentos que lo acrediten.</p>"
)
REPORT = (
    "<h1>Informe de vida laboral</h1>"
    "<p>La Tesorería General de la Seguridad Social certifica que el trabajador ha figurado en situación de alta "
    "durante un total de {n} años en el Régimen General, en la empresa que se indica a continuación.</p>"
)
# So little is on it that nothing tells which way is up.
STAMP = "<h1 style='margin:8cm 4cm'>28-{n}</h1>"


@dataclass(frozen=True, slots=True)
class Paper:
    """One page: its text, and the turn in which it lay on the glass."""

    html: str
    turned: int = 0


def write_scan(path: Path, papers: Sequence[Paper]) -> Path:
    """A PDF of these pages, with a text layer where a page is upright."""
    target = pypdfium2.PdfDocument.new()
    for number, paper in enumerate(papers, 1):
        text = paper.html.format(n=number % 10)
        page = pypdfium2.PdfDocument(BytesIO(HTML(string=f"<html lang=es>{text}</html>").write_pdf()))
        target.import_pages(page)
        if paper.turned:
            target[number - 1].set_rotation(paper.turned)
        page.close()
    target.save(path)
    target.close()
    return path


def two_documents(path: Path) -> Path:
    """Twelve pages: a letter of six with one page upside down and one blank, a report of six whose last page came
    twice."""
    letters = [Paper(LETTER) for _ in range(4)]
    reports = [Paper(REPORT) for _ in range(5)]
    papers = [*letters[:2], Paper(STAMP, turned=180), letters[2], Paper("<p></p>"), letters[3], *reports]
    twice = Paper(REPORT.replace("{n}", "1"))
    papers[-1] = twice
    return write_scan(path, [*papers, twice])
