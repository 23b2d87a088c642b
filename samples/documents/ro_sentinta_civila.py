"""A Romanian judgment of divorce, of which only the operative part matters to a family-benefits office."""

from samples.marks import BLACK, VIOLET, emblem, round_stamp, signature
from samples.sample import Sample

SAMPLE = Sample(
    name="ro_sentinta_civila",
    kind="RO sentință civilă",
    language="ro",
    description_fr=(
        "Jugement de divorce roumain : trois pages, dont seul le dispositif (autorité parentale, pension "
        "alimentaire, voies de recours) importe au dossier ; fichier numérique d'origine."
    ),
    values={
        "emblem": emblem(BLACK),
        "stamp": round_stamp("ROMÂNIA JUDECĂTORIA VALEA LUNGĂ", VIOLET, seed=23, strength=0.75),
        "judge": signature(501),
        "clerk": signature(928),
    },
)
