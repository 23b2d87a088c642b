"""The doctor compares the public address with the proxies that are declared."""

import pytest

from app.checkup.address import address
from app.commands import doctor
from app.settings import load


@pytest.mark.parametrize(
    ("url", "proxies", "named"),
    [
        ("https://truchement.exemple.fr", "0", "TRUCHEMENT_PROXIES"),
        ("http://truchement.exemple.fr", "1", "TRUCHEMENT_PUBLIC_URL"),
        ("http://truchement.exemple.fr", "2", "TRUCHEMENT_PROXIES=0"),
        ("https://truchement.exemple.fr", "1", ""),
        ("", "0", ""),
    ],
)
def test_https_without_a_proxy_and_the_reverse_are_told(url: str, proxies: str, named: str) -> None:
    (line,) = address(load({"TRUCHEMENT_PUBLIC_URL": url, "TRUCHEMENT_PROXIES": proxies}))
    assert line.good is not bool(named)
    assert named in line.remedy
    assert not line.needed
    assert (url or "http://127.0.0.1:8000") in line.said
    if named:
        assert line.remedy


def test_the_doctor_looks_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "services", _Nothing())
    monkeypatch.setattr(doctor, "programs", _Nothing())
    monkeypatch.setattr(doctor, "antivirus", lambda _settings: [])
    (line,) = doctor.look(load({"TRUCHEMENT_PUBLIC_URL": "https://a.fr"}))
    assert (line.code, line.good) == ("address", False)


class _Nothing:
    def __getattr__(self, _name: str):
        return lambda *_: []
