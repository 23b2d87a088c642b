"""Who reads which part of the help first, and where each screen's link leads."""

from uuid import uuid4

import pytest

from app.help import SECTIONS, anchor_for, sections_for
from storage.actors import Actor, system
from storage.models import Role


def actor(*roles: Role) -> Actor:
    return Actor(kind="user", user_id=uuid4(), name="Alix", roles=frozenset(roles))


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([Role.REQUESTER], ["demander", "compte"]),
        ([Role.TRANSLATOR], ["traduire", "raccourcis", "compte"]),
        ([Role.REVISER], ["relire", "raccourcis", "compte"]),
        ([Role.COORDINATOR], ["coordonner", "trier", "echecs", "compte"]),
        ([Role.ADMINISTRATOR], ["administrer", "echecs", "journal", "compte"]),
        ([Role.AUDITOR], ["journal", "compte"]),
        ([Role.EDITOR], ["compte"]),
    ],
)
def test_what_concerns_the_reader_comes_first(roles: list[Role], expected: list[str]) -> None:
    own, others = sections_for(actor(*roles))
    assert [section.anchor for section in own] == expected
    assert sorted([*own, *others], key=lambda s: s.anchor) == sorted(SECTIONS, key=lambda s: s.anchor)


def test_who_is_not_signed_in_reads_it_all() -> None:
    own, others = sections_for(system("anonymous"))
    assert list(own) == []
    assert tuple(others) == SECTIONS


@pytest.mark.parametrize(
    ("endpoint", "roles", "expected"),
    [
        ("intake.orders", [Role.REQUESTER], "demander"),
        ("intake.order", [Role.COORDINATOR], "coordonner"),
        ("review.desk", [Role.TRANSLATOR], "traduire"),
        ("review.desk", [Role.REVISER], "relire"),
        ("review.queue", [Role.TRANSLATOR, Role.REVISER], "traduire"),
        ("board.show", [Role.COORDINATOR], "coordonner"),
        ("sorting.desk", [Role.COORDINATOR], "trier"),
        ("administration_people.accounts", [Role.ADMINISTRATOR], "administrer"),
        ("administration_home.home", [Role.AUDITOR], "journal"),
        ("administration_queues.queues", [Role.COORDINATOR], "echecs"),
        ("administration_journal.journal", [Role.ADMINISTRATOR], "journal"),
        ("account.show", [Role.EDITOR], "compte"),
        ("pages.help_page", [Role.REQUESTER], None),
        (None, [Role.REQUESTER], None),
    ],
)
def test_a_screen_leads_to_its_section(endpoint: str | None, roles: list[Role], expected: str | None) -> None:
    assert anchor_for(endpoint, actor(*roles)) == expected


def test_the_sign_in_page_leads_to_the_account() -> None:
    assert anchor_for("signin.sign_in", system("anonymous")) == "compte"
