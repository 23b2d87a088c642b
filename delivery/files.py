"""Every file of a delivered translation, with its name."""

import re

from delivery.bilingual import render_bilingual
from delivery.document import TranslatedDocument
from delivery.pdf import render_pdf
from delivery.text import tidy
from delivery.word import render_docx

_UNSAFE = re.compile(r'[/\\:*?"<>|\n\ufffd]+')
_LENGTH = 200  # in bytes: file systems take 255, the endings of our names included


def render_all(document: TranslatedDocument) -> dict[str, bytes]:
    """The three files by name: French PDF, bilingual PDF, DOCX."""
    stem = file_stem(document)
    return {
        f"{stem}.fr.pdf": render_pdf(document),
        f"{stem}.bilingue.pdf": render_bilingual(document),
        f"{stem}.fr.docx": render_docx(document),
    }


def file_stem(document: TranslatedDocument) -> str:
    """What the names of the files start with: that of the source, without its extension, safe on any system."""
    name = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", tidy(document.file_name))
    safe = _UNSAFE.sub("_", name).encode()[:_LENGTH].decode(errors="ignore").strip(" ._")
    return safe or "traduction"
