"""How acts, findings and answers are said: French templates, translated where they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from storage.endings import Ending
from storage.errors import N_
from storage.models import Out

#: What an act did, as it is announced and as another person reads it.
ACTS: Final[Mapping[str, str]] = {
    "split": N_("document séparé à la page {page}"),
    "merged": N_("deux documents réunis"),
    "moved_up": N_("page {page} montée"),
    "moved_down": N_("page {page} descendue"),
    "turned_right": N_("page {page} tournée vers la droite"),
    "turned_left": N_("page {page} tournée vers la gauche"),
    "turned_over": N_("page {page} retournée"),
    "dropped_blank": N_("page {page} écartée : blanche"),
    "dropped_duplicate": N_("page {page} écartée : en double"),
    "dropped_not_relevant": N_("page {page} laissée hors de l’extrait"),
    "restored": N_("page {page} remise"),
    "summarised": N_("résumé de la page {page} écrit"),
    "described": N_("document {part} : langue, nature ou étendue corrigées"),
    "sent_on": N_("envoi en traduction ({count})"),
    "taken_back": N_("document {part} repris au tri"),
    "closed": N_("document {part} clos sans traduction"),
    "cancelled": N_("document {part} annulé"),
    "reopened": N_("document {part} rouvert"),
    "scan_asked": N_("nouveau scan demandé pour le document {part}"),
    "scan_given_up": N_("document {part} repris sans nouveau scan"),
    "scan_taken_in": N_("nouveau scan reçu pour le document {part} ({pages} p.)"),
    "sent_outside": N_("document {part} envoyé à {recipient}"),
    "came_back": N_("document {part} revenu de {recipient}"),
    "set_aside": N_("proposition écartée"),
    "followed": N_("proposition suivie"),
}
UNDONE: Final = N_("défait : {what}")

OUTS: Final[Mapping[Out, str]] = {
    Out.BLANK: N_("page blanche"),
    Out.DUPLICATE: N_("en double"),
    Out.NOT_RELEVANT: N_("hors de l’extrait"),
    Out.REPLACED: N_("remplacée par un nouveau scan"),
}

#: What a document is; the code is kept.
NATURES: Final[Mapping[str, str]] = {
    "civil_status": N_("État civil"),
    "medical": N_("Document médical"),
    "decision": N_("Décision ou jugement"),
    "pension": N_("Pension, relevé de carrière"),
    "pay": N_("Bulletin de salaire"),
    "invoice": N_("Facture de soins"),
    "liaison": N_("Courrier de liaison"),
    "form": N_("Formulaire européen ou d’accord"),
    "other": N_("Autre"),
}

#: What was noticed, by its code; the numbers of the pages are told beside it.
FINDINGS: Final[Mapping[str, str]] = {
    "standard_form": N_("Formulaire multilingue"),
    "already_translated": N_("Déjà traduit : le même texte a une traduction livrée"),
    "duplicate": N_("Ressemble à une pièce déjà reçue"),
    "contains_translation": N_("Contient déjà sa traduction en français"),
    "french_document": N_("Déjà en français"),
    "french_passage": N_("Passages déjà en français"),
    "poor_page": N_("Difficile à lire"),
    "screen_photograph": N_("Photographie d’un écran"),
    "blank_page": N_("Page blanche"),
    "turned_page": N_("Page à l’envers ou de côté"),
    "boundary": N_("Un autre document semble commencer ici"),
    "several_languages": N_("Autre langue que le reste"),
    "language_unknown": N_("Langue non reconnue"),
    "document_kind": N_("Nature reconnue"),
    "page_language": N_("Langue reconnue"),
}
OTHER_FINDING: Final = N_("À regarder")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a finding proposes: to end with ``ending`` or, without one, to ask for a new scan. ``answer`` is the
    message ready for the requester."""

    label: str
    why: str
    ending: Ending | None
    answer: str


#: What is proposed, by the code of the finding that it rests on. A person decides.
PROPOSALS: Final[Mapping[str, Proposal]] = {
    "standard_form": Proposal(
        N_("Pas de traduction nécessaire"),
        N_("Les rubriques numérotées de ce formulaire sont les mêmes dans chaque langue."),
        Ending.MULTILINGUAL_FORM,
        "",
    ),
    "french_document": Proposal(
        N_("Pas de traduction nécessaire"),
        N_("Le document est rédigé en français."),
        Ending.NO_TRANSLATION_NEEDED,
        "Ce document est déjà rédigé en français.",
    ),
    "contains_translation": Proposal(
        N_("Pas de traduction nécessaire"),
        N_("Le document porte sa propre traduction en français."),
        Ending.NO_TRANSLATION_NEEDED,
        "Ce document contient déjà sa traduction en français.",
    ),
    "already_translated": Proposal(
        N_("Traduction existante"),
        N_("La traduction du même texte a déjà été livrée."),
        Ending.ALREADY_TRANSLATED,
        "",
    ),
    "poor_page": Proposal(
        N_("Nouveau scan nécessaire"),
        N_("Des pages sont trop peu lisibles pour être traduites sûrement."),
        None,
        "Des pages de ce document ne sont pas assez lisibles. Numérisez-les de nouveau à 300 points par pouce, "
        "bien à plat et sans ombre, et déposez-les ici.",
    ),
    "screen_photograph": Proposal(
        N_("Nouveau scan nécessaire"),
        N_("Des pages sont la photographie d’un écran."),
        None,
        "Des pages de ce document sont la photographie d’un écran. "
        "Envoyez le fichier d’origine, ou un scan du papier.",
    ),
}
