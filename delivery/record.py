"""What a delivered file says about itself: its nature, its origin, and what was truly done.

A translation delivered by the body is administrative: every page says that it does not have the value of a sworn
one, and no conformity to a standard is claimed, since post-editing is outside ISO 17100 and nobody audits it here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from delivery.document import TranslatedDocument
from delivery.layout import PageLayout, Table, items
from delivery.text import tidy
from storage.languages import from_fr, in_fr, name_fr

NB = "\u00a0"  # before a colon, inside guillemets, inside an amount
THIN = "\u202f"  # before ; ! ?

TITLE = "Traduction administrative"
NATURE = "Traduction administrative – sans valeur de traduction assermentée"
DRAFT = "BROUILLON AUTOMATIQUE NON RELU"
MISSING = "[non traduit]"
RECORD = "Ce qui a été fait"
LEFT_OUT = "Ce qui n’est pas traduit"
ORIGIN = "Document d’origine"
FINGERPRINT = "Empreinte SHA-256"
# What stands on a page that is not translated because there is nothing on it to translate.
DROPPED = {"blank": "[page blanche]", "duplicate": "[page en double, non traduite]"}

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the record: what it is about, and what is said of it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Record:
    """The closing record. ``fingerprint`` is the sha256 of the source in groups of eight digits."""

    statement: tuple[str, ...]
    work: tuple[Entry, ...]
    origin: tuple[Entry, ...]
    left_out: tuple[Entry, ...]
    fingerprint: tuple[str, ...]


def date_fr(day: date) -> str:
    """The day as French writes it: ``1er mars 2026``, with no-break spaces."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NB}{_MONTHS[day.month - 1]}{NB}{day.year}"


def subtitle(document: TranslatedDocument) -> str:
    """``Traduit de l’allemand``, and that it is an extract when it is one."""
    told = f"Traduit {from_fr(document.source_language)}"
    return f"{told} – extrait" if document.mode == "extract" else told


def page_title(document: TranslatedDocument, layout: PageLayout) -> str:
    """``Page 2 du document d’origine``, with its language when it is not that of the document."""
    page = layout.page
    if page.file_name:
        told = f"Page{NB}{page.number} du document d’origine (nouveau scan{NB}: {tidy(page.file_name)})"
    else:
        told = f"Page{NB}{page.origin or page.number} du document d’origine"
    if layout.page.language in ("", "und", document.source_language):
        return told
    return f"{told} ({in_fr(layout.page.language)})"


def status(document: TranslatedDocument) -> str:
    """What was done, in one line: on the first page, under the title."""
    work = document.work
    if document.draft_only:
        return "Ébauche automatique que personne n’a relue"
    if not work.machine_draft:
        done = "Traduit par une personne"
    elif work.post_edited:
        done = "Ébauche automatique reprise par une personne (post-édition)"
    else:
        done = "Ébauche automatique, non reprise par une personne"
    return f"{done}, {'relecture' if work.revised else 'sans relecture'} par une seconde personne"


def fingerprint(sha256: str) -> tuple[str, ...]:
    """The fingerprint in groups of eight digits, so that it can wrap and be compared by eye."""
    return tuple(re.findall(r".{1,8}", tidy(sha256)))


def short_fingerprint(sha256: str) -> str:
    """The first and the last digits: enough to tell two sources apart at the foot of a page."""
    digits = tidy(sha256)
    return digits if len(digits) <= 24 else f"{digits[:12]}…{digits[-8:]}"


def page_notice(layout: PageLayout) -> str:
    """What stands under the title of a page that is not wholly translated; empty when it is."""
    summary = tidy(layout.page.summary or "")
    if layout.page.dropped in DROPPED:
        return DROPPED[layout.page.dropped]
    if layout.left_out:
        return "[…] Page hors de l’extrait, non traduite" + (f"{NB}: {summary}" if summary else "")
    if summary:
        return f"Résumé de ce qui n’est pas traduit sur cette page{NB}: {summary}"
    return "" if layout.blocks else "[page sans texte]"


def panel_fr(table: Table) -> str:
    """The caption of a panel of a table that is too wide for one sheet."""
    return f"Tableau, colonnes {table.first} à {table.last} sur {table.of}"


def omitted_fr(count: int) -> str:
    """What stands for passages that an extract leaves out."""
    if count == 1:
        return "[…] Un passage hors de l’extrait, non traduit"
    return f"[…] {count}{NB}passages hors de l’extrait, non traduits"


def omitted_rows_fr(count: int) -> str:
    """What stands for rows of a table that an extract leaves out."""
    if count == 1:
        return "[…] Une ligne du tableau est hors de l’extrait, non traduite"
    return f"[…] {count}{NB}lignes du tableau sont hors de l’extrait, non traduites"


def head(document: TranslatedDocument) -> tuple[Entry, ...]:
    """The entries of the first page."""
    number = (
        f"{document.reference} (version{NB}{document.version})" if document.version > 1 else document.reference
    )
    found = [
        Entry("Référence", tidy(number)),
        Entry(ORIGIN, tidy(f"{document.file_name} – {_pages_fr(document.source_pages)}")),
    ]
    if document.requester:
        found.append(Entry("Demandeur", tidy(document.requester)))
    if document.requester_reference:
        found.append(Entry("Référence du demandeur", tidy(document.requester_reference)))
    found.append(Entry("Date", date_fr(document.work.revised_on or document.work.translated_on)))
    found.append(Entry("Travail", status(document)))
    return tuple(found)


