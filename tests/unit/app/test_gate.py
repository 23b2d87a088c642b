"""Where a link may lead, and which views may be registered."""

import pytest
from flask import Flask

from app.gate import UnmarkedViewError, check_marks, safe_path
from storage.access import allow_everybody


@pytest.mark.parametrize("target", ["/", "/demandes/2026-000123", "/aide?x=1&next=//a", "/a%2F%2Fb"])
def test_paths_of_this_site_are_kept(target: str) -> None:
    assert safe_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "aide",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/aide\r\nSet-Cookie: a=b",
    ],
)
def test_other_places_are_not(target: str | None) -> None:
    assert safe_path(target) is None


def test_a_view_without_a_mark_is_named() -> None:
    app = Flask("bare")
    app.add_url_rule("/a", "marked", allow_everybody(lambda: ""))
    app.add_url_rule("/b", "bare_view", lambda: "")
    with pytest.raises(UnmarkedViewError, match=r": bare_view$"):
        check_marks(app)
