"""The acts of the board on each piece: done by a coordinator who sees it, otherwise as if it were not there."""

from datetime import date
from uuid import uuid4

import pytest

from review.board.seen import Seen, mark_of
from storage.endings import Ending
from storage.models import Translation
from tests.integration.rights.tables.groups import COORDINATORS, SEES
from tests.integration.rights.walk import Answer, send
from tests.integration.rights.world import World

BOARD = "/pilotage"
REASON = "moyens du service"
# What each act sends beside the pieces and the person.
ACTS = {
    "assign": {},
    "take_back": {},
    "reschedule": {"due_on": "2027-03-31", "reason": REASON},
    "close": {"closing": Ending.NO_TRANSLATION_NEEDED.value},
    "cancel": {"cancellation": Ending.WITHDRAWN.value},
    "reopen": {},
}


def piece(world: World, what: str) -> str:
    """A piece as a coordinator who sees it would send it back."""
    with world.wiring.store.read(world.people["cleared coordinator"].actor) as uow:
        found = uow.session.get_one(Translation, world.objects[what]["translation_id"])
        return str(
            Seen(found.id, mark_of(found.status, found.translator_id, found.reviser_id), found.order.due_on)
        )


def number(world: World, what: str) -> str:
    """The number of a piece's order."""
    with world.wiring.store.read(world.people["cleared coordinator"].actor) as uow:
        return uow.session.get_one(Translation, world.objects[what]["translation_id"]).order.number


def do(world: World, who: str, act: str, chosen: str) -> Answer:
    """One act of somebody."""
    client, token = world.form_browser(who)
    fields = {"csrf_token": token, "act": act, "piece": chosen, **ACTS[act]}
    if act == "assign":
        fields["person"] = str(world.people["cleared translator"].actor.user_id)
    return send(world, client, "POST", BOARD, fields)


@pytest.mark.parametrize("act", ACTS)
def test_a_coordinator_acts_on_what_they_see(world: World, act: str) -> None:
    done = set()
    for who in sorted(COORDINATORS):
        nowhere = do(world, who, act, str(Seen(uuid4(), "00000000", date(2026, 12, 31))))
        assert (nowhere.status, nowhere.changed) == (409, frozenset())
        for what, persons in SEES.items():
            answer = do(world, who, act, piece(world, what))
            seen = who in persons
            if not seen:
                assert (answer.status, answer.changed) == (409, frozenset()), f"{who}, {what}"
                assert number(world, what) not in answer.text, f"{who}, {what}"
            elif answer.status == 200:
                assert answer.changed - {"audit_event"}, f"{who}, {what}"
                done.add((who, what))
            else:
                assert (answer.status, answer.changed) == (409, frozenset()), f"{who}, {what}"
    assert {who for who, _ in done} == COORDINATORS, done
