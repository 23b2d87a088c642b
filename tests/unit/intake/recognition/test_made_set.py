"""The harness of ``make recognition`` on a few papers: printed, spoiled, read and recognised, end to end."""

from pathlib import Path

import pytest

from ocr.languages import Detector
from tests.recognition import measure, twins
from tests.recognition.made import Case, make, written
from tests.recognition.tally import Tally

LEAST_PAGES = 300


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector()


@pytest.fixture(scope="module")
def cases(detector: Detector, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return make("tuning", Path(tmp_path_factory.mktemp("made")), detector, every=13)


def test_the_held_out_half_is_large_and_shares_no_paper_with_the_other() -> None:
    held, tuned = written("held-out"), written("tuning")
    sheets = [sheet for paper in held for sheet in paper.sheets]
    assert len(held) >= 150
    assert len(sheets) >= LEAST_PAGES
    assert len({sheet.language for sheet in sheets}) >= 10
    assert not {sheet.html for sheet in sheets} & {sheet.html for paper in tuned for sheet in paper.sheets}


def test_forms_and_kinds_of_a_few_papers_are_recognised(cases: list[Case]) -> None:
    forms = next(tally for tally in measure.forms(cases) if "all" in tally.name)
    assert forms.right >= 2
    assert forms.wrong == 0
    kinds = next(tally for tally in measure.kinds(cases) if "all" in tally.name)
    assert kinds.right >= 4


def test_another_scan_is_known_again(cases: list[Case], detector: Detector) -> None:
    told = list(twins.duplicates(cases[:10], "tuning", detector))
    either = next(tally for tally in told if "as a version" in tally.name)
    assert either.of >= 2
    assert either.missed == 0
    assert all(tally.wrong == 0 for tally in told if "two different" in tally.name)


def test_counts_give_precision_and_recall() -> None:
    tally = Tally("x")
    tally.add([1, 2], [2, 3, 4])
    assert (tally.right, tally.wrong, tally.missed) == (1, 1, 2)
    assert (tally.precision, tally.recall) == (0.5, 1 / 3)
    assert Tally("none").precision is None


def test_a_large_index_brings_up_few() -> None:
    assert "candidates on average" in twins.search(400)
