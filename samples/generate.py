"""Makes every sample and its truth again: ``python -m samples.generate [--only NAME] [--out DIR]``."""

import argparse
import json
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from string import Template

import numpy as np

ROOT = Path(__file__).resolve().parent
if __package__ in (None, ""):  # run as a file: the package's parent is not on the path then
    sys.path[0] = str(ROOT.parent)

from samples.documents import SAMPLES  # noqa: E402
from samples.paper import pictures, print_pdf, save_pictures  # noqa: E402
from samples.sample import Sample  # noqa: E402
from samples.truth import truth_of  # noqa: E402

DOCUMENTS = ROOT / "documents"


def filled(sample: Sample) -> str:
    """The HTML of a sample with its values in their places."""
    return Template((DOCUMENTS / f"{sample.name}.html").read_text(encoding="utf-8")).substitute(sample.values)


def make(sample: Sample, out: Path) -> Path:
    """Writes the document and ``<name>.truth.json`` into ``out``; returns the document's path.

    Chance is seeded by the sample's name, so that one sample alone comes out as it does among all.
    """
    html = filled(sample)
    pdf = print_pdf(html, DOCUMENTS)
    path = out / sample.file
    truth = truth_of(sample, html)
    if sample.scan is None:
        path.write_bytes(pdf)
    else:
        rng = np.random.default_rng(zlib.crc32(sample.name.encode()))
        pages = pictures(pdf, sample.scan.dpi)
        if len(pages) != len(truth["pages"]):
            raise ValueError(f"{sample.name}: {len(truth['pages'])} sections ran over {len(pages)} pages")
        spoiled = [sample.scan.spoil(page, index, rng) for index, page in enumerate(pages)]
        save_pictures(spoiled, path, sample.form, sample.scan.dpi, sample.scan.quality)
    written = json.dumps(truth, ensure_ascii=False, indent=1) + "\n"
    (out / f"{sample.name}.truth.json").write_text(written, encoding="utf-8")
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit status is 0."""
    parser = argparse.ArgumentParser(prog="python -m samples.generate", description=__doc__)
    parser.add_argument("--only", choices=sorted(SAMPLES), help="one sample")
    parser.add_argument("--out", type=Path, default=ROOT, help="folder (default: beside the generator)")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, sample in SAMPLES.items():
        if options.only in (None, name):
            path = make(sample, options.out)
            print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
