"""Why a piece is closed without translation or cancelled: the sentence that the requester reads, by its code.

A code alone is stored where it says everything; with a comment, sentence and comment are stored as written.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from storage.errors import N_


class Ending(StrEnum):
    """The reasons that can be chosen. ``OTHER`` says nothing without a comment."""

    NO_TRANSLATION_NEEDED = "no_translation_needed"
    ALREADY_TRANSLATED = "already_translated"
    MULTILINGUAL_FORM = "multilingual_form"
    NEW_SCAN_NEEDED = "new_scan_needed"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate_piece"
    WITHDRAWN = "withdrawn_by_requester"
    OTHER = "other_reason"


SENTENCES: Mapping[Ending, str] = MappingProxyType(
    {
        Ending.NO_TRANSLATION_NEEDED: N_("Cette pièce n'a pas besoin d'être traduite."),
        Ending.ALREADY_TRANSLATED: N_(
            "Cette pièce a déjà été traduite : la traduction existante reste valable, "
            "retrouvez-la dans vos demandes."
        ),
        Ending.MULTILINGUAL_FORM: N_(
            "Cette pièce est un formulaire européen multilingue : ses rubriques sont les mêmes "
            "dans chaque langue, elle s'utilise sans traduction."
        ),
        Ending.NEW_SCAN_NEEDED: N_(
            "Cette pièce n'est pas assez lisible pour être traduite. L'original est conservé : "
            "envoyez un nouveau scan, net et complet, dans une nouvelle demande."
        ),
        Ending.OUT_OF_SCOPE: N_(
            "La traduction de cette pièce ne relève pas de ce service. L'original est conservé dans votre demande."
        ),
        Ending.DUPLICATE: N_("Cette pièce a été reçue deux fois : l'autre exemplaire est traité."),
        Ending.WITHDRAWN: N_("La traduction de cette pièce est abandonnée à la demande de votre organisme."),
        Ending.OTHER: N_("Le service de traduction a arrêté le traitement de cette pièce."),
    }
)

COMMENT = 300


def as_stored(ending: Ending, comment: str) -> str:
    """What a translation keeps as its reason: the code alone, or the sentence followed by the comment."""
    comment = " ".join(comment.split())[:COMMENT]
    return f"{SENTENCES[ending]} {comment}" if comment else ending.value
