"""What a sample is: its document, how it comes to be spoiled, and the truth that is kept beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from PIL import Image

Form = Literal["born-digital", "pdf", "tiff", "png", "jpeg"]

SUFFIXES: Mapping[Form, str] = {
    "born-digital": ".pdf",
    "pdf": ".pdf",
    "tiff": ".tiff",
    "png": ".png",
    "jpeg": ".jpg",
}


@dataclass(frozen=True, slots=True)
class Scan:
    """How paper became a file: resolution in dots per inch, and what the scanner, fax or telephone did to a page.

    ``spoil`` receives the clean page (RGB), its index from 0 and a seeded generator, and returns the picture kept.
    ``quality`` is that of JPEG, where JPEG is used; one-bit pictures are kept as CCITT group 4.
    """

    dpi: int
    spoil: Callable[[Image.Image, int, np.random.Generator], Image.Image]
    quality: int = 55


@dataclass(frozen=True, slots=True)
class Sample:
    """One synthetic document.

    ``kind`` is the document's own name after its country, as in the list of document kinds; ``values`` fill the
    ``$placeholders`` of ``documents/<name>.html``; ``scan`` is ``None`` for a born-digital file.
    """

    name: str
    kind: str
    language: str
    description_fr: str
    form: Form = "born-digital"
    scan: Scan | None = None
    defects: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return self.name + SUFFIXES[self.form]
