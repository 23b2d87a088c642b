"""The small pure parts: menu, policy, fingerprints, traces, texts."""

import pytest

from app.access_log import line
from app.i18n import catalogue, in_language
from app.live import fingerprint
from app.logs import trace
from app.navigation import Entry, current, entries_for
from app.security import policy
from storage.actors import Actor
from storage.models import Role

ORDERS = Entry("Mes demandes", "a", frozenset({Role.REQUESTER}))
QUEUE = Entry("Ma file", "b", frozenset({Role.TRANSLATOR, Role.REVISER}))


def test_the_menu_follows_the_roles() -> None:
    both = Actor("user", "Léa", roles=frozenset({Role.REVISER, Role.REQUESTER}))
    assert entries_for((QUEUE, ORDERS), both) == (QUEUE, ORDERS)
    assert entries_for((QUEUE, ORDERS), Actor("user", "Léa", roles=frozenset({Role.AUDITOR}))) == ()


@pytest.mark.parametrize(
    ("path", "index"), [("/demandes", 0), ("/demandes/1", 0), ("/demandes/file/2", 1), ("/demandeurs", None)]
)
def test_the_longest_entry_is_the_current_one(path: str, index: int | None) -> None:
    assert current(["/demandes", "/demandes/file/"], path) == index


def test_frames_are_loosened_one_by_one() -> None:
    assert "frame-src" not in policy(shows_frames=False, framed=False)
    assert "frame-ancestors 'none'" in policy(shows_frames=True, framed=False)
    assert "frame-ancestors 'self'" in policy(shows_frames=False, framed=True)
    assert "unsafe" not in policy(shows_frames=True, framed=True)


def test_a_new_token_is_no_change() -> None:
    assert fingerprint(b"<p>1</p>tokA", "tokA") == fingerprint(b"<p>1</p>tokB", "tokB")
    assert fingerprint(b"<p>1</p>", None) != fingerprint(b"<p>2</p>", None)


def test_a_trace_has_no_message() -> None:
    try:
        try:
            int("Müller")
        except ValueError as error:
            raise RuntimeError("for Müller") from error
    except RuntimeError as error:
        shown = "\n".join(trace(error))
    assert shown.startswith("RuntimeError")
    assert "ValueError" in shown
    assert "test_web_pieces.py" in shown
    assert "Müller" not in shown


def test_zero_is_singular_in_french() -> None:
    assert catalogue("fr").ngettext("page", "pages", 0) == "page"
    assert catalogue("fr").ngettext("page", "pages", 2) == "pages"
    assert in_language("fr", "%(n)s mots", n=3) == "3 mots"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Un oubli ?", "Un oubli\u00a0?"),
        ("Pris : « lui »", "Pris\u00a0: «\u00a0lui\u00a0»"),
        ("à 14:05 : ouvert", "à 14:05\u00a0: ouvert"),
        ("https://a.example ?x=:y", "https://a.example ?x=:y"),
    ],
)
def test_french_signs_stay_with_their_word(typed: str, shown: str) -> None:
    assert in_language("fr", typed) == shown


def test_the_access_log_has_no_query() -> None:
    assert line("200 OK", "GET", "/aide", 0.0123, 5)["ms"] == 12
    assert set(line("200 OK", "GET", "/aide", 0, 5)) == {"method", "path", "status", "ms", "bytes"}
