"""A German certificate of incapacity for work: a small form with ticked boxes, scanned in gray."""

import numpy as np
from PIL import Image

from samples.defects import dust, edge_shadow, fade, gray, noise, skew, soften
from samples.marks import BLUE, box_stamp, signature
from samples.sample import Sample, Scan

_PRACTICE = ("Dr. med. Sabine Ottweiler", "Fachärztin für Allgemeinmedizin", "Kirchstraße 27 · 77694 Kehl")


def _spoil(page: Image.Image, _index: int, rng: np.random.Generator) -> Image.Image:
    image = fade(gray(page), 34, 243)
    image = soften(skew(image, -0.4), 0.6)
    return noise(dust(edge_shadow(image, 90, 120), 60, rng), 6, rng)


SAMPLE = Sample(
    name="de_arbeitsunfaehigkeit",
    kind="DE Arbeitsunfähigkeitsbescheinigung",
    language="de",
    description_fr=(
        "Certificat d'arrêt de travail allemand d'un travailleur frontalier : formulaire à cases cochées, "
        "codes CIM-10, tampon du médecin ; numérisation en niveaux de gris, un peu bruitée."
    ),
    form="pdf",
    scan=Scan(dpi=250, spoil=_spoil, quality=52),
    defects=("noise", "stamp over text", "slight skew", "edge shadow"),
    values={
        "stamp": box_stamp(_PRACTICE, BLUE, seed=41),
        "signature": signature(412),
    },
)
