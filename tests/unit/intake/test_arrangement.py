"""No page is lost or doubled, whatever is done and undone."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.sorting import arrangement
from intake.sorting.arrangement import Arrangement, Leaf, Part, take_in
from intake.sorting.errors import AtTheEdgeError, NothingToMergeError, NothingToSplitError
from storage.errors import ServiceError
from storage.models import Out

ACTS = ("split", "merge", "up", "down", "turn", "drop", "whole", "restore", "summarise", "undo", "kept")


def file_of(count: int) -> Arrangement:
    return Arrangement((Part(UUID(int=10_000), tuple(Leaf(UUID(int=n)) for n in range(1, count + 1))),))


def done(arranged: Arrangement, act: str, pages: list[UUID], past: list[Arrangement]) -> Arrangement:
    page = pages[0]
    acts: dict[str, Callable[[], Arrangement]] = {
        "split": lambda: arrangement.split(arranged, page, uuid4()),
        "merge": lambda: arrangement.merge(arranged, page),
        "up": lambda: arrangement.move(arranged, pages, -1),
        "down": lambda: arrangement.move(arranged, pages, 1),
        "turn": lambda: arrangement.turn(arranged, pages, 90, lambda _page: 180),
        "drop": lambda: arrangement.drop(arranged, pages, Out.NOT_RELEVANT),
        "whole": lambda: arrangement.describe(arranged, arranged.part_of(page).id, "pt", "medical", "full"),
        "restore": lambda: arrangement.restore(arranged, pages),
        "summarise": lambda: arrangement.summarise(arranged, page, "Annexe"),
        "undo": lambda: past.pop() if past else arranged,
        "kept": lambda: arrangement.from_json(arrangement.to_json(arranged)),
    }
    return acts[act]()


@given(
    st.integers(1, 12).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(
                st.tuples(st.sampled_from(ACTS), st.lists(st.integers(1, count), min_size=1, max_size=3)),
                max_size=25,
            ),
        )
    )
)
def test_every_page_lies_in_exactly_one_place_after_any_acts(
    case: tuple[int, list[tuple[str, list[int]]]],
) -> None:
    count, acts = case
    arranged, past = file_of(count), list[Arrangement]()
    everything = sorted(arranged.pages, key=lambda page: page.int)
    for act, numbers in acts:
        before = arranged
        try:
            arranged = done(arranged, act, [UUID(int=n) for n in numbers], past)
        except ServiceError:
            assert arranged == before
            continue
        if act not in ("undo", "kept"):
            past.append(before)
        if act == "kept":
            assert arranged == before
        assert sorted(arranged.pages, key=lambda page: page.int) == everything
        assert all(part.leaves for part in arranged)
        assert len({part.id for part in arranged}) == len(arranged.parts)


@given(st.integers(1, 8), st.sets(st.integers(1, 8), min_size=1), st.integers(0, 5))
def test_a_new_scan_loses_no_page_and_leaves_the_others_where_they_were(
    count: int, replaced: set[int], fresh: int
) -> None:
    part = file_of(count).parts[0]
    scanned = [UUID(int=100 + n) for n in range(fresh)]
    after = take_in(part, scanned, [UUID(int=n) for n in replaced])
    pages = [leaf.page for leaf in after.leaves]
    assert sorted(pages, key=lambda p: p.int) == [*(leaf.page for leaf in part.leaves), *scanned]
    assert {leaf.page for leaf in after.leaves if leaf.out is Out.REPLACED} == {
        UUID(int=n) for n in replaced if n <= count
    }
    if fresh >= len([n for n in replaced if n <= count]):
        for place, leaf in enumerate(part.leaves):
            assert leaf.page.int in replaced or pages[place] == leaf.page


def test_splitting_and_merging_back_gives_what_was_there() -> None:
    whole = file_of(5)
    parted = arrangement.split(whole, UUID(int=3), uuid4())
    assert [len(part.leaves) for part in parted] == [2, 3]
    assert arrangement.merge(parted, UUID(int=4)) == whole


def test_pages_move_together_and_over_the_edge_of_their_document() -> None:
    parted = arrangement.split(file_of(4), UUID(int=3), uuid4())
    moved = arrangement.move(parted, [UUID(int=2)], 1)
    assert [[leaf.page.int for leaf in part.leaves] for part in moved] == [[1], [2, 3, 4]]
    assert arrangement.move(moved, [UUID(int=2)], -1) == parted
    # The edge between two documents is one step, for all that go over it together.
    both = arrangement.move(parted, [UUID(int=2), UUID(int=1)], 1)
    assert [[leaf.page.int for leaf in part.leaves] for part in both] == [[1, 2, 3, 4]]


def test_a_turn_starts_from_how_the_page_is_shown() -> None:
    turned = arrangement.turn(file_of(2), [UUID(int=1)], 180, lambda _page: 90)
    assert [leaf.turn for leaf in turned.parts[0].leaves] == [270, None]
    assert arrangement.turn(turned, [UUID(int=1)], 180, lambda _page: 90).parts[0].leaves[0].turn == 90


def test_what_leads_nowhere_is_refused() -> None:
    whole = file_of(2)
    with pytest.raises(NothingToSplitError):
        arrangement.split(whole, UUID(int=1), uuid4())
    with pytest.raises(NothingToMergeError):
        arrangement.merge(whole, UUID(int=2))
    with pytest.raises(AtTheEdgeError):
        arrangement.move(whole, [UUID(int=1)], -1)
