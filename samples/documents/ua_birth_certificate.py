"""A Ukrainian birth certificate and its apostille: two scanned pages, the second in two languages."""

import numpy as np
from PIL import Image

from samples.defects import dust, fade, noise, skew, soften
from samples.marks import BLUE, RED, emblem, guilloche, round_stamp, signature
from samples.sample import Sample, Scan


def _spoil(page: Image.Image, index: int, rng: np.random.Generator) -> Image.Image:
    image = soften(skew(fade(page, 24, 247), (-0.7, 0.4)[index]), 0.5)
    return noise(dust(image, 25, rng), 4, rng)


SAMPLE = Sample(
    name="ua_birth_certificate",
    kind="UA birth certificate with apostille",
    language="uk",
    description_fr=(
        "Acte de naissance ukrainien (cyrillique) suivi de son apostille bilingue ukrainien-anglais à cases "
        "numérotées ; deux pages numérisées en couleurs, cachets sur le texte."
    ),
    form="pdf",
    scan=Scan(dpi=200, spoil=_spoil, quality=46),
    defects=("stamp over text", "slight skew", "security background", "two languages on a page"),
    values={
        "emblem": emblem(BLUE),
        "guilloche": guilloche("#a9c7dc"),
        "stamp": round_stamp("ВІДДІЛ ДЕРЖАВНОЇ РЕЄСТРАЦІЇ АКТІВ ЦИВІЛЬНОГО СТАНУ", BLUE, seed=31, strength=0.7),
        "seal": round_stamp("МІНІСТЕРСТВО ЮСТИЦІЇ УКРАЇНИ", RED, seed=32, strength=0.7),
        "registrar": signature(1207),
        "official": signature(1311),
    },
)
