"""The plan of the board: who finishes what when, and what is at risk.

Monday 9 November 2026 is today; the 11th is a holiday.
"""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from review.board.forecast import Load, Risk, Task, Work, make_plan, risk

TODAY = date(2026, 11, 9)
ANNA, BORIS, CARLA = uuid4(), uuid4(), uuid4()
Team = dict[Work, list[UUID]]
TEAM: Team = {Work.TRANSLATION: [ANNA, BORIS], Work.REVISION: [CARLA]}


def task(
    words: int,
    due: int = 20,
    holder: UUID | None = ANNA,
    *,
    urgent: bool = False,
    age: int = 0,
    work: Work = Work.TRANSLATION,
) -> Task:
    created = datetime(2026, 11, 1, tzinfo=UTC) - timedelta(days=age)
    return Task(uuid4(), words, date(2026, 11, due), urgent, created, work, holder)


def ends(*tasks: Task, pace: int = 1000, team: Team | None = None) -> list[date | None]:
    plan = make_plan(tasks, TEAM if team is None else team, TODAY, pace)
    return [plan.ends[t.id] for t in tasks]


def test_a_days_work_ends_today_and_one_word_more_tomorrow() -> None:
    assert ends(task(1000)) == [TODAY]
    assert ends(task(1001)) == [date(2026, 11, 10)]


def test_nothing_left_to_write_still_ends_today() -> None:
    assert ends(task(0)) == [TODAY]


def test_a_person_works_one_after_the_other_over_the_holiday() -> None:
    first, second, third = task(1000, due=16), task(1000, due=17), task(1000, due=18)
    assert ends(third, first, second) == [date(2026, 11, 12), TODAY, date(2026, 11, 10)]


def test_urgent_goes_first_then_the_due_date_then_age() -> None:
    late, urgent, old, young = task(1000, due=10), task(1000, due=30, urgent=True), task(1000, age=9), task(1000)
    assert ends(late, urgent, young, old) == [
        date(2026, 11, 10),
        TODAY,
        date(2026, 11, 13),
        date(2026, 11, 12),
    ]


def test_two_people_do_not_wait_for_each_other() -> None:
    assert ends(task(1000), task(1000, holder=BORIS)) == [TODAY, TODAY]


def test_free_work_goes_to_who_is_free_first() -> None:
    assert ends(task(3000), task(1000, holder=None))[1] == TODAY
    assert ends(task(3000), task(1000, holder=BORIS), task(1000, holder=None))[2] == date(2026, 11, 10)


def test_free_work_comes_after_what_is_in_hand_even_when_it_is_due_before() -> None:
    assert ends(task(1000, due=30), task(1000, due=10, holder=None), team={Work.TRANSLATION: [ANNA]}) == [
        TODAY,
        date(2026, 11, 10),
    ]


def test_free_work_adds_up() -> None:
    # Two people, four days of work: the second day ends it.
    assert ends(*[task(1000, holder=None) for _ in range(4)]).count(date(2026, 11, 10)) == 2


def test_one_task_is_not_done_faster_by_many() -> None:
    many = {Work.TRANSLATION: [uuid4() for _ in range(10)]}
    assert ends(task(2000, holder=None), team=many) == [date(2026, 11, 10)]


def test_free_revision_waits_for_revisers_only() -> None:
    assert ends(task(9000), task(1000, holder=None, work=Work.REVISION))[1] == TODAY


def test_who_does_both_does_them_one_after_the_other() -> None:
    both = {Work.TRANSLATION: [CARLA], Work.REVISION: [CARLA]}
    found = ends(task(1000, holder=None), task(1000, due=21, holder=None, work=Work.REVISION), team=both)
    assert found == [TODAY, date(2026, 11, 10)]


def test_nobody_to_do_it_has_no_end() -> None:
    assert ends(task(10, holder=None), team={}) == [None]


def test_a_mountain_of_work_is_counted_in_no_time() -> None:
    assert ends(task(10**9)) == [date.max]


def test_the_load_of_each_person() -> None:
    plan = make_plan([task(1500), task(1000), task(10, holder=None)], TEAM, TODAY, 1000)
    assert plan.loads == {ANNA: Load(2, 2500, 2.5, date(2026, 11, 12))}


@pytest.mark.parametrize(
    ("due", "end", "planned", "expected"),
    [
        (8, TODAY, True, Risk.LATE),
        (8, None, False, Risk.LATE),
        (9, TODAY, True, Risk.TODAY),
        (9, date(2026, 11, 10), True, Risk.AT_RISK),
        (11, TODAY, True, Risk.SOON),
        (12, TODAY, True, Risk.CALM),
        (12, date(2026, 11, 12), True, Risk.CALM),
        (12, date(2026, 11, 13), True, Risk.AT_RISK),
        (30, None, True, Risk.AT_RISK),
        (30, None, False, Risk.CALM),
    ],
)
def test_risk(due: int, end: date | None, planned: bool, expected: Risk) -> None:
    assert risk(date(2026, 11, due), TODAY, end, planned=planned) is expected
