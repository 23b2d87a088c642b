"""The small rules of the board: what a box sends back, the mix of a draft, filters, lanes, addresses."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from review.board.cards import Mix, mix_of
from review.board.lanes import NOBODY, Filters, Focus, Lane, key_of, needs_help, order_of, plain
from review.board.queries import Piece
from review.board.seen import Seen, mark_of, parse
from storage.endings import SENTENCES, Ending, as_stored
from storage.workflow import TRANSLATION_MOVES
from storage.workflow import TranslationStatus as T

AT = datetime(2026, 11, 9, 12, tzinfo=UTC)
BODY = UUID(int=7)


def piece(status: T = T.DRAFTED, **said: object) -> Piece:
    base: dict[str, object] = {
        "id": uuid4(),
        "status": status,
        "since": AT,
        "reason": None,
        "words": 100,
        "language": "de",
        "target": "fr",
        "translator": None,
        "reviser": None,
        "assigned_to": None,
        "assigned_by": None,
        "pages": 1,
        "file_name": "Décision.pdf",
        "order_id": uuid4(),
        "number": "2026-000123",
        "own_reference": "DOS-9",
        "due_on": date(2026, 11, 20),
        "urgent": False,
        "medical": False,
        "body_id": BODY,
        "created_at": AT,
    }
    return Piece(**(base | said))  # type: ignore[arg-type]


def test_a_box_says_what_was_seen() -> None:
    seen = Seen(uuid4(), mark_of(T.DRAFTED, None, None), date(2026, 12, 1))
    assert parse(str(seen)) == seen


@pytest.mark.parametrize(
    "text", ["", "x", "a.b.c", f"{uuid4().hex}.12345678", f"{uuid4().hex}.12345678.2026-13-45"]
)
def test_anything_else_is_nothing(text: str) -> None:
    assert parse(text) is None


def test_the_mark_changes_with_state_and_hands() -> None:
    one, other = uuid4(), uuid4()
    marks = {
        mark_of(T.DRAFTED, None, None),
        mark_of(T.IN_TRANSLATION, one, None),
        mark_of(T.IN_TRANSLATION, other, None),
        mark_of(T.IN_REVISION, one, None),
        mark_of(T.IN_REVISION, one, other),
    }
    assert len(marks) == 5


@pytest.mark.parametrize(
    ("counts", "mix"),
    [
        ({}, None),
        ({"machine": 3, "copied": 1}, Mix(75, 25, 0)),
        ({"copied": 1, "none": 2}, Mix(0, 33, 67)),
        ({"machine": 1, "copied": 1, "none": 1}, Mix(34, 33, 33)),
        ({"memory": 2, "none": 2}, Mix(50, 0, 50)),
    ],
)
def test_the_mix_makes_up_a_hundred(counts: dict[str, int], mix: Mix | None) -> None:
    assert mix_of(counts) == mix


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(language="de"), True),
        (Filters(language="es"), False),
        (Filters(body=str(BODY)), True),
        (Filters(body=str(uuid4())), False),
        (Filters(person=NOBODY), True),
        (Filters(person=str(uuid4())), False),
        (Filters(search="decision paris"), True),
        (Filters(search="000123"), True),
        (Filters(search="dos-9"), True),
        (Filters(search="decision lyon"), False),
    ],
)
def test_filters(filters: Filters, passes: bool) -> None:
    assert filters.admits(piece(), "CPAM de Paris") is passes


def test_who_holds_it_is_by_state() -> None:
    one, other = uuid4(), uuid4()
    assert piece(T.IN_TRANSLATION, translator=one, reviser=other).holder == one
    assert piece(T.IN_REVISION, translator=one, reviser=other).holder == other
    assert piece(T.APPROVED, translator=one, reviser=other).holder is None
    assert piece(T.IN_REVISION, translator=one).to_assign
    assert not piece(T.IN_REVISION, translator=one, reviser=other).to_assign


def test_lanes_by_state_and_by_person() -> None:
    one = uuid4()
    held = piece(T.IN_TRANSLATION, translator=one)
    assert key_of(held, by_person=False) == Lane.TRANSLATING
    assert key_of(held, by_person=True) == str(one)
    assert key_of(piece(T.IN_REVISION), by_person=True) == Lane.TO_ASSIGN
    assert key_of(piece(T.FAILED), by_person=True) == Lane.TROUBLE


def test_every_open_state_has_its_lane() -> None:
    pieces = [piece(status) for status in set(TRANSLATION_MOVES) - {T.DELIVERED}]
    pieces.append(piece(T.TO_TRIAGE, triage=uuid4()))
    assert {key_of(each, by_person=False) for each in pieces} == set(Lane)


def test_order_is_urgent_then_due_then_age() -> None:
    soon, urgent = piece(due_on=date(2026, 11, 10)), piece(urgent=True)
    young, old = piece(), piece(created_at=AT - timedelta(days=3))
    assert sorted([young, old, soon, urgent], key=order_of) == [urgent, soon, old, young]


def test_a_machine_that_is_silent_for_an_hour_needs_help() -> None:
    assert not needs_help(piece(T.DRAFTING), AT + timedelta(minutes=59))
    assert needs_help(piece(T.DRAFTING), AT + timedelta(minutes=61))
    assert not needs_help(piece(T.DRAFTED), AT + timedelta(days=9))
    assert needs_help(piece(T.FAILED), AT)


def test_an_address_keeps_the_filters_and_forgets_the_page() -> None:
    filters = Filters(language="de", focus=Focus.LATE, lane="a-attribuer", page=3)
    assert filters.address(by_person=True) == {"langue": "de", "voir": "en-retard", "par": "personne"}
    assert filters.address(lane="a-attribuer", page=2) == {
        "langue": "de",
        "voir": "en-retard",
        "colonne": "a-attribuer",
        "page": "2",
    }


def test_plain() -> None:
    assert plain("Éléonore ŒUVRE Straße") == "eleonore œuvre strasse"


def test_an_ending_is_a_code_or_a_sentence() -> None:
    assert set(SENTENCES) == set(Ending)
    assert as_stored(Ending.DUPLICATE, "  ") == "duplicate_piece"
    stored = as_stored(Ending.OTHER, " voir   la demande 12 ")
    assert stored == f"{SENTENCES[Ending.OTHER]} voir la demande 12"
    # The column holds 500 characters.
    assert max(len(as_stored(ending, "x" * 999)) for ending in Ending) <= 500
