"""A Moroccan full copy of a birth record: Arabic from right to left, French lines on the same page."""

from samples.marks import BLUE, emblem, round_stamp, signature
from samples.sample import Sample

SAMPLE = Sample(
    name="ma_acte_naissance",
    kind="MA acte intégral de naissance",
    language="ar",
    description_fr=(
        "Copie intégrale d'un acte de naissance marocain : arabe de droite à gauche, deux calendriers, "
        "dates en toutes lettres, en-tête et noms en français sur la même page ; fichier numérique "
        "d'origine."
    ),
    defects=("two languages on a page", "right to left"),
    values={
        "emblem": emblem(),
        "stamp": round_stamp("COMMUNE DE TAMZIRT BUREAU DE L'ETAT CIVIL", BLUE, seed=53, strength=0.75),
        "signature": signature(1404),
    },
)
