"""Demonstration data for an empty database: bodies, one account per role, the samples as real orders."""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.display import ROLES
from app.people import service as people
from app.people.service import NewUser
from intake.checks import CheckedFile
from intake.service import OrderRequest, Terms, create_order
from storage.actors import Actor, person, system
from storage.models import Body, BodyKind, Confidentiality, Order, Role, Unit, Urgency, User
from storage.unit_of_work import Store, UnitOfWork

ACTOR = system("demo")
SAMPLES = Path(__file__).parent.parent / "samples"
DOMAIN = "demo.invalid"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the demonstration; the password is generated and known only here."""

    email: str
    password: str
    role: str
    body: str


@dataclass(frozen=True, slots=True)
class Place:
    """A unit and the people in it: ``(login, name, roles)``."""

    body: str
    kind: BodyKind
    unit: str
    people: tuple[tuple[str, str, frozenset[Role]], ...]
    medical: bool = False


def _one(login: str, name: str, *roles: Role) -> tuple[str, str, frozenset[Role]]:
    return login, name, frozenset(roles)


LIAISON = "Organisme de liaison (démonstration)"
PLACES = (
    Place(
        "CPAM de Démonstration",
        BodyKind.CAISSE,
        "Relations internationales",
        (_one("demandeur", "Claude Martin", Role.REQUESTER),),
    ),
    Place("CPAM de Démonstration", BodyKind.CAISSE, "Service médical", (), medical=True),
    Place("Carsat de Démonstration", BodyKind.CAISSE, "Retraites internationales", ()),
    Place("Ministère de Démonstration", BodyKind.MINISTRY, "Bureau des affaires européennes", ()),
    Place(
        LIAISON,
        BodyKind.LIAISON,
        "Traduction",
        (
            _one("coordination", "Camille Bernard", Role.COORDINATOR),
            _one("traduction", "Dominique Petit", Role.TRANSLATOR),
            _one("revision", "Alix Robert", Role.REVISER),
        ),
    ),
    Place(
        LIAISON,
        BodyKind.LIAISON,
        "Affaires juridiques",
        (
            _one("dossiers", "Sacha Durand", Role.CASE_OFFICER),
            _one("documentation", "Maxime Moreau", Role.EDITOR),
            _one("statistiques", "Charlie Laurent", Role.STATISTICIAN),
        ),
    ),
    Place(
        LIAISON,
        BodyKind.LIAISON,
        "Systèmes d'information",
        (
            _one("administration", "Lou Simon", Role.ADMINISTRATOR),
            _one("audit", "Andrea Michel", Role.AUDITOR),
        ),
    ),
)
# The Carsat's own requester, so that two bodies each have their orders.
SECOND_REQUESTER = _one("demandeur.carsat", "Morgan Lefebvre", Role.REQUESTER)


def make_accounts(uow: UnitOfWork, hash_password: Callable[[str], str]) -> list[Account]:
    """Creates the bodies, their units and one account per role; returns the accounts with their passwords."""
    bodies: dict[str, Body] = {}
    accounts: list[Account] = []
    for place in PLACES:
        body = bodies.get(place.body) or people.add_body(uow, place.body, place.kind)
        bodies[place.body] = body
        unit = people.add_unit(uow, body, place.unit, medical=place.medical)
        who = place.people if not place.body.startswith("Carsat") else (SECOND_REQUESTER,)
        for login, name, roles in who:
            password = secrets.token_urlsafe(12)
            new = NewUser(
                email=f"{login}@{DOMAIN}",
                name=name,
                roles=roles,
                medical=body.kind is BodyKind.LIAISON,
                password_hash=hash_password(password),
            )
            people.add_user(uow, unit, new)
            accounts.append(
                Account(new.email, password, ", ".join(sorted(ROLES[role] for role in roles)), place.body)
            )
    return accounts


@dataclass(frozen=True, slots=True)
class Sample:
    """A document of the samples, and what a requester would say of it."""

    file: CheckedFile
    request: OrderRequest


def load_samples(check: Callable[[Path, str], CheckedFile]) -> list[Sample]:
    """The samples beside the code; ``check`` is the check that every upload goes through."""
    found = []
    for number, truth in enumerate(sorted(SAMPLES.glob("*.truth.json"))):
        record = json.loads(truth.read_text())
        path = SAMPLES / record["file"]
        medical = any(word in record["kind"] for word in ("Arbeitsunf", "alta", "GP letter", "sanitaria"))
        request = OrderRequest(
            purpose=record["description_fr"].split(" : ")[0].rstrip(".")[:200],
            own_reference=f"DEMO-{number + 1:03d}",
            urgency=Urgency.URGENT if number % 4 == 1 else Urgency.NORMAL,
            confidentiality=Confidentiality.MEDICAL if medical else Confidentiality.ORDINARY,
        )
        found.append(Sample(check(path, path.name), request))
    return found


def send_samples(store: Store, samples: Sequence[Sample], terms: Terms, today: date) -> list[Order]:
    """Sends each sample as an order of its own, by the two demonstration requesters in turn."""
    with store.read(ACTOR) as uow:
        actors = _requesters(uow)
    orders = []
    for number, sample in enumerate(samples):
        with store.write(actors[number % len(actors)]) as uow:
            orders.append(create_order(uow, sample.request, [sample.file], terms, today))
            uow.commit()
    return orders


def _requesters(uow: UnitOfWork) -> list[Actor]:
    users = select(User, Body).join(Unit, User.unit_id == Unit.id).join(Body, Unit.body_id == Body.id)
    rows = uow.session.execute(users.where(User.email.like(f"demandeur%@{DOMAIN}")).order_by(User.email))
    return [person(user, body) for user, body in rows]
