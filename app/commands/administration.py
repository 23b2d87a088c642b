"""The commands of the operator: first administrator, accounts, audit log."""

from typing import Any

import click
from sqlalchemy import select

from app.commands.french import Command, Group
from app.commands.output import JSON, write_json, write_table
from app.commands.wired import WiredContext, pass_wired
from app.people import service as people
from app.people.service import NewUser
from app.signin.opening import factors_for, signin_for
from app.signin.queries import user_by_email
from app.signin.service import plain_email
from storage.actors import system
from storage.errors import N_, ServiceError
from storage.models import Body, BodyKind, Role, Unit, User

ACTOR = system("command")


class NotEmptyError(ServiceError):
    """``init`` is for a new database only."""

    code = "not_empty"
    template = N_(
        "La base contient déjà des comptes : créez les suivants par « truchement users add » ou à l'écran."
    )


class UnknownUnitError(ServiceError):
    """No unit by that name."""

    code = "unknown_unit"
    template = N_("Aucun service « {unit} » dans l'organisme « {body} » : voyez « truchement users bodies ».")


class UnknownAccountError(ServiceError):
    """No account by that address."""

    code = "unknown_account"
    template = N_("Aucun compte pour « {email} » : voyez « truchement users list ».")


@click.command(cls=Command)
@click.option("--email", prompt="Adresse électronique de l'administrateur", help="Son identifiant.")
@click.option("--name", prompt="Nom", help="Son nom, tel qu'affiché.")
@pass_wired
def init(context: WiredContext, email: str, name: str) -> None:
    """Prépare une base vide et crée un premier administrateur, sans donnée de démonstration."""
    wiring = context.wiring
    wiring.prepare()
    with wiring.store.write(ACTOR) as uow:
        if not people.is_empty(uow):
            raise NotEmptyError()
        body = people.add_body(uow, wiring.settings.body_name, BodyKind.LIAISON)
        unit = people.add_unit(uow, body, "Administration")
        user = people.add_user(uow, unit, NewUser(email, name, frozenset({Role.ADMINISTRATOR})))
        signin_for(wiring.settings).invite(uow, user)
        uow.commit()
    click.echo(f"Administrateur créé. Son invitation part pour {email} dès que le service tourne :")
    click.echo("  truchement run --sans-demo")
    if wiring.settings.embedded_mail:
        click.echo(f"Les courriels sont gardés dans {wiring.settings.data / 'mail'} (fichiers .eml).")


@click.group(cls=Group)
def users() -> None:
    """Les comptes : liste, création par invitation, fermeture."""


@users.command("list")
@JSON
@pass_wired
def list_users(context: WiredContext, *, as_json: bool) -> None:
    """Montre les comptes."""
    rows = (
        select(User, Unit, Body)
        .join(Unit, User.unit_id == Unit.id)
        .join(Body, Unit.body_id == Body.id)
        .where(User.service.is_(False))
        .order_by(Body.name, User.email)
    )
    with context.wiring.store.read(ACTOR) as uow:
        found: list[dict[str, Any]] = [
            {
                "email": user.email,
                "name": user.name,
                "body": body.name,
                "unit": unit.name,
                "roles": sorted(role.value for role in user.roles),
                "disabled": user.disabled_at is not None,
            }
            for user, unit, body in uow.session.execute(rows)
        ]
    if as_json:
        write_json(found)
    else:
        table = [
            [u["email"], u["name"], u["body"], u["unit"], ", ".join(u["roles"]), "fermé" if u["disabled"] else ""]
            for u in found
        ]
        write_table(["Identifiant", "Nom", "Organisme", "Service", "Rôles", ""], table)


@users.command("bodies")
@pass_wired
def list_bodies(context: WiredContext) -> None:
    """Montre les organismes et leurs services."""
    rows = select(Body.name, Unit.name, Unit.medical).join(Unit, Unit.body_id == Body.id).order_by(Body.name)
    with context.wiring.store.read(ACTOR) as uow:
        found = [[body, unit, "médical" if medical else ""] for body, unit, medical in uow.session.execute(rows)]
    write_table(["Organisme", "Service", ""], found)


@users.command("reset-factor")
@click.argument("email")
@pass_wired
def reset_factor(context: WiredContext, email: str) -> None:
    """Retire un second facteur perdu : la personne en choisit un autre à la connexion."""
    wiring = context.wiring
    with wiring.store.write(ACTOR) as uow:
        found = user_by_email(uow.session, plain_email(email))
        if found is None:
            raise UnknownAccountError(email=email)
        factors_for(wiring.settings, wiring.secrets).reset(uow, found)
        uow.commit()
    click.echo(f"Second facteur retiré, sessions fermées ; {email} en est prévenu par courriel.")


@users.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Nom affiché.")
@click.option("--body", required=True, help="Nom de l'organisme.")
@click.option("--unit", required=True, help="Nom du service.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([r.value for r in Role]))
@click.option("--head", is_flag=True, help="Responsable : voit les demandes de tout l'organisme.")
@click.option("--medical", is_flag=True, help="Habilité aux pièces médicales (organisme de liaison).")
@pass_wired
def add_user(
    context: WiredContext,
    email: str,
    name: str,
    body: str,
    unit: str,
    roles: tuple[str, ...],
    *,
    head: bool,
    medical: bool,
) -> None:
    """Crée un compte et envoie son invitation."""
    new = NewUser(email, name, frozenset(Role(role) for role in roles), head=head, medical=medical)
    wiring = context.wiring
    with wiring.store.write(ACTOR) as uow:
        rows = select(Unit).join(Body, Unit.body_id == Body.id).where(Body.name == body, Unit.name == unit)
        found = uow.session.scalar(rows)
        if found is None:
            raise UnknownUnitError(unit=unit, body=body)
        signin_for(wiring.settings).invite(uow, people.add_user(uow, found, new))
        uow.commit()
    click.echo(f"Compte créé ; invitation en route vers {email}.")
