"""Every file of a delivered translation, with its name."""

from delivery.bilingual import render_bilingual
from delivery.document import TranslatedDocument
from delivery.names import ENDS, file_stem
from delivery.pdf import render_pdf
from delivery.word import render_docx


def render_all(document: TranslatedDocument) -> dict[str, bytes]:
    """The three files by name: French PDF, bilingual PDF, DOCX."""
    stem = file_stem(document.file_name)
    return {
        stem + ENDS["pdf"]: render_pdf(document),
        stem + ENDS["bilingual"]: render_bilingual(document),
        stem + ENDS["docx"]: render_docx(document),
    }
