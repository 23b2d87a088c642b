"""Secrets in the database can be read with the service's keys and with nothing else."""

import pytest

from app.sealing import KeySealer
from delivery.webhooks.sealing import SealBrokenError

OLD, NEW = "an old key of sixteen", "a new key of sixteen"


def test_what_was_sealed_is_opened_where_it_belongs_and_nowhere_else() -> None:
    sealer = KeySealer((OLD,))
    sealed = sealer.seal("whsec_x", "webhook 1")
    assert "whsec" not in sealed
    assert sealed != sealer.seal("whsec_x", "webhook 1")
    assert sealer.open(sealed, "webhook 1") == "whsec_x"
    for other in ("webhook 2", ""):
        with pytest.raises(SealBrokenError):
            sealer.open(sealed, other)


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    sealed = KeySealer((OLD,)).seal("whsec_x", "webhook 1")
    both = KeySealer((NEW, OLD))
    assert both.open(sealed, "webhook 1") == "whsec_x"
    assert both.stale(sealed)
    assert not both.stale(both.seal("whsec_x", "webhook 1"))
    with pytest.raises(SealBrokenError):
        KeySealer((NEW,)).open(sealed, "webhook 1")


@pytest.mark.parametrize("change", ["", "s1", "s1:00000000:AAAA", "s2:", "nonsense", "s1::"])
def test_what_is_no_seal_is_refused(change: str) -> None:
    with pytest.raises(SealBrokenError):
        KeySealer((OLD,)).open(change, "webhook 1")


def test_a_changed_seal_is_refused() -> None:
    sealed = KeySealer((OLD,)).seal("whsec_x", "webhook 1")
    for place in range(12, len(sealed) - 4, 5):
        changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        with pytest.raises(SealBrokenError):
            KeySealer((OLD,)).open(changed, "webhook 1")
