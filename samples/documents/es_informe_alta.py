"""A Spanish hospital discharge report of two pages with a laboratory table."""

from samples.marks import BLUE, emblem, signature
from samples.sample import Sample

SAMPLE = Sample(
    name="es_informe_alta",
    kind="ES informe de alta",
    language="es",
    description_fr=(
        "Compte rendu d'hospitalisation espagnol (infarctus) : rubriques, tableau de biologie, traitement "
        "de sortie ; deux pages, fichier numérique d'origine."
    ),
    values={"emblem": emblem(BLUE), "signature": signature(640)},
)
