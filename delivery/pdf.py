"""The French PDF: the translation alone, page of origin by page of origin, with its record."""

from delivery.document import TranslatedDocument
from delivery.printing import print_pdf


def render_pdf(document: TranslatedDocument) -> bytes:
    """The French PDF."""
    return print_pdf(document, "translation.html")
