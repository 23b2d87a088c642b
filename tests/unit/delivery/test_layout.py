from hypothesis import given
from hypothesis import strategies as st

from delivery.document import RenderedSegment, Role
from delivery.layout import Fields, Omitted, PageLayout, Prose, Table, items, pages
from tests.unit.delivery.documents import cells, document, extract, page, segments, wide

ROLES: list[Role] = ["heading", "paragraph", "label", "cell", "mark"]


def layout(found: list[RenderedSegment]) -> PageLayout:
    return pages(document(found))[0]


def test_a_label_takes_the_text_that_follows_as_its_value() -> None:
    (block, after) = layout(
        [
            *segments([("label", "Name:", "Nom"), ("paragraph", "A", "A"), ("label", "Art:", "Type")]),
            RenderedSegment(1, 9, "heading", "B", "B"),
        ]
    ).blocks
    assert isinstance(block, Fields)
    assert [(field.label.target, field.value and field.value.target) for field in block.fields] == [
        ("Nom", "A"),
        ("Type", None),
    ]
    assert isinstance(after, Prose)


def test_reading_order_numbers_the_passages() -> None:
    found = segments([("paragraph", "a", "a"), ("paragraph", "b", "b")])
    assert [item.number for item in items(layout(found[::-1]).blocks)] == [1, 2]


def test_a_table_stands_where_its_first_cell_is_and_holes_stay_holes() -> None:
    before, after = RenderedSegment(1, 0, "paragraph", "x", "x"), RenderedSegment(1, 9, "paragraph", "y", "y")
    found = cells([["a", "b"], ["c", "d"]], [["A", "B"], ["C", "D"]], first=1)
    blocks = layout([after, *found[:2], found[3], before]).blocks
    table = blocks[1]
    assert isinstance(table, Table)
    assert [[cell.target for cell in row] for row in table.rows] == [["A", "B"], ["", "D"]]
    assert isinstance(blocks[0], Prose)
    assert isinstance(blocks[2], Prose)


def test_two_tables_of_a_page_stay_two() -> None:
    found = cells([["a"]], [["A"]]) + cells([["b"]], [["B"]], first=1, table=1)
    assert [type(block) for block in layout(found).blocks] == [Table, Table]


def test_a_cell_outside_any_table_is_a_paragraph() -> None:
    assert isinstance(layout([RenderedSegment(1, 0, "cell", "a", "A")]).blocks[0], Prose)


def test_an_extract_says_what_it_leaves_out() -> None:
    first, second, third, fourth = pages(extract())
    assert (first.left_out, first.blocks) == (True, ())
    assert second.blocks[0] == Omitted(2)
    assert not third.left_out
    assert fourth.left_out


def test_rows_left_out_of_a_table_are_counted() -> None:
    found = [
        RenderedSegment(1, 0, "cell", "a", "A", 0, 0, 0),
        *(RenderedSegment(1, order, "cell", "b", "", 0, order, 0, in_scope=False) for order in (1, 2)),
    ]
    (table,) = layout(found).blocks
    assert isinstance(table, Table)
    assert (len(table.rows), table.omitted_rows) == (1, 2)


def test_a_page_named_by_a_segment_alone_is_not_lost() -> None:
    made = pages(document([RenderedSegment(7, 0, "paragraph", "a", "A")], [page(1)]))
    assert [found.page.number for found in made] == [1, 7]


def test_very_wide_tables_become_panels_that_repeat_the_first_column() -> None:
    tables = [block for block in pages(wide(60))[0].blocks if isinstance(block, Table)]
    assert [(table.first, table.last, table.of) for table in tables] == [(1, 24, 60), (25, 47, 60), (48, 60, 60)]
    assert {table.rows[1][0].target for table in tables} == {"1984"}


@given(
    st.lists(
        st.builds(
            RenderedSegment,
            page=st.integers(1, 3),
            order=st.integers(0, 9),
            role=st.sampled_from(ROLES),
            source=st.just("x"),
            target=st.uuids().map(str),
            table=st.sampled_from([None, 0, 1]),
            row=st.sampled_from([None, 0, 1]),
            column=st.sampled_from([None, 0, 1, 2]),
        ),
        max_size=12,
    )
)
def test_every_passage_is_shown_exactly_once(found: list[RenderedSegment]) -> None:
    shown = [item.target for made in pages(document(found)) for item in items(made.blocks)]
    assert sorted(shown) == sorted(segment.target for segment in found)
