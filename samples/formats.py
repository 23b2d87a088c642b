"""Documents of the samples in every other format that is taken.

``python -m samples.formats [--only FILE] [--out DIR]`` makes them again.

Each has its truth beside it: that of the document, on one page where the file has no pages of its own. The HEIC is
written by ``heif-enc`` (Debian: libheif-examples), for the library that reads it writes none.
"""

import argparse
import json
import shutil
import subprocess
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from samples import office
from samples.documents import SAMPLES
from samples.generate import DOCUMENTS, ROOT, filled
from samples.paper import pictures, print_pdf
from samples.sample import Sample
from samples.truth import truth_of

FOLDER = ROOT / "formats"
Pages = list[Image.Image]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of another format: ``of`` a sample, written by ``carry`` from its HTML, or by ``draw`` from its pages
    as the scanner left them."""

    file: str
    of: str
    carry: Callable[[str], bytes] | None = None
    draw: Callable[[Pages, Path], None] | None = None
    pages: int = 1


def _tiff(pages: Pages, path: Path) -> None:
    bilevel = [page.convert("1", dither=Image.Dither.NONE) for page in pages]
    bilevel[0].save(path, "TIFF", save_all=True, append_images=bilevel[1:], compression="group4", dpi=(200, 200))


def _webp(pages: Pages, path: Path) -> None:
    pages[0].convert("RGB").save(path, "WEBP", quality=60, method=6)


def _heic(pages: Pages, path: Path) -> None:
    program = shutil.which("heif-enc")
    if program is None:
        raise SystemExit("heif-enc is missing: apt-get install libheif-examples")
    with TemporaryDirectory() as folder:
        png = Path(folder) / "page.png"
        pages[0].convert("RGB").save(png)
        subprocess.run([program, "-q", "30", "-o", str(path), str(png)], check=True, capture_output=True)


KEPT: Mapping[str, Kept] = {
    kept.file: kept
    for kept in (
        Kept("de_rentenbescheid.docx", "de_rentenbescheid", office.as_docx),
        Kept("pl_akt_urodzenia.docx", "pl_akt_urodzenia", office.as_docx),
        Kept("es_vida_laboral.odt", "es_vida_laboral", office.as_odt),
        Kept("ro_sentinta_civila.rtf", "ro_sentinta_civila", lambda html: office.as_rtf(html, "cp1250", 238)),
        Kept("pl_akt_urodzenia.txt", "pl_akt_urodzenia", lambda html: office.as_text(html, "cp1250")),
        Kept("pt_certidao_nascimento.html", "pt_certidao_nascimento", office.as_page),
        Kept("it_fattura_sanitaria.heic", "it_fattura_sanitaria", draw=_heic),
        Kept("ro_sentinta_civila.tiff", "ro_sentinta_civila", draw=_tiff, pages=3),
        Kept("de_arbeitsunfaehigkeit.webp", "de_arbeitsunfaehigkeit", draw=_webp),
    )
}


def truth(kept: Kept) -> dict[str, Any]:
    """The truth of a file: that of its document."""
    sample = SAMPLES[kept.of]
    told = truth_of(sample, filled(sample)) | {"file": kept.file, "scanned": kept.draw is not None}
    if kept.carry is not None:
        told["pages"] = [
            {
                "number": 1,
                "text": "\n".join(page["text"] for page in told["pages"]),
                "language": sample.language,
                "marks": [],
            }
        ]
        told["defects"] = []
    return told


def make(kept: Kept, out: Path) -> Path:
    """Writes the file and its truth into ``out``; returns the path of the file."""
    sample = SAMPLES[kept.of]
    html = filled(sample)
    path = out / kept.file
    if kept.carry is not None:
        path.write_bytes(kept.carry(html))
    elif kept.draw is not None:
        kept.draw(_scanned(sample, html), path)
    written = json.dumps(truth(kept), ensure_ascii=False, indent=1) + "\n"
    (out / f"{kept.file}.truth.json").write_text(written, encoding="utf-8")
    return path


def _scanned(sample: Sample, html: str) -> Pages:
    pages = pictures(print_pdf(html, DOCUMENTS), sample.scan.dpi if sample.scan else 200)
    if sample.scan is None:
        return pages
    rng = np.random.default_rng(zlib.crc32(sample.name.encode()))
    return [sample.scan.spoil(page, index, rng) for index, page in enumerate(pages)]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit status is 0."""
    parser = argparse.ArgumentParser(prog="python -m samples.formats", description=__doc__)
    parser.add_argument("--only", choices=sorted(KEPT), help="one file")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder (default: samples/formats)")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, kept in KEPT.items():
        if options.only in (None, name):
            path = make(kept, options.out)
            print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
