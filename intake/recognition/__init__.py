"""What triage proposes from: recognisers of forms, duplicates, French passages, bad pages, boundaries and kinds.

``recognise(view)`` takes a ``DocumentView`` and returns findings, each with a code, pages, a confidence and
details (``findings.CODES`` lists them); it reads nothing and asks nobody. A view is made of

- ``page_view(reading, detector, measures)`` for each page: the reading's words, ``ocr.languages.Detector``, and
what
  ``pictures.measure`` says of the page's picture (grey levels, 100 to 150 dots per inch), or None without one;
- ``fingerprint(sha256, pages)``, whose ``encode()`` is kept in a column and whose ``bands_of`` are rows of an
index;
- ``Known`` documents, those that share a band.

How well each of them does is measured by ``make recognition`` (``docs/benchmarks/recognition.md``).
"""

from intake.recognition.documents import DocumentFingerprint, bands_of, fingerprint
from intake.recognition.findings import CODES, Finding
from intake.recognition.pictures import PictureMeasures, measure
from intake.recognition.recognise import recognise
from intake.recognition.view import Block, DocumentView, Known, PageView, page_view

__all__ = [
    "CODES",
    "Block",
    "DocumentFingerprint",
    "DocumentView",
    "Finding",
    "Known",
    "PageView",
    "PictureMeasures",
    "bands_of",
    "fingerprint",
    "measure",
    "page_view",
    "recognise",
]
