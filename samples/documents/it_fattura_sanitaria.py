"""An Italian invoice for care, photographed with a telephone."""

import numpy as np
from PIL import Image

from samples.defects import crease, photograph
from samples.marks import RED, VIOLET, box_stamp, round_stamp, signature
from samples.sample import Sample, Scan


def _spoil(page: Image.Image, _index: int, rng: np.random.Generator) -> Image.Image:
    return photograph(crease(crease(page, 0.34, 40), 0.67, 34), rng, size=(1800, 2460))


SAMPLE = Sample(
    name="it_fattura_sanitaria",
    kind="IT fattura sanitaria",
    language="it",
    description_fr=(
        "Facture de soins italienne (lignes, total, code fiscal, IBAN, timbre fiscal, tampon « payé ») "
        "photographiée au téléphone : perspective, lumière inégale, léger flou, plis."
    ),
    form="jpeg",
    scan=Scan(dpi=240, spoil=_spoil, quality=62),
    defects=("phone photo", "perspective", "uneven light", "blur", "crease", "stamp over text"),
    values={
        "paid": box_stamp(("PAGATO", "18 MAR. 2026"), RED, seed=9, strength=0.75),
        "round": round_stamp("POLIAMBULATORIO VALDORA S.R.L.", VIOLET, seed=14, strength=0.7, centre="Ivrea|(TO)"),
        "signature": signature(77),
    },
)
