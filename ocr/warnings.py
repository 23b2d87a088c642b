"""What the warnings of a page say to the person who must look at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

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

#: What a file contains beside its pages (``ocr.active``), by code, in French.
ACTIVE: dict[str, str] = {
    "pdf_javascript": N_("Ce PDF contient un programme (JavaScript)."),
    "pdf_launch": N_("Ce PDF contient une action qui lance un programme de l'ordinateur."),
    "pdf_submit": N_("Ce PDF contient une action qui envoie ou prend des données ailleurs."),
    "pdf_links": N_(
        "Ce PDF contient des liens vers des sites\u00a0: ne les suivez pas sans connaître leur origine."
    ),
    "pdf_elsewhere": N_("Ce PDF contient des renvois à d'autres fichiers."),
    "pdf_embedded_files": N_("Ce PDF contient des fichiers joints, qui ne sont ni ouverts ni traduits."),
    "pdf_xfa": N_("Ce PDF contient un formulaire XFA\u00a0: ses pages peuvent différer d'un logiciel à l'autre."),
    "pdf_media": N_("Ce PDF contient du son, de la vidéo ou de la 3D."),
    "pdf_automatic": N_("Ce PDF contient une action qui part d'elle-même quand on l'ouvre."),
    "office_embedded": N_("Ce fichier en contient d'autres, incorporés, qui ne sont ni ouverts ni traduits."),
    "office_controls": N_("Ce fichier contient des contrôles ActiveX, qui ne sont pas exécutés."),
    "office_fields": N_(
        "Ce fichier contient des champs qui iraient chercher du contenu ailleurs, ou lanceraient un programme, "
        "et qui ne sont pas exécutés."
    ),
    "office_remote": N_("Ce fichier renvoie à du contenu placé ailleurs, qui n'est ni chargé ni traduit."),
    "office_links": N_(
        "Ce fichier contient des liens vers des sites\u00a0: ne les suivez pas sans connaître leur origine."
    ),
    "office_changes": N_(
        "Ce fichier contient des modifications suivies\u00a0: c'est le texte qui les accepte toutes qui est lu."
    ),
    "office_comments": N_("Ce fichier contient des commentaires, qui ne sont pas traduits."),
    "office_pictures": N_("Ce fichier contient des images ou des dessins qui n'ont pas pu être lus."),
    "html_scripts": N_("Cette page contient des programmes (scripts), qui ne sont pas exécutés."),
    "hidden_text": N_("Ce fichier contient du texte caché, ni lu ni traduit\u00a0: regardez l'original."),
    "wide_table": N_(
        "Ce fichier contient un tableau de plus de quarante colonnes\u00a0: "
        "ses lignes sont lues comme des paragraphes."
    ),
    "text_encoding": N_(
        "Le codage des lettres de ce texte a été deviné\u00a0: vérifiez les lettres accentuées dans l'original."
    ),
    "pdf_unseen": N_("Une partie de ce PDF n'a pas pu être examinée\u00a0: elle peut contenir des programmes."),
}


#: Of these, what is to be known of the text itself; the others would do something.
NOTES: Final = frozenset(
    {"office_changes", "office_comments", "office_pictures", "hidden_text", "wide_table", "text_encoding"}
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told of a document, in French: what it would do, and what is to be known of its text."""

    acts: tuple[str, ...]
    notes: tuple[str, ...]


def told_of(codes: Iterable[str]) -> Told:
    """The sentences for a document's active content, to be translated."""
    kept = list(codes)
    return Told(
        tuple(active_sentences(code for code in kept if code not in NOTES)),
        tuple(active_sentences(code for code in kept if code in NOTES)),
    )


def active_sentences(codes: Iterable[str]) -> list[str]:
    """The French sentences for a document's active content, to be translated; a code of another version stays."""
    return [ACTIVE.get(code, code) for code in codes]


def page_message_fr(code: str, page: int) -> str:
    """The French sentence of a page's warning; the bare code where it comes from a version that had others."""
    template = TEMPLATES.get(code)
    return template.format(page=page) if template else code
