"""A sample of the hostile files, of every family, through door and reader; ``make hostile`` takes them all."""

from random import Random

import pytest

from tests.hostile.__main__ import sampled
from tests.hostile.case import Case
from tests.hostile.corpus import corpus, good, made
from tests.hostile.runner import REFUSALS, one, run

SEED = 1
EACH = 3


@pytest.mark.timeout(900)
def test_a_sample_of_every_family_is_refused_or_read_within_its_limits():
    cases = corpus()
    assert len(cases) >= 300
    assert len({(case.family, case.name) for case in cases}) == len(cases)
    sample = sampled(cases, EACH, SEED)
    assert {case.family for case in sample} == {case.family for case in cases}
    outcomes = list(run(sample, SEED))
    assert [(o.case.family, o.case.name, o.wrong) for o in outcomes if o.wrong] == []
    assert {o.code for o in outcomes} > {"read"}


def test_the_same_seed_makes_the_same_files():
    for case in (case for case in corpus() if case.family in ("spoilt by chance", "cut short", "neither")):
        assert made(case, SEED) == made(case, SEED)
    spoilt = [case for case in corpus() if case.family == "spoilt by chance"]
    assert len({made(case, SEED) for case in spoilt}) > len(spoilt) / 2
    assert made(spoilt[0], 1) != made(spoilt[0], 2)


@pytest.mark.parametrize("name", ["paper", "png", "jpeg", "tiff"])
def test_what_is_spoilt_was_good(name, tmp_path):
    outcome = one(Case("good", name, lambda _random: good()[name], "read"), tmp_path / "a", SEED)
    assert outcome.wrong == ()
    assert outcome.pages[0] in {"words", "low_confidence"}


def test_the_runner_sees_what_is_wrong(tmp_path):
    def broken(_random: Random) -> bytes:
        return b"%PDF-1.7 nothing"

    assert one(Case("f", "a", broken, "read"), tmp_path / "a", SEED).wrong == ("damaged_file instead of read",)
    assert one(Case("f", "a", broken, "damaged_file"), tmp_path / "a", SEED).wrong == ()
    assert "damaged_file" in REFUSALS
    assert "error" not in REFUSALS
