"""Addresses with passwords can be kept in files, as container engines and systemd hand secrets over."""

from pathlib import Path

import pytest

from app.settings import load
from app.settings_values import ADDRESSES, PREFIX, SettingError


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address_is_read_from_its_file(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("scheme://user:pass@host/place\n")
    settings = load({f"{PREFIX}{name}_FILE": str(secret)})
    assert getattr(settings, name.lower()) == "scheme://user:pass@host/place"


@pytest.mark.parametrize("content", [None, "", " \n", b"\xff\xfe"], ids=["absent", "empty", "blank", "no text"])
def test_a_file_that_says_nothing_is_refused(content: str | bytes | None, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    if content is not None:
        secret.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingError, match="TRUCHEMENT_DATABASE_URL_FILE"):
        load({"TRUCHEMENT_DATABASE_URL_FILE": str(secret)})


def test_both_at_once_are_refused_and_neither_is_shown(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("postgresql://a:hidden@h/d")
    with pytest.raises(SettingError) as refused:
        load({"TRUCHEMENT_DATABASE_URL_FILE": str(secret), "TRUCHEMENT_DATABASE_URL": "sqlite:///shown"})
    assert "hidden" not in str(refused.value)
    assert "shown" not in str(refused.value)
