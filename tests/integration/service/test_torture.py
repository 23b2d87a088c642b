"""The short form of the torture (``python -m tests.torture``): a few documents, everything killed, all counted."""

from pathlib import Path

import pytest

from tests.torture.__main__ import torture


@pytest.mark.timeout(600)
def test_a_few_documents_survive_what_is_killed(tmp_path: Path) -> None:
    result = torture(tmp_path, documents=8, stores="one-machine", seed=7, finish=240, kills=5)
    assert (result.acknowledged, result.good) == (8, True), result
