"""Content is for who sees the order: who keeps the machine never comes across it, and each look is recorded."""

import pytest

from tests.integration.rights.kept import FAILURE_CODE, FAILURES
from tests.integration.rights.people import EVERYBODY
from tests.integration.rights.table import ROWS
from tests.integration.rights.tables.groups import HANDLERS, REQUESTERS
from tests.integration.rights.walk import call, objects_for, send
from tests.integration.rights.world import World

# What only a piece says: its name, its text, its French.
CONTENT = ("pièce.pdf", "Rente", "1.234,56", "1 234,56", "Votre pension")
KEEPERS = EVERYBODY - HANDLERS - REQUESTERS
SHOWS_CONTENT = (
    "intake.order",
    "intake.page",
    "intake.original",
    "delivery.file",
    "delivery.preview",
    "review.desk",
    "review.picture",
    "review.history",
    "review.changes",
)


@pytest.mark.parametrize("who", sorted(KEEPERS))
def test_who_handles_nothing_comes_across_no_content(world: World, who: str) -> None:
    pages = 0
    for row in ROWS:
        if who in row.door and row.method == "GET":
            for what, ids in objects_for(world, row.endpoint).items():
                answer = call(world, row, who, ids)
                pages += answer.status == 200
                assert not [said for said in CONTENT if said in answer.text], f"{row.endpoint}, {what}"
    assert pages > 3


@pytest.mark.parametrize("endpoint", SHOWS_CONTENT)
def test_no_look_at_content_goes_unrecorded(world: World, endpoint: str) -> None:
    row = next(row for row in ROWS if row.endpoint == endpoint)
    looks = [
        (who, what, ids)
        for what, ids in objects_for(world, row.endpoint).items()
        for who in sorted(row.door)
        if row.expected(who, what) == 200
    ]
    assert looks
    for who, what, ids in looks[:6]:
        assert call(world, row, who, ids).changed == {"audit_event"}, f"{who}, {what}"


def test_who_mends_sees_the_failures_that_they_can_mend(world: World) -> None:
    path = "/administration/files"
    for who in ("administrator", "coordinator", "cleared coordinator"):
        text = send(world, world.browser(who), "GET", path).text
        shown = {what for what in FAILURES if str(world.objects[what]["subject_id"]) in text}
        row = next(row for row in ROWS if row.endpoint == "administration_queues.resume_one")
        assert shown == {what for what in FAILURES if row.expected(who, what) == 302}, who


@pytest.mark.parametrize("kind", ["document", "translation"])
@pytest.mark.parametrize("who", ["administrator", "coordinator", "cleared coordinator"])
def test_all_at_once_sends_again_what_one_sees_and_nothing_else(world: World, who: str, kind: str) -> None:
    row = next(row for row in ROWS if row.endpoint == "administration_queues.resume_one")
    client, token = world.form_browser(who)
    fields = {"csrf_token": token, "code": FAILURE_CODE}
    try:
        assert client.post(f"/administration/files/reprendre/{kind}", data=fields).status_code == 302
        text = world.browser("administrator").get("/administration/files").text
    finally:
        world.database.restore()
    left = {what for what in FAILURES if str(world.objects[what]["subject_id"]) in text}
    mine = {what for what in FAILURES if world.objects[what]["kind"] == kind and row.expected(who, what) == 302}
    assert mine
    assert left == set(FAILURES) - mine
