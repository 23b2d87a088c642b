"""The short form of ``make torture``: a few documents, everything struck, all counted."""

from pathlib import Path

import pytest

from tests.torture.__main__ import Torture, good, torture

QUICK = (0.5, 2.0)


@pytest.mark.timeout(1200)
def test_a_few_documents_survive_what_is_killed_and_filled(tmp_path: Path) -> None:
    told = torture(tmp_path, Torture(8, "one-machine", seed=7, finish=420, kills=5, pause=QUICK))
    assert (told.count.acknowledged, good(told)) == (8, True), told


@pytest.mark.services
@pytest.mark.timeout(1200)
def test_a_few_documents_survive_servers_that_die_or_hang(tmp_path: Path) -> None:
    told = torture(tmp_path, Torture(4, "many-machines", seed=7, finish=300, kills=6, pause=QUICK))
    assert (told.count.acknowledged, good(told)) == (4, True), told
