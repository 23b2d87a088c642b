"""A Turkish Formül A: the multilingual extract of the CIEC, numbered boxes; a flat-bed scan kept as PNG."""

import numpy as np
from PIL import Image

from samples.defects import fade, gray, soften
from samples.marks import BLUE, round_stamp, signature
from samples.sample import Sample, Scan


def _spoil(page: Image.Image, _index: int, _rng: np.random.Generator) -> Image.Image:
    levels = soften(fade(gray(page), 24, 255), 0.4)
    return levels.quantize(16, dither=Image.Dither.NONE)


SAMPLE = Sample(
    name="tr_formul_a",
    kind="TR Formül A",
    language="tr",
    description_fr=(
        "Extrait multilingue d'acte de naissance turc (formule A de la CIEC) à cases numérotées : en "
        "principe aucune traduction n'est nécessaire ; numérisation PNG."
    ),
    form="png",
    scan=Scan(dpi=200, spoil=_spoil),
    defects=("two languages on a page", "stamp over text"),
    values={
        "stamp": round_stamp("T.C. AKPINAR NÜFUS MÜDÜRLÜĞÜ", BLUE, seed=61, strength=0.8),
        "signature": signature(1550),
    },
)
