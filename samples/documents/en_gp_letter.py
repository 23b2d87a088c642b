"""An English general practitioner's letter as a fax left it: one bit a pixel, TIFF."""

import numpy as np
from PIL import Image

from samples.defects import fax, gray, skew
from samples.marks import BLACK, signature
from samples.sample import Sample, Scan


def _spoil(page: Image.Image, _index: int, rng: np.random.Generator) -> Image.Image:
    return fax(skew(gray(page), -0.5), rng)


SAMPLE = Sample(
    name="en_gp_letter",
    kind="EN prescription or GP letter",
    language="en",
    description_fr=(
        "Lettre d'un médecin traitant anglais à un confrère français, avec abréviations médicales et "
        "ordonnance ; télécopie en noir et blanc (TIFF), lignes décalées, points parasites."
    ),
    form="tiff",
    scan=Scan(dpi=200, spoil=_spoil),
    defects=("fax noise", "slight skew", "bilevel"),
    values={"signature": signature(311, BLACK)},
)
