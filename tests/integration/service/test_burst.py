"""A burst of uploads, small: all accepted, none lost, the web process stays small, nobody else is starved."""

import random
from pathlib import Path

import pytest

from tests.bench.burst import burst, position, stored, waiting
from tests.bench.memory import MEGABYTE
from tests.bench.web import serving
from tests.torture.papers import make_papers

CLIENTS, FLOOD = 6, 48


@pytest.mark.timeout(600)
def test_a_burst_is_accepted_whole_and_starves_nobody(tmp_path: Path) -> None:
    papers = make_papers(tmp_path / "papers", FLOOD + 2, random.Random(1))
    (tmp_path / "data").mkdir()
    with serving(tmp_path / "data", bodies=3) as web:
        # Once through every path, so that what is loaded at first use is not taken for growth.
        first = burst(web, papers[:4], 4)
        flood = burst(web, papers[4:FLOOD], CLIENTS)
        assert flood.errors == ()
        ordinary = web.browser(1).send([papers[FLOOD]])
        urgent = web.browser(2).send([papers[FLOOD + 1]], urgency="urgent")
        sent = {*first.numbers, *flood.numbers, ordinary, urgent}
        assert len(sent) == FLOOD + 2
        assert stored(web) == sent
        assert waiting(web) == FLOOD + 2
        # Kept by each thread's own arena at most, never by the number of uploads.
        assert flood.growth < 48 * MEGABYTE
        assert position(web, urgent, workers=1) == 1
        # First the urgent one, then the oldest of bodies that have nothing in progress, then the other body.
        assert position(web, ordinary, workers=2) == 3
