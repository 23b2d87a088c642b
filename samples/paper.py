"""HTML to PDF, PDF to pictures, pictures to files: always the same bytes for the same input."""

import io
import time
from pathlib import Path

import pypdfium2
from PIL import Image
from weasyprint import HTML

from samples.sample import Form

PRINTED = time.struct_time((2026, 1, 5, 9, 0, 0, 0, 5, 0))
"""The date that PDF files made of pictures carry, so that a run tomorrow gives the same file."""


def print_pdf(html: str, folder: Path) -> bytes:
    """The PDF of a document; ``folder`` is where its relative addresses start."""
    return HTML(string=html, base_url=str(folder) + "/").write_pdf()


def pictures(pdf: bytes, dpi: int) -> list[Image.Image]:
    """Every page as an RGB picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def save_pictures(images: list[Image.Image], path: Path, form: Form, dpi: int, quality: int) -> None:
    """Writes the pictures in the form asked for; JPEG and PNG hold one page only."""
    out = io.BytesIO()
    first, rest = images[0], images[1:]
    if form == "tiff":
        first.save(out, "TIFF", save_all=True, append_images=rest, compression="group4", dpi=(dpi, dpi))
    elif form == "png":
        first.save(out, "PNG", optimize=True, dpi=(dpi, dpi))
    elif form == "jpeg":
        first.save(out, "JPEG", quality=quality, optimize=True, dpi=(dpi, dpi))
    else:
        first.save(
            out,
            "PDF",
            save_all=True,
            append_images=rest,
            resolution=dpi,
            quality=quality,
            creationDate=PRINTED,
            modDate=PRINTED,
        )
    path.write_bytes(out.getvalue())
