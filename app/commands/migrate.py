"""``truchement migrate``: the database, brought to what this version needs, before its processes start."""

import sys

import click

from app.commands.french import Command
from app.commands.output import JSON, write_json
from app.commands.wired import WiredContext, pass_wired
from storage.migrations import standing
from storage.migrations.standing import Place, Standing

WORDS = {
    Place.EMPTY: "La base est vide : elle est à préparer pour la révision {wanted}.",
    Place.BEHIND: "La base est à la révision {found} ; cette version demande {wanted}.",
    Place.CURRENT: "La base est à la révision {found}, celle de cette version.",
    Place.AHEAD: "La base est à la révision {found}, plus récente que cette version ({wanted}), qui y travaille.",
    Place.TOO_NEW: "La base est à la révision {found} ; cette version ({wanted}) ne peut plus y travailler.",
}
ADVICE = (
    "Cette version passe la base de la révision {found} à {wanted}. Une sauvegarde récente est la seule voie de "
    "retour au-delà de la version précédente : truchement backup DOSSIER, avec la version qui était en service."
)


@click.command(cls=Command)
@click.option("--check", "looking", is_flag=True, help="Regarde seulement ; sort avec 1 s'il y a à faire.")
@JSON
@pass_wired
def migrate(context: WiredContext, *, looking: bool, as_json: bool) -> None:
    """Prépare la base, ou la passe à la révision de cette version. Sans effet si c'est déjà fait.

    Plusieurs machines peuvent le lancer ensemble : une seule migre, les autres attendent. La version précédente
    continue de travailler pendant ce temps et après."""
    engine = context.wiring.engine
    stood = standing.standing(engine)
    if not looking:
        if not as_json:
            announce(stood)
        standing.prepare(engine)
        stood = standing.standing(engine)
    _say(stood, as_json=as_json)
    if stood.place not in {Place.CURRENT, Place.AHEAD}:
        sys.exit(1)


def announce(stood: Standing) -> None:
    """Says that the database is about to change, and what to have done before."""
    if stood.place is Place.BEHIND:
        click.echo(ADVICE.format(found=stood.found, wanted=stood.wanted), err=True)


def _say(stood: Standing, *, as_json: bool) -> None:
    if as_json:
        write_json(
            {"place": stood.place.value, "found": stood.found, "wanted": stood.wanted, "floor": stood.floor}
        )
    else:
        click.echo(WORDS[stood.place].format(found=stood.found, wanted=stood.wanted))
