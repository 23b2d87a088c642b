"""The documents of the torture: many small ones, each told from the others by its reference."""

import random
from pathlib import Path

from weasyprint import HTML

LETTER = """<meta charset=utf-8><style>body {{ font: 12pt serif }}</style>
<h1>Instituto de la Seguridad Social</h1>
<p>Expediente {reference}.</p>
<p>La asegurada tiene derecho a una pensión de jubilación de {amount} € desde el {day} de mayo de 2021.</p>
<p>Contra esta resolución puede interponer reclamación previa en el plazo de treinta días.</p>
"""
BREAK = '<div style="break-before: page"></div>'


def make_papers(folder: Path, count: int, luck: random.Random) -> list[Path]:
    """Writes ``count`` PDF files of one to three pages; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    papers = []
    for number in range(count):
        pages = []
        for page in range(luck.choice((1, 1, 1, 2, 3))):
            amount = f"{luck.randint(1, 9)}.{luck.randint(100, 999)},{luck.randint(10, 99)}"
            pages.append(
                LETTER.format(reference=f"28/{number:05d}/{page}", amount=amount, day=luck.randint(2, 28))
            )
        path = folder / f"resolucion-{number:05d}.pdf"
        HTML(string=BREAK.join(pages)).write_pdf(path)
        papers.append(path)
    return papers
