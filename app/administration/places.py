"""The screens that keep the machine, as a row of links between them."""

from dataclasses import dataclass

from storage.actors import Actor
from storage.errors import N_
from storage.models import Role


@dataclass(frozen=True, slots=True)
class Place:
    """One of the screens, and whom it is for."""

    endpoint: str
    label: str
    roles: frozenset[Role]


PLACES = (
    Place("administration_engines.engines", N_("Moteurs et modèles"), frozenset({Role.ADMINISTRATOR})),
    Place(
        "administration_queues.queues",
        N_("Files et échecs"),
        frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
    ),
    Place("administration_journal.journal", N_("Journal"), frozenset({Role.ADMINISTRATOR, Role.AUDITOR})),
)


def places(actor: Actor) -> tuple[Place, ...]:
    """Those that the actor may open; none where there is but one, which needs no link."""
    mine = tuple(place for place in PLACES if actor.has(*place.roles))
    return mine if len(mine) > 1 else ()
