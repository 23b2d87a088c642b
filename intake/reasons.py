"""Why a piece goes no further, in a sentence that says what is kept and what to do."""

from collections.abc import Mapping
from types import MappingProxyType

from ocr.errors import (
    ChildCrashedError,
    ChildTimedOutError,
    DamagedError,
    EncryptedError,
    NoPageError,
    TooManyPixelsError,
)
from storage.endings import SENTENCES as SENTENCES_OF_ENDINGS
from storage.errors import N_

OTHER = N_("Cette pièce n'a pas pu être traitée. L'original est conservé ; le service de traduction est prévenu.")

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "unreadable_document": N_(
            "Aucun texte n'a pu être lu dans cette pièce. L'original est conservé : "
            "envoyez un nouveau scan, net et à 300 points par pouce."
        ),
        "blank_page": N_("Cette pièce ne contient que des pages blanches : vérifiez le scan et renvoyez-le."),
        "unreadable_page": N_(
            "Cette pièce est illisible. L'original est conservé : envoyez un nouveau scan, net et bien éclairé."
        ),
        "interrupted": N_(
            "La lecture s'est interrompue à plusieurs reprises. L'original est conservé ; "
            "le service de traduction peut relancer la lecture."
        ),
        "drafting_interrupted": N_(
            "Le brouillon automatique n'a pas pu être fait. La pièce est lue et conservée ; "
            "le service de traduction peut le relancer."
        ),
        "delivery_interrupted": N_(
            "Les fichiers de la traduction n'ont pas pu être produits. La traduction est conservée ; "
            "le service de traduction peut relancer leur production."
        ),
        "infected_file": N_(
            "L'antivirus a trouvé une menace dans ce fichier : il est mis à part et personne ne peut l'ouvrir. "
            "Faites contrôler le poste d'où il vient ; un administrateur décidera de la suite. Si c'est urgent, "
            "numérisez de nouveau l'original papier et déposez-le dans une nouvelle demande."
        ),
        "antivirus_interrupted": N_(
            "Ce fichier n'a pas pu être contrôlé par l'antivirus : il est mis à part, "
            "et personne ne peut l'ouvrir. Un administrateur décidera de la suite."
        ),
        "discarded_file": N_(
            "Ce fichier a été écarté après le contrôle antivirus. Numérisez de nouveau l'original papier, "
            "ou demandez un autre fichier à l'expéditeur, puis déposez-le dans une nouvelle demande."
        ),
        **{ending.value: text for ending, text in SENTENCES_OF_ENDINGS.items()},
        EncryptedError.code: EncryptedError.template,
        DamagedError.code: DamagedError.template,
        NoPageError.code: NoPageError.template,
        TooManyPixelsError.code: TooManyPixelsError.template,
        ChildCrashedError.code: N_(
            "La lecture de cette pièce s'est interrompue. L'original est conservé : envoyez-en un nouveau scan."
        ),
        ChildTimedOutError.code: N_(
            "La lecture de cette pièce a dépassé le temps permis. L'original est conservé : "
            "numérisez-le à 300 points par pouce et renvoyez-le."
        ),
    }
)


def sentence(code: str | None) -> str:
    """The French sentence for a code; a general one for a code that has none. A reason that a person wrote is
    returned as it is."""
    if code is None:
        return OTHER
    if " " in code:
        return code
    return SENTENCES.get(code, OTHER)
