"""A Portuguese birth certificate in narrative form with its numbered annotations, printed from a register."""

from samples.marks import GREEN, box_stamp, emblem, signature
from samples.sample import Sample

SAMPLE = Sample(
    name="pt_certidao_nascimento",
    kind="PT certidão de nascimento",
    language="pt",
    description_fr=(
        "Copie intégrale narrative d'un acte de naissance portugais, avec trois mentions marginales "
        "numérotées (mariage, divorce, remariage), dates en toutes lettres ; fichier numérique d'origine."
    ),
    values={
        "emblem": emblem(GREEN),
        "signature": signature(233),
        "stamp": box_stamp(
            ("CONSERVATÓRIA DO REGISTO CIVIL", "VILA NOVA DO CÁVADO", "05 JAN. 2026"), GREEN, seed=5
        ),
    },
)
