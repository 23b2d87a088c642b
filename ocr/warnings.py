"""What the warnings of a page say to the person who must look at it."""

from ocr.errors import ChildCrashedError, ChildTimedOutError, DamagedPageError, TooLargePageError
from storage.errors import N_

#: A str.format template in French by code; ``page`` is the number.
TEMPLATES: dict[str, str] = {
    "blank_page": N_("La page {page} est blanche\u00a0: vérifiez le scan."),
    "unreadable_page": N_(
        "La page {page} est illisible\u00a0: numérisez-la de nouveau, bien éclairée, à 300 points par pouce."
    ),
    "low_confidence": N_("La page {page} se lit mal\u00a0: comparez chaque mot avec l'original."),
    "language_not_installed": N_(
        "La langue de la page {page} n'est pas installée pour la lecture des scans\u00a0: "
        "demandez-la à votre administrateur."
    ),
    "picture_not_read": N_("Une image de la page {page} n'a pas été lue\u00a0: regardez l'original."),
    DamagedPageError.code: DamagedPageError.template,
    TooLargePageError.code: TooLargePageError.template,
    ChildCrashedError.code: N_(
        "La page {page} n'a pas pu être lue, sa lecture s'est interrompue\u00a0: numérisez-la de nouveau."
    ),
    ChildTimedOutError.code: N_(
        "La page {page} n'a pas pu être lue dans le temps permis\u00a0: numérisez-la à 300 points par pouce."
    ),
}


def page_message_fr(code: str, page: int) -> str:
    """The French sentence of a page's warning; the bare code where it comes from a version that had others."""
    template = TEMPLATES.get(code)
    return template.format(page=page) if template else code
