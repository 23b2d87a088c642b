"""Every route of the real application, walked by everybody with everybody's objects: what the table does not allow
is denied, changes nothing, and looks the same as what does not exist."""

import pytest

from storage.models import Order
from tests.integration.rights.objects import UNKNOWN
from tests.integration.rights.people import EVERYBODY, STRANGERS
from tests.integration.rights.rows import PLAIN, Row
from tests.integration.rights.table import ROWS
from tests.integration.rights.tables.desk import TAKE
from tests.integration.rights.tables.groups import DESK_DOOR, SEES
from tests.integration.rights.walk import EVERYONE, address, anonymised, call, faults, objects_for, routes, send
from tests.integration.rights.world import World

POSTS = [row for row in ROWS if row.method == "POST"]
GETS = [row for row in ROWS if row.method == "GET"]
HOW = """
Add to the rows of its package in tests/integration/rights/tables/ one line, for example
    page("{endpoint}", who("administrator")),                a page without identifiers
    act("{endpoint}", who("administrator"), 303, name="…"),  an act, with the form that it takes
    Row("{endpoint}", "{method}", DOOR, {{"drafted": give(200, …)}}),  with identifiers: who gets what
and, for a new kind of identifier, an object that has it to tests/integration/rights/objects.py."""


def test_every_route_is_in_the_table(world: World) -> None:
    there = {(rule.endpoint, method) for rule, method in routes(world)}
    said = [row.key for row in ROWS]
    missing = sorted(there - set(said))
    assert not missing, f"no row for {missing}" + "".join(HOW.format(endpoint=e, method=m) for e, m in missing[:1])
    assert sorted(set(said) - there) == [], "rows for routes that are no more"
    assert len(said) == len(set(said)), "a route has two rows"


def test_every_row_asks_for_objects_that_there_are(world: World) -> None:
    for row in ROWS:
        found = objects_for(world, row.endpoint)
        assert found, (
            f"{row.endpoint}: no object has its identifiers; give tests/integration/rights/objects.py one"
        )
        assert list(found) == [PLAIN] or len(found) > 1, (
            f"{row.endpoint}: only unknown identifiers fit its address"
        )
        assert row.door <= set(EVERYONE), f"{row.endpoint}: {row.door - set(EVERYONE)} is nobody"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.endpoint}")
def test_the_table_holds(world: World, row: Row) -> None:
    found: list[str] = []
    changes = False
    asked = objects_for(world, row.endpoint)
    seen_at_the_door = list(asked)[:2]
    for who in EVERYONE:
        unknown = ""
        for what, ids in asked.items():
            if who not in row.door and what not in seen_at_the_door:
                continue  # who does not pass the door is not asked what they want
            answer = call(world, row, who, ids)
            found += faults(row, who, what, answer)
            changes = changes or bool(answer.changed - {"audit_event"})
            if what == UNKNOWN:
                unknown = anonymised(answer, ids)
            elif UNKNOWN in asked and answer.status == 404 and anonymised(answer, ids) != unknown:
                found.append(
                    f"{row.endpoint} by {who}: what is not theirs ({what}) looks unlike what is not there"
                )
    assert found == [], "\n".join(found)
    assert row.method == "GET" or changes or not row.changes, "nobody's act changed anything: is the form right?"


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.endpoint)
def test_no_act_without_its_token(world: World, row: Row) -> None:
    objects = objects_for(world, row.endpoint)
    _, foreign = world.form_browser("auditor")
    allowed = {(who, what) for what, said in row.inside.items() for who, status in said.items() if status < 400}
    for who, what in sorted(allowed) or [(sorted(row.door)[0], next(iter(objects)))]:
        path = address(world, row.endpoint, objects[what])
        for fields in ({}, {"csrf_token": "made up"}, {"csrf_token": foreign}):
            if fields.get("csrf_token") == foreign and who == "auditor":
                continue
            client, _ = world.form_browser(who)
            answer = send(world, client, "POST", path, row.data() | fields)
            assert (answer.status, answer.changed) == (400, frozenset()), f"{who}, {what}, {fields}"


