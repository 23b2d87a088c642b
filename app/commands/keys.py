"""``truchement keys``: changing the key that signs forms without closing the pages that people have open."""

import click
from sqlalchemy import inspect

from app.commands.administration import ACTOR
from app.commands.errors import KeysElsewhereError
from app.commands.french import Group
from app.commands.output import JSON, write_json, write_table
from app.commands.wired import WiredContext, pass_wired
from app.keys import KeyFile, fingerprint
from app.settings import PREFIX, Settings
from delivery.webhooks.outcomes import reseal
from storage.models import Webhook


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
    _seal_again(context)
    gone = own.retire()
    if as_json:
        write_json({"retired": [fingerprint(key) for key in gone]})
    elif gone:
        told = ", ".join(fingerprint(key) for key in gone)
        click.echo(f"Retirées : {told}. Redémarrez le service pour qu'elles ne comptent plus.")
    else:
        click.echo("Rien à retirer : une seule clé.")


def _seal_again(context: WiredContext) -> None:
    """What the key that goes has sealed could never be opened again. Where no database was made, there is none."""
    if inspect(context.wiring.engine).has_table(Webhook.__tablename__):
        with context.wiring.store.transaction(ACTOR) as uow:
            reseal(uow, context.wiring.sealer)


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