def record(document: TranslatedDocument, layouts: Sequence[PageLayout], undrawn: int = 0) -> Record:
    """The record of the document; ``layouts`` are its pages, ``undrawn`` how many letters no font draws."""
    return Record(
        statement=_statement(document),
        work=(*_work(document), *_counts(document, layouts), *_undrawn(undrawn)),
        origin=_origin(document, layouts),
        left_out=_left_out(layouts) if document.mode == "extract" or _drops(document) else (),
        fingerprint=fingerprint(document.source_sha256),
    )


def _statement(document: TranslatedDocument) -> tuple[str, ...]:
    nature = (
        "Cette traduction administrative aide à instruire un dossier. Elle est sans valeur de traduction "
        f"assermentée{THIN}; le document d’origine reste la référence."
    )
    if not document.draft_only:
        return (nature,)
    warning = (
        "Ce fichier est un brouillon fait par une machine. Personne ne l’a relu"
        f"{NB}: il peut contenir des erreurs de sens, de nom, de nombre ou de date. "
        "Il ne doit pas être versé à un dossier."
    )
    return warning, nature


def _work(document: TranslatedDocument) -> list[Entry]:
    work = document.work
    if work.machine_draft:
        engine = f" (moteur{NB}: {tidy(work.engine)})" if work.engine else ""
        found = [Entry("Ébauche automatique", f"Oui{engine}")]
        if work.demonstration_engine:
            found.append(Entry("Nature du moteur", _demonstration()))
        found.append(Entry("Post-édition", _post_editing(document)))
    else:
        found = [Entry("Ébauche automatique", "Non")]
        by_hand = "Non" if document.draft_only else f"Oui, le {date_fr(work.translated_on)}"
        found.append(Entry("Traduction par une personne", by_hand))
    found.append(Entry("Relecture", _revision(document)))
    return found


def _demonstration() -> str:
    return (
        f"Modèle de démonstration{NB}: il ne connaît que peu de phrases et ne sert qu’à montrer l’outil. "
        "Sa traduction ne doit pas être utilisée telle quelle."
    )


def _post_editing(document: TranslatedDocument) -> str:
    if document.work.post_edited:
        return f"Oui{NB}: l’ébauche a été reprise par une personne, le {date_fr(document.work.translated_on)}"
    return f"Non{NB}: l’ébauche du {date_fr(document.work.translated_on)} n’a été reprise par personne"


def _revision(document: TranslatedDocument) -> str:
    work = document.work
    if not work.revised:
        return "Non"
    when = f", le {date_fr(work.revised_on)}" if work.revised_on else ""
    return f"Oui{NB}: comparée au texte d’origine par une seconde personne{when}"


def _counts(document: TranslatedDocument, layouts: Sequence[PageLayout]) -> list[Entry]:
    """What is confirmed and what is missing, counted over the passages that the file shows."""
    shown = {(layout.page.number, item.number): item for layout in layouts for item in items(layout.blocks)}
    texts = [item for item in shown.values() if item.source or item.target]
    missing = sum(item.missing for item in texts)
    translated = len(texts) - missing
    confirmed = sum(item.confirmed for item in texts if not item.missing)
    extract = document.mode == "extract"
    scope = "Extrait, les seuls passages utiles à la demande" if extract else "Document entier"
    found = [
        Entry("Portée", scope),
        Entry("Passages confirmés", f"{confirmed} sur {translated}, par une personne"),
    ]
    if missing:
        found.append(Entry("Passages sans traduction", f"{missing}, signalés par la mention «{NB}{MISSING}{NB}»"))
    found.append(Entry("Cachets et signatures", "Nommés entre crochets, jamais reproduits"))
    return found


def _undrawn(count: int) -> list[Entry]:
    if not count:
        return []
    what = "un caractère" if count == 1 else f"{count}{NB}caractères"
    said = f"Cases vides à la place de {what} qu’aucune police ne dessine{NB}: à lire sur le document d’origine"
    return [Entry("Caractères non dessinés", said)]


def _origin(document: TranslatedDocument, layouts: Sequence[PageLayout]) -> tuple[Entry, ...]:
    others = {layout.page.language for layout in layouts} - {"", "und", document.source_language}
    languages = ", ".join(name_fr(code) for code in (document.source_language, *sorted(others)))
    return (
        Entry("Fichier", tidy(document.file_name)),
        Entry("Pages", str(document.source_pages)),
        Entry("Langue" if not others else "Langues", languages),
    )


def _left_out(layouts: Sequence[PageLayout]) -> tuple[Entry, ...]:
    found = []
    for layout in layouts:
        if layout.page.dropped in DROPPED:
            found.append(
                Entry(f"Page{NB}{_number(layout)}", DROPPED[layout.page.dropped].strip("[]").capitalize())
            )
        elif layout.left_out or layout.page.summary:
            label = f"Page{NB}{_number(layout)}{'' if layout.left_out else ' (en partie)'}"
            found.append(Entry(label, tidy(layout.page.summary or "") or "Non traduite"))
    return tuple(found)


def _number(layout: PageLayout) -> int:
    return layout.page.origin or layout.page.number


def _drops(document: TranslatedDocument) -> bool:
    return any(page.dropped for page in document.pages)


def _pages_fr(count: int) -> str:
    return f"{count}{NB}page" if count < 2 else f"{count}{NB}pages"