@pytest.mark.parametrize("row", GETS, ids=lambda row: row.endpoint)
def test_head_says_what_get_says_and_shows_nothing(world: World, row: Row) -> None:
    for who in EVERYONE:
        for what, ids in list(objects_for(world, row.endpoint).items())[:2]:
            with world.browser(who).open(address(world, row.endpoint, ids), method="HEAD") as response:
                status, body = response.status_code, response.data
            world.database.restore()
            wanted = row.expected(who, what)
            assert (status, body) == (302 if wanted == 401 else wanted, b""), f"{who}, {what}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.endpoint}")
def test_options_do_nothing_and_open_no_door(world: World, row: Row) -> None:
    # Several views can answer at one address; the door is that of one of them.
    paths = {r.rule for r in world.app.url_map.iter_rules(row.endpoint)}
    doors = [r.door for r in ROWS if {x.rule for x in world.app.url_map.iter_rules(r.endpoint)} & paths]
    ids = list(objects_for(world, row.endpoint).values())[-1]
    for who in EVERYONE:
        answer = call(world, row, who, ids, "OPTIONS")
        if not any(who in door for door in doors):
            assert answer.status == (401 if who in STRANGERS else 403), who
        assert answer.text == "" or answer.status >= 400, who
        assert answer.changed == frozenset(), who


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(world: World, method: str) -> None:
    for row in ROWS:
        client, token = world.form_browser("translating reviser")
        ids = next(iter(objects_for(world, row.endpoint).values()))
        answer = send(world, client, method, address(world, row.endpoint, ids), {"csrf_token": token})
        assert answer.status in (405, 403), row.endpoint
        assert answer.changed == frozenset(), row.endpoint


def test_lists_hold_what_one_may_see_and_nothing_else(world: World) -> None:
    with world.wiring.store.read(world.people["author"].actor) as uow:
        numbers = {what: uow.session.get_one(Order, world.objects[what]["order_id"]).number for what in SEES}
    for path in ("/demandes", "/demandes?q=2026", "/demandes?q=pièce", "/demandes?page=9"):
        for who in sorted(EVERYBODY):
            answer = send(world, world.browser(who), "GET", path)
            shown = {what for what, number in numbers.items() if number in answer.text}
            assert shown == {what for what, persons in SEES.items() if who in persons}, f"{path} by {who}"


QUEUES = {
    "translator": {"held", "returned", "drafted", "other body's"},
    "idle translator": {"drafted", "other body's"},
    "cleared translator": {"drafted", "other body's", "medical", "medical held"},
    "reviser": {"revised", "to revise"},
    "idle reviser": {"to revise"},
    "cleared reviser": {"to revise"},
    "translating reviser": {"drafted", "other body's"},
    "false translator": set(),
}


def test_the_queue_offers_what_one_may_take(world: World) -> None:
    for who, wanted in QUEUES.items():
        text = send(world, world.browser(who), "GET", "/atelier").text
        shown = {what for what in SEES if str(world.objects[what]["translation_id"]) in text}
        assert shown == wanted, who


def test_the_desk_offers_to_take_what_one_may_take(world: World) -> None:
    holders = {("translator", "held"), ("reviser", "revised"), ("cleared translator", "medical held")}
    for who in sorted(DESK_DOOR):
        for what in TAKE:
            path = f"/atelier/{world.objects[what]['translation_id']}"
            offered = f'{path}/prendre"' in send(world, world.browser(who), "GET", path).text
            assert offered == (TAKE[what].get(who) == 303 and (who, what) not in holders), f"{what} to {who}"


def test_the_files_of_the_pages_are_for_everybody(world: World) -> None:
    for path in ("/static/app/app.css", "/demandes/static/intake.css", "/atelier/static/desk.js"):
        assert send(world, world.browser("anonymous"), "GET", path).status == 200
        assert send(world, world.browser("anonymous"), "GET", path + "/../../routes.py").status == 404
