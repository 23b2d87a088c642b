"""The first page of the administration: its parts, each as a tile."""

from dataclasses import dataclass

from flask import Blueprint, g, render_template

from storage.access import allow
from storage.errors import N_
from storage.models import Role
from storage.reserve import Reserve


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of the administration: the view that it opens, its name, and what one does there, in a sentence."""

    endpoint: str
    label: str
    sentence: str
    icon: str
    roles: frozenset[Role] = frozenset({Role.ADMINISTRATOR})


TILES = (
    Tile(
        "administration_people.accounts",
        N_("Comptes"),
        N_("Inviter une personne, changer ses rôles, fermer ou rouvrir son compte."),
        "fr-icon-user-line",
    ),
    Tile(
        "administration_bodies.bodies",
        N_("Organismes et services"),
        N_("Ouvrir un organisme qui dépose des pièces, tenir la liste de ses services."),
        "fr-icon-building-line",
    ),
    Tile(
        "administration_services.accounts",
        N_("Systèmes et clés d'accès"),
        N_("Relier le logiciel d'une caisse, lui donner ou lui retirer une clé, voir ce qui lui a été annoncé."),
        "fr-icon-server-line",
    ),
    Tile(
        "administration_mail.mails",
        N_("Courriels"),
        N_("Voir ce que le service a écrit, et renvoyer ce qui n'est pas parti."),
        "fr-icon-mail-line",
    ),
    Tile(
        "administration_ways.ways",
        N_("Arrivées"),
        N_("Voir ce que la boîte aux lettres a apporté, et décider des messages qu'elle n'a pas pris."),
        "fr-icon-inbox-archive-line",
    ),
    Tile(
        "administration_engines.engines",
        N_("Moteurs et modèles"),
        N_("Voir quelles langues sont traduites ici, ce qui manque et comment y remédier ; essayer une phrase."),
        "fr-icon-translate-2",
    ),
    Tile(
        "administration_queues.queues",
        N_("Files et échecs"),
        N_("Voir le travail qui attend, et reprendre ce qui a échoué."),
        "fr-icon-refresh-line",
    ),
    Tile(
        "administration_quarantine.held",
        N_("Quarantaine"),
        N_("Décider des fichiers que l'antivirus a retenus, et voir ceux qui attendent son contrôle."),
        "fr-icon-shield-line",
    ),
    Tile(
        "administration_journal.journal",
        N_("Journal"),
        N_("Chercher qui a fait ou vu quoi, et vérifier que rien n'a été retiré."),
        "fr-icon-book-2-line",
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
)


@dataclass(frozen=True)
class Views:
    """The views. ``room`` is known where files are received."""

    room: Reserve | None

    @allow(Role.ADMINISTRATOR, Role.AUDITOR)
    def home(self) -> str:
        """The tiles that the actor may open; for an administrator also what makes the service refuse new files."""
        tiles = [tile for tile in TILES if g.actor.has(*tile.roles)]
        short = self.room.short() if self.room and g.actor.has(Role.ADMINISTRATOR) else []
        return render_template("app/administration/home.html", tiles=tiles, short=short)


def create_blueprint(room: Reserve | None = None) -> Blueprint:
    """The blueprint ``administration_home``."""
    pages = Blueprint("administration_home", __name__, url_prefix="/administration")
    pages.get("/")(Views(room).home)
    return pages
