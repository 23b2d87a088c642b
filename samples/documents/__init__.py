"""The samples in the order in which they are made."""

from samples.documents import (
    de_arbeitsunfaehigkeit,
    de_rentenbescheid,
    en_gp_letter,
    es_informe_alta,
    es_vida_laboral,
    it_fattura_sanitaria,
    ma_acte_naissance,
    pl_akt_urodzenia,
    pt_certidao_nascimento,
    ro_sentinta_civila,
    tr_formul_a,
    ua_birth_certificate,
)
from samples.sample import Sample

SAMPLES: dict[str, Sample] = {
    module.SAMPLE.name: module.SAMPLE
    for module in (
        de_arbeitsunfaehigkeit,
        de_rentenbescheid,
        en_gp_letter,
        es_informe_alta,
        es_vida_laboral,
        it_fattura_sanitaria,
        ma_acte_naissance,
        pl_akt_urodzenia,
        pt_certidao_nascimento,
        ro_sentinta_civila,
        tr_formul_a,
        ua_birth_certificate,
    )
}
