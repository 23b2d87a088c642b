"""The samples in the order in which they are made."""

from samples.documents import (
    de_arbeitsunfaehigkeit,
    de_rentenbescheid,
    es_informe_alta,
    es_vida_laboral,
    pl_akt_urodzenia,
    pt_certidao_nascimento,
)
from samples.sample import Sample

SAMPLES: dict[str, Sample] = {
    module.SAMPLE.name: module.SAMPLE
    for module in (
        de_arbeitsunfaehigkeit,
        de_rentenbescheid,
        es_informe_alta,
        es_vida_laboral,
        pl_akt_urodzenia,
        pt_certidao_nascimento,
    )
}
