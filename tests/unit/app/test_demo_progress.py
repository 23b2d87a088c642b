"""What the terminal says of a document of the demonstration, state by state."""

import pytest

from app.demo_progress import Standing
from storage.workflow import DocumentStatus as D
from storage.workflow import TranslationStatus as T


def line(document: D, translation: T, *, pages: int = 3, read: int = 0, engine: str | None = None) -> str:
    standing = Standing("2026-000001", "a.pdf", document, translation, pages, read, 902, engine, "damaged_file")
    return standing.line().split("a.pdf")[1].strip()


@pytest.mark.parametrize(
    ("read", "pages", "said"),
    [
        (0, 3, "lecture, 3 pages"),
        (0, 1, "lecture, 1 page"),
        (1, 3, "lecture, 1 page sur 3"),
        (2, 3, "lecture, 2 pages sur 3"),
    ],
)
def test_a_document_being_read_is_never_at_page_nought(read: int, pages: int, said: str) -> None:
    assert line(D.READING, T.TO_TRIAGE, read=read, pages=pages) == said


def test_the_other_states() -> None:
    assert line(D.RECEIVED, T.TO_TRIAGE) == "reçue"
    assert line(D.READ, T.DRAFTING) == "lue, brouillon en cours"
    assert line(D.READ, T.DRAFTED, engine="Apertium") == "brouillon prêt, 902 mots, Apertium"
    assert line(D.READ, T.DRAFTED) == "brouillon prêt, 902 mots, sans moteur pour cette langue"
    assert line(D.READ, T.FAILED) == "échec (damaged_file)"
