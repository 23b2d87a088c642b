"""One request of one person, and what must hold of it whatever the table says."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from flask import url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.gate import is_static
from tests.integration.rights.objects import CROSSES, UNKNOWN, Ids
from tests.integration.rights.people import PEOPLE, STRANGERS
from tests.integration.rights.rows import PLAIN, Row
from tests.integration.rights.world import World

SAFE = ("GET", "HEAD", "OPTIONS")
READABLE = ("text/html", "text/csv", "application/json")
# What a refusal may write: that it happened.
MEANT = {"audit_event", "login_attempt"}
EVERYONE = (*(name for name, *_ in PEOPLE), *STRANGERS)


@dataclass(frozen=True)
class Answer:
    """What came back: the status (401 for the way to the sign-in page), the text, the tables that changed."""

    status: int
    text: str
    changed: frozenset[str]


def routes(world: World) -> Iterator[tuple[Rule, str]]:
    """Every route of the application with every method that a view of it answers; those of the interface for
    programs, which no browser opens, are walked by ``test_api_rights``."""
    for rule in world.app.url_map.iter_rules():
        if not is_static(rule.endpoint) and not is_for_programs(world, rule):
            yield from (
                (rule, method) for method in sorted(rule.methods or ()) if method not in ("HEAD", "OPTIONS")
            )


def is_for_programs(world: World, rule: Rule) -> bool:
    """Whether a key opens the route, and nothing else."""
    return bool(getattr(world.app.view_functions[rule.endpoint], "for_programs", False))


def objects_for(world: World, endpoint: str) -> dict[str, Ids]:
    """The objects that have every identifier of the route's address, the unknown one first."""
    needed = {name for rule in world.app.url_map.iter_rules(endpoint) for name in rule.arguments}
    if not needed:
        return {PLAIN: {}}
    # What does not belong together is asked for together, or not at all.
    left_out = {UNKNOWN} | {name for name in CROSSES if needed != set(world.objects[name])}
    named = [UNKNOWN, *(name for name in world.objects if name not in left_out)]
    found = {name: world.objects[name] for name in named if needed <= set(world.objects[name])}
    return {what: {name: ids[name] for name in needed} for what, ids in found.items()}


def address(world: World, endpoint: str, ids: Ids) -> str:
    """The path of a route for an object."""
    with world.app.test_request_context():
        return url_for(endpoint, **ids)


def call(world: World, row: Row, who: str, ids: Ids, method: str | None = None) -> Answer:
    """One request, with a valid token where one is needed; the database is put back afterwards."""
    method = method or row.method
    if method in SAFE:
        return send(world, world.browser(who), method, address(world, row.endpoint, ids))
    client, token = world.form_browser(who)
    return send(world, client, method, address(world, row.endpoint, ids), {"csrf_token": token} | row.data())


def send(world: World, client: FlaskClient, method: str, path: str, data: dict | None = None) -> Answer:
    """A request and what it changed; everything is as before afterwards."""
    try:
        with client.open(path, method=method, data=data) as response:
            way_in = urlsplit(response.headers.get("Location", "")).path == "/connexion"
            status = response.status_code
            text = response.text if response.mimetype in READABLE else ""
        _let_end()
        changed = frozenset(world.database.changed())
        # Signing out leads to the sign-in page as well, but does something before.
        return Answer(401 if way_in and not changed else status, text, changed)
    finally:
        world.database.restore()


def _let_end() -> None:
    """Waits for the verification of the journal, which goes on after its request and then writes."""
    for thread in threading.enumerate():
        if thread.name == "journal":
            thread.join(30)


def faults(row: Row, who: str, what: str, answer: Answer) -> Iterator[str]:
    """How an answer differs from what the table says."""
    wanted, place = row.expected(who, what), f"{row.method} {row.endpoint} by {who}, {what or 'plain'}"
    if answer.status != wanted:
        yield f"{place}: {answer.status}, the table says {wanted}"
    if answer.status >= 400 and not answer.changed <= MEANT:
        yield f"{place}: refused with {answer.status}, yet it changed {sorted(answer.changed)}"
    if row.method == "GET" and not answer.changed <= {"audit_event"}:
        yield f"{place}: a GET changed {sorted(answer.changed)}"


def anonymised(answer: Answer, ids: Ids) -> str:
    """The page without what differs from one request to the next: the identifiers asked for, the tokens."""
    text = re.sub(r'(csrf-token" content|name="csrf_token" value)="[^"]*"', "", answer.text)
    for value in ids.values():
        text = text.replace(str(value), "…") if isinstance(value, UUID) else text
    return text
