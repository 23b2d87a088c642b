"""``truchement keys``: changing the key that signs forms without closing the pages that people have open."""

import click
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from app.commands.errors import DatabaseUnreadyError, KeysElsewhereError
from app.commands.french import Group
from app.commands.output import JSON, write_json, write_table
from app.commands.wired import WiredContext, pass_wired
from app.keys import KeyFile, fingerprint
from app.settings import Settings
from app.settings_values import PREFIX
from app.signin.opening import factors_for
from delivery.webhooks import outcomes
from storage.actors import system
from storage.errors import ServiceError
from storage.models import Webhook

ACTOR = system("operator")


@click.group(cls=Group)
def keys() -> None:
    """Les clés qui signent les formulaires : liste, changement, retrait."""


@keys.command("list")
@JSON
@pass_wired
def list_keys(context: WiredContext, *, as_json: bool) -> None:
    """Montre l'empreinte de chaque clé, jamais la clé."""
    source = _source(context.settings) or "file"
    found = [
        {"fingerprint": fingerprint(key), "signs": number == 0, "source": source}
        for number, key in enumerate(context.wiring.secrets)
    ]
    if as_json:
        write_json(found)
        return
    where = str(context.wiring.key_file.path) if source == "file" else source
    rows = [[str(k["fingerprint"]), "signe et vérifie" if k["signs"] else "vérifie", where] for k in found]
    write_table(["Empreinte", "Usage", "Gardée par"], rows)


@keys.command("rotate")
@JSON
@pass_wired
def rotate(context: WiredContext, *, as_json: bool) -> None:
    """Met une nouvelle clé en tête ; les pages ouvertes restent valables."""
    made, *kept = _own(context).rotate()
    _record(context, "key_made", fingerprint(made))
    if as_json:
        write_json({"made": fingerprint(made), "kept": [fingerprint(key) for key in kept]})
        return
    click.echo(f"Nouvelle clé : {fingerprint(made)}. Redémarrez le service : elle signera, l'ancienne vérifiera.")
    click.echo("Le lendemain, quand les pages ouvertes sont fermées : truchement keys retire, puis redémarrez.")


@keys.command("retire")
@JSON
@pass_wired
def retire(context: WiredContext, *, as_json: bool) -> None:
    """Ne garde que la clé qui signe : ce que les anciennes ont signé ne vaut plus rien."""
    own = _own(context)
    _reseal(context)  # what telephones and other systems share with the service outlives the key that sealed it
    gone = own.retire()
    for key in gone:
        _record(context, "key_retired", fingerprint(key))
    if as_json:
        write_json({"retired": [fingerprint(key) for key in gone]})
    elif gone:
        told = ", ".join(fingerprint(key) for key in gone)
        click.echo(f"Retirées : {told}. Redémarrez le service pour qu'elles ne comptent plus.")
    else:
        click.echo("Rien à retirer : une seule clé.")


def _record(context: WiredContext, action: str, named: str) -> None:
    """Writes the act in the journal, by the key's fingerprint. It is done already, whatever the database says: a
    key that somebody knows must be changed even while there is none."""
    try:
        with context.wiring.store.transaction(ACTOR) as uow:
            uow.record(action, "key", named)
    except ServiceError as error:
        click.echo(f"Non inscrit au journal : {error.message}", err=True)
    except SQLAlchemyError:
        click.echo(f"Non inscrit au journal : {DatabaseUnreadyError().message}", err=True)


@keys.command("reseal")
@JSON
@pass_wired
def reseal(context: WiredContext, *, as_json: bool) -> None:
    """Scelle de nouveau les seconds facteurs avec la clé qui signe, avant d'en ôter une autre."""
    made, left = _reseal(context)
    if as_json:
        write_json({"resealed": made, "left": left})
        return
    click.echo(f"Seconds facteurs scellés de nouveau : {made}.")
    if left:
        click.echo(f"Qu'aucune clé n'ouvre : {left}. Un administrateur les retire, chacun en choisit un autre.")


def _reseal(context: WiredContext) -> tuple[int, int]:
    """How many secrets were sealed anew, and how many no key opens. Where no database was made, there is none."""
    wiring = context.wiring
    if not inspect(wiring.engine).has_table(Webhook.__tablename__):
        return 0, 0
    with wiring.store.write(ACTOR) as uow:
        made, left = factors_for(wiring.settings, wiring.secrets).reseal(uow)
        made += outcomes.reseal(uow, wiring.sealer)
        uow.commit()
    return made, left


def _own(context: WiredContext) -> KeyFile:
    """The file of the data folder; raises KeysElsewhereError where the operator's keys count instead."""
    source = _source(context.settings)
    if source is not None:
        raise KeysElsewhereError(setting=source)
    return context.wiring.key_file


def _source(settings: Settings) -> str | None:
    if settings.secret_file is not None:
        return PREFIX + "SECRET_FILE"
    return PREFIX + "SECRET" if settings.secrets else None
