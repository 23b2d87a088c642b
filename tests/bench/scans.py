"""Long documents: a scan of so many pages, and a PDF with its text."""

import io
import random
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

from tests.torture.papers import LETTER

DOTS = 200


def make_scan(path: Path, pages: int) -> Path:
    """A scan: pictures alone, at 200 dots an inch, each page its own letter of some forty lines."""
    luck, pictures = random.Random(7), []
    for number in range(pages):
        made = pypdfium2.PdfDocument(_letters(luck, number, 6))
        page = made[0]
        pictures.append(page.render(scale=DOTS / 72).to_pil().convert("L"))
        page.close()
        made.close()
    first, *others = pictures
    first.save(path, "PDF", resolution=DOTS, save_all=True, append_images=others)
    return path


def make_text(path: Path, pages: int) -> Path:
    """A PDF with a text layer, of letters that differ."""
    luck, writer = random.Random(7), PdfWriter()
    for number in range(pages):
        writer.append(PdfReader(io.BytesIO(_letters(luck, number, 6))), pages=(0, 1))
    writer.write(path)
    return path


def make_large(path: Path, size: int) -> Path:
    """A PDF of one page that is a picture of about ``size`` bytes which no compression makes smaller."""
    side = int((size / 3) ** 0.5)
    noise = Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3))
    with io.BytesIO() as data:
        noise.save(data, "PNG", compress_level=0)
        path.write_bytes(data.getvalue())
    return path


def _letters(luck: random.Random, number: int, count: int) -> bytes:
    texts = [
        LETTER.format(
            reference=f"28/{number:05d}/{part}", amount=f"{luck.randint(1, 9)}.{luck.randint(100, 999)},00", day=5
        )
        for part in range(count)
    ]
    style = "<style>h1 { font-size: 13pt } p, h1 { margin: 4pt 0 }</style>"
    return bytes(HTML(string="".join(texts) + style).write_pdf())
