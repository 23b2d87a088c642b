"""A site whose people sign on at a provider, and what they do there."""

import html
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.wiring import Wiring
from storage.models import (
    AuditEvent,
    Body,
    BodyKind,
    BodySiret,
    FederatedIdentity,
    OutboxMessage,
    Role,
    Unit,
    User,
)
from tests.application import PASSWORD, PASSWORDS, TEST, make_application, make_wiring, signed_in, token_of
from tests.factories import make_body, make_unit, make_user
from tests.oidc.provider import OTHER_SIRET, SIRET
from tests.oidc.visitor import Visitor

ADMINISTRATOR = "sacha.blanc@liaison.example"


@dataclass
class Place:
    """The application, and the identifiers of two caisses with a number each."""

    wiring: Wiring
    app: Flask

    def leave(self, client: FlaskClient, **form: str) -> str:
        """Where the sign-on button leads."""
        answer = client.post("/connexion/fournisseur", data={"csrf_token": token_of(client)} | form)
        assert answer.status_code == 200, answer.text
        return address_of(answer.text)

    def come_back(self, client: FlaskClient, url: str):
        """The answer to the browser that the provider sends back."""
        parts = urlsplit(url)
        return client.get(parts.path, query_string=parse_qsl(parts.query))

    def sign_on(self, client: FlaskClient, who: str | None = "ada", **form: str):
        """The whole way."""
        return self.come_back(client, Visitor().sign_in(self.leave(client, **form), who))

    def administrator(self) -> FlaskClient:
        """A browser of the administrator."""
        return signed_in(self.app, ADMINISTRATOR)

    def user(self, email: str) -> User | None:
        """An account, with its roles and unit read."""
        with self.wiring.store.read(TEST) as uow:
            found = uow.session.scalar(select(User).where(User.email == email))
            if found is not None:
                assert found.unit.body.name
            return found

    def events(self, action: str) -> list[AuditEvent]:
        """What the log says of an act."""
        with self.wiring.store.read(TEST) as uow:
            return list(uow.session.scalars(select(AuditEvent).where(AuditEvent.action == action)))

    def mails(self) -> list[tuple[str, str]]:
        """Who was written to, and about what."""
        with self.wiring.store.read(TEST) as uow:
            rows = uow.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "mail"))
            return [(row.payload["to"], row.payload["subject"]) for row in rows]

    def identities(self) -> list[FederatedIdentity]:
        """Everybody who is somebody at the provider."""
        with self.wiring.store.read(TEST) as uow:
            return list(uow.session.scalars(select(FederatedIdentity)))


def address_of(page: str) -> str:
    """Where the page that leads away leads."""
    found = re.search(r'<a class="fr-btn btn--full" href="([^"]+)"', page)
    assert found, page
    return html.unescape(found[1])


def make_place(folder: Path, settings: dict[str, str]) -> Place:
    """Two caisses, an administrator, a requester with a password."""
    wiring = make_wiring(folder, {"SECRET": "a secret for tests"} | settings)
    hashed = PASSWORDS.hash(PASSWORD)
    with wiring.store.transaction(TEST) as uow:
        north, south = make_body(uow, name="CPAM du Nord"), make_body(uow, name="CPAM du Sud")
        make_unit(uow, north, medical=True, name="Contrôle médical")
        unit = make_unit(uow, north, name="Relations internationales")
        make_unit(uow, south, name="Retraites")
        liaison = make_unit(uow, make_body(uow, BodyKind.LIAISON, name="Liaison"), name="Informatique")
        uow.session.add_all(
            (BodySiret(siret=SIRET, body_id=north.id), BodySiret(siret=OTHER_SIRET, body_id=south.id))
        )
        make_user(uow, liaison, Role.ADMINISTRATOR, email=ADMINISTRATOR, name="Sacha", password_hash=hashed)
        make_user(uow, unit, Role.REQUESTER, email="lea.martin@cpam.example", name="Léa", password_hash=hashed)
    return Place(wiring, make_application(wiring))


def body_named(place: Place, name: str) -> Body:
    """A body."""
    with place.wiring.store.read(TEST) as uow:
        return uow.session.scalars(select(Body).where(Body.name == name)).one()


def unit_named(place: Place, name: str) -> Unit:
    """A unit."""
    with place.wiring.store.read(TEST) as uow:
        return uow.session.scalars(select(Unit).where(Unit.name == name)).one()
