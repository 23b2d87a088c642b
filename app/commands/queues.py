"""``truchement queues`` and ``truchement resume``: what waits and what failed, and sending it again."""

from dataclasses import replace
from uuid import UUID

import click

from app.administration import queues_queries as queries
from app.administration import queues_words as words
from app.administration.queues_queries import Kind
from app.administration.queues_service import resume_any, resume_group
from app.administration.queues_states import QueueState, queue_states
from app.commands.french import Command
from app.commands.output import write_json, write_table
from app.commands.wired import WiredContext, pass_wired
from storage.actors import system
from storage.models import Role

# Whoever may run commands on the machine keeps it.
OPERATOR = replace(system("command"), roles=frozenset({Role.ADMINISTRATOR}), liaison=True)

# A command may take its time, and scripts read its numbers.
EVERYTHING = 10**12


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Écrit du JSON et rien d'autre.")
@pass_wired
def queues(context: WiredContext, *, as_json: bool) -> None:
    """Montre ce qui attend, qui travaille, et ce qui a échoué."""
    scanning = context.wiring.scanner is not None
    with context.wiring.store.read(OPERATOR) as uow:
        states = queue_states(uow.session, EVERYTHING, scanning=scanning)
        groups = queries.groups(uow.session, OPERATOR)
    if as_json:
        write_json({"queues": [_state(s) for s in states], "failures": [_group(g) for g in groups]})
        return
    rows = [
        [
            words.QUEUES[s.queue],
            str(s.waiting),
            str(s.later),
            str(s.held),
            f"{s.oldest.astimezone():%d/%m/%Y %H:%M}" if s.oldest else "—",
            ", ".join(holder.owner for holder in s.holders) or "—",
        ]
        for s in states
    ]
    write_table(["File", "En attente", "Plus tard", "En cours", "Le plus ancien", "Qui"], rows)
    click.echo()
    if not groups:
        click.echo("Aucun échec.")
        return
    failed = [[f"{g.kind}:{g.code}", str(g.count), words.reason(g.code)] for g in groups]
    write_table(["Échec", "Nombre", "Raison"], failed)
    click.echo(
        "\nReprendre : truchement resume ÉCHEC, ou l'identifiant de la pièce, de la traduction, du message."
    )


@click.command(cls=Command)
@click.argument("what", metavar="ÉCHEC|IDENTIFIANT")
@pass_wired
def resume(context: WiredContext, what: str) -> None:
    """Reprend un travail par son identifiant, ou tous ceux d'un échec comme document:damaged_file."""
    done = _resume_one(context, UUID(what)) if _is_uuid(what) else _resume_group(context, what)
    click.echo(
        f"Repris : {done}." if done else "Rien à reprendre : c'est déjà reparti, ou une personne y travaille."
    )


def _resume_one(context: WiredContext, subject_id: UUID) -> int:
    with context.wiring.store.write(OPERATOR) as uow:
        done = resume_any(uow, subject_id)
        uow.commit()
    return int(done)


def _resume_group(context: WiredContext, what: str) -> int:
    kind, _, code = what.partition(":")
    if kind not in set(Kind) or not code:
        raise click.BadParameter("un échec de « truchement queues » est attendu, ou un identifiant")
    done, more = 0, True
    while more:
        with context.wiring.store.write(OPERATOR) as uow:
            resumed = resume_group(uow, Kind(kind), code)
            uow.commit()
        done, more = done + resumed.done, resumed.more
    return done


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _state(state: QueueState) -> dict[str, object]:
    return {
        "queue": state.queue.value,
        "waiting": state.waiting,
        "later": state.later,
        "in_progress": state.held,
        "oldest": state.oldest.isoformat() if state.oldest else None,
        "owners": {holder.owner: holder.count for holder in state.holders},
    }


def _group(group: queries.Group) -> dict[str, object]:
    return {
        "failure": f"{group.kind}:{group.code}",
        "kind": group.kind.value,
        "code": group.code,
        "count": group.count,
        "oldest": group.oldest.isoformat(),
        "message": words.reason(group.code),
    }
