"""How things read, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import display

NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("gap", "french", "english"),
    [
        (timedelta(minutes=-4), "il y a 4\xa0min", "4 min. ago"),
        (timedelta(hours=-3), "il y a 3\xa0h", "3 hr. ago"),
        (timedelta(days=2), "dans 2\xa0j", "in 2 days"),
        (timedelta(seconds=-10), None, None),
        (timedelta(days=-45), "9 oct. 2026", "Oct 9, 2026"),
    ],
)
def test_relative_times(gap: timedelta, french: str | None, english: str | None) -> None:
    assert display.relative(NOW + gap, NOW, "fr") == french
    assert display.relative(NOW + gap, NOW, "en") in (english, "9 Oct 2026")


def test_instants_are_in_french_time() -> None:
    assert display.instant(NOW, "fr") == "23 nov. 2026 à 14:05"
    assert display.exact(NOW, "fr") == "lundi 23 novembre 2026 à 14:05"
    late = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)
    assert display.long_day(late, "fr") == "1er août 2026"


def test_days() -> None:
    assert display.long_day(date(2026, 12, 1), "fr") == "1er décembre 2026"
    assert display.long_day(date(2026, 12, 11), "fr") == "11 décembre 2026"
    assert display.long_day(date(2026, 12, 1), "en") == "1 December 2026"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0\u202foctets"),
        (842, "842\u202foctets"),
        (1234, "1\u202fko"),
        (1_234_567, "1,2\u202fMo"),
        (999_999, "1\u202fMo"),
        (250_000_000, "250\u202fMo"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert display.bytes_size(size, "fr") == text


def test_numbers() -> None:
    assert display.figure(1234567.5, "fr") == "1\u202f234\u202f567,5"
    assert display.figure(0.126, "fr", 2) == "0,13"
    assert display.figure(12.6, "fr", 0) == "13"


@given(st.text(min_size=1, max_size=200), st.integers(8, 60))
def test_a_cut_name_keeps_both_ends(name: str, length: int) -> None:
    short = display.cut(name, length)
    assert len(short) <= length
    if short != name:
        before, after = short.split("…")[0], short.rsplit("…", maxsplit=1)[-1]
        assert name.startswith(before)
        assert name.endswith(after)


@pytest.mark.parametrize(
    ("agent", "text"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Chrome/140 Safari/537 Edg/140", "Edge, macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Safari/604", "Safari, iOS"),
    ],
)
def test_browsers(agent: str, text: str) -> None:
    assert display.browser(agent) == text
