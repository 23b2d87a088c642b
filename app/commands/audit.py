"""The command on the audit log."""

import sys

import click

from app.commands.french import Group
from app.commands.output import JSON, write_json
from app.commands.wired import WiredContext, pass_wired
from storage import audit as chain
from storage.actors import system
from storage.audit import Verdict
from storage.unit_of_work import Store

ACTOR = system("command")


@click.group(cls=Group)
def audit() -> None:
    """Le journal : qui a fait quoi, et la preuve que rien n'y a été changé."""


def _verdict(store: Store) -> Verdict:
    """By steps: one transaction over the years of a journal would hold up the database's own cleaning."""
    walk = chain.Walk()
    while True:
        with store.read(ACTOR) as uow:
            verdict = walk.step(uow.session)
        if verdict is not None:
            return verdict


@audit.command("verify")
@JSON
@pass_wired
def verify(context: WiredContext, *, as_json: bool) -> None:
    """Vérifie toute la chaîne ; sort avec 1 si une ligne a été changée, retirée ou insérée."""
    verdict = _verdict(context.wiring.store)
    if as_json:
        write_json(
            {
                "events": verdict.events,
                "unsealed": verdict.unsealed,
                "head": verdict.head,
                "problems": [{"sequence": number, "code": code} for number, code in verdict.problems],
            }
        )
    else:
        words = {
            "changed": "ligne changée",
            "missing": "ligne retirée",
            "inserted": "ligne insérée",
            "head": "fin de chaîne qui ne concorde pas",
        }
        click.echo(f"{verdict.events} événements scellés, {verdict.unsealed} en attente du sceau.")
        click.echo(f"Tête de chaîne : {verdict.head}")
        for number, code in verdict.problems:
            click.echo(f"  n° {number} : {words[code]}", err=True)
        click.echo("La chaîne est intacte." if not verdict.problems else "La chaîne est rompue.")
    if verdict.problems:
        sys.exit(1)
