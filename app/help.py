"""The help page: its sections, those of the reader first, and the section that each screen leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.actors import Actor
from storage.errors import N_
from storage.models import Role


@dataclass(frozen=True, slots=True)
class Section:
    """``anchor`` also names the template of its text; without ``roles`` it is for everybody."""

    anchor: str
    title: str
    roles: frozenset[Role] = frozenset()

    def concerns(self, actor: Actor) -> bool:
        """Whether it tells of what the actor does here."""
        return actor.has(*self.roles) if self.roles else actor.user_id is not None


ASK = Section("demander", N_("Demander une traduction"), frozenset({Role.REQUESTER}))
TRANSLATE = Section("traduire", N_("Traduire"), frozenset({Role.TRANSLATOR}))
REVISE = Section("relire", N_("Relire"), frozenset({Role.REVISER}))
KEYS = Section("raccourcis", N_("Les raccourcis de l'éditeur"), frozenset({Role.TRANSLATOR, Role.REVISER}))
SORT = Section("trier", N_("Trier les pièces"), frozenset({Role.COORDINATOR}))
COORDINATE = Section("coordonner", N_("Répartir le travail"), frozenset({Role.COORDINATOR}))
ADMINISTER = Section("administrer", N_("Administrer"), frozenset({Role.ADMINISTRATOR}))
FAILURES = Section("echecs", N_("Reprendre ce qui a échoué"), frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}))
JOURNAL = Section("journal", N_("Le journal et sa preuve"), frozenset({Role.ADMINISTRATOR, Role.AUDITOR}))
ACCOUNT = Section("compte", N_("Votre compte"))
SECTIONS = (ASK, TRANSLATE, REVISE, KEYS, COORDINATE, SORT, ADMINISTER, FAILURES, JOURNAL, ACCOUNT)

# By the beginning of a view's name, the longest that fits. Of these sections the first that concerns the reader is
# taken, else the first of all.
_PLACES = {
    "intake.": (ASK, COORDINATE, TRANSLATE, REVISE),
    "review.": (TRANSLATE, REVISE, COORDINATE),
    "board.": (COORDINATE,),
    "sorting.": (SORT,),
    "administration_": (ADMINISTER, JOURNAL),
    "administration_queues.": (FAILURES,),
    "administration_journal.": (JOURNAL,),
    "account.": (ACCOUNT,),
    "signin.": (ACCOUNT,),
    "signon.": (ACCOUNT,),
    "factor.": (ACCOUNT,),
}


def sections_for(actor: Actor) -> tuple[Sequence[Section], Sequence[Section]]:
    """Those of the actor, then the others."""
    own = [section for section in SECTIONS if section.concerns(actor)]
    return own, [section for section in SECTIONS if section not in own]


def anchor_for(endpoint: str | None, actor: Actor) -> str | None:
    """Where the help of a screen begins; None for the head of the page."""
    fitting = [start for start in _PLACES if (endpoint or "").startswith(start)]
    if not fitting:
        return None
    sections = _PLACES[max(fitting, key=len)]
    return next((section for section in sections if section.concerns(actor)), sections[0]).anchor
