"""A Polish full copy of a birth record: a table under a round stamp, scanned in colour."""

import numpy as np
from PIL import Image

from samples.defects import dust, fade, noise, skew, soften
from samples.marks import RED, emblem, guilloche, round_stamp, signature
from samples.sample import Sample, Scan


def _spoil(page: Image.Image, _index: int, rng: np.random.Generator) -> Image.Image:
    image = soften(skew(fade(page, 20, 248), 0.6), 0.5)
    return noise(dust(image, 30, rng), 4, rng)


SAMPLE = Sample(
    name="pl_akt_urodzenia",
    kind="PL akt urodzenia",
    language="pl",
    description_fr=(
        "Copie intégrale d'un acte de naissance polonais : tableau à deux colonnes pour les parents, "
        "numéros PESEL, cachet rond et signature ; numérisation en couleurs."
    ),
    form="pdf",
    scan=Scan(dpi=200, spoil=_spoil, quality=48),
    defects=("stamp over text", "slight skew", "security background"),
    values={
        "emblem": emblem(),
        "guilloche": guilloche("#d9c79a"),
        "stamp": round_stamp("URZĄD STANU CYWILNEGO W NOWEJ LIPIE", RED, seed=17, strength=0.7),
        "signature": signature(88),
    },
)
