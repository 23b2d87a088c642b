"""The real application over a database of its own, with people and pieces for the coordinator's board."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.features import today
from app.wiring import Wiring
from review.board.seen import Seen, mark_of
from storage.actors import Actor, person
from storage.models import BodyKind, Confidentiality, Role, SegmentState, Translation, Urgency, User
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus
from storage.workflow import TranslationStatus as T
from tests.application import PASSWORD, PASSWORDS, TEST, make_application, make_wiring, signed_in, token_of
from tests.factories import (
    make_body,
    make_document,
    make_order,
    make_segment,
    make_translation,
    make_unit,
    make_user,
)

PEOPLE = {
    "camille": ("Camille Bernard", (Role.COORDINATOR,), True),
    "yann": ("Yann Le Goff", (Role.COORDINATOR,), False),
    "dominique": ("Dominique Petit", (Role.TRANSLATOR,), True),
    "ines": ("Inès Caron", (Role.TRANSLATOR, Role.REVISER), False),
    "alix": ("Alix Robert", (Role.REVISER,), True),
}


@dataclass
class World:
    """``people`` and ``bodies`` by short name."""

    app: Flask
    wiring: Wiring
    people: dict[str, UUID] = field(default_factory=dict)
    requesters: dict[str, Actor] = field(default_factory=dict)

    def client(self, who: str) -> FlaskClient:
        """A browser of that person."""
        return signed_in(self.app, f"{who}@test.invalid")

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """Rows made or changed beside the application."""
        with self.wiring.store.transaction(TEST) as uow:
            yield uow

    def piece(self, status: T = T.DRAFTED, **said: object) -> UUID:
        """A translation; ``said``: ``body``, ``name``, ``language``, ``words``, ``due`` (days from today),
        ``urgent``, ``medical``, ``translator``, ``reviser``, ``origins``, ``settled``, ``read``."""
        with self.write() as uow:
            return make_piece(uow, self, status, said).id

    def get(self, translation_id: UUID) -> Translation:
        """The translation as it is now, with its order loaded."""
        with self.wiring.store.read(TEST) as uow:
            found = uow.session.get_one(Translation, translation_id)
            assert found.order
            assert found.document
            return found

    def value(self, translation_id: UUID) -> str:
        """What the box of its card sends."""
        found = self.get(translation_id)
        mark = mark_of(found.status, found.translator_id, found.reviser_id)
        return str(Seen(found.id, mark, found.order.due_on))

    def user(self, uow: UnitOfWork, who: str) -> User:
        """The account of a person, to be changed."""
        return uow.session.get_one(User, self.people[who])

    @staticmethod
    def token(client: FlaskClient, path: str) -> str:
        """The anti-forgery token of a page."""
        return token_of(client, path)

    def act(
        self, who: str, act: str, *pieces: UUID, values: list[str] | None = None, **fields: str
    ) -> TestResponse:
        """Ticks the pieces as they are now (or sends ``values``) and presses a button of the bar."""
        client = self.client(who)
        ticked = values if values is not None else [self.value(each) for each in pieces]
        form = {"csrf_token": self.token(client, "/pilotage"), "act": act, "piece": ticked} | fields
        return client.post("/pilotage", data=form)


def make_piece(uow: UnitOfWork, world: World, status: T, said: dict[str, object]) -> Translation:
    author = world.requesters[str(said.get("body", "cpam"))]
    medical = Confidentiality.MEDICAL if said.get("medical") else Confidentiality.ORDINARY
    order = make_order(uow, author, confidentiality=medical)
    order.due_on = today() + timedelta(days=int(str(said.get("due", 10))))
    order.urgency = Urgency.URGENT if said.get("urgent") else Urgency.NORMAL
    document = make_document(uow, order, pages=int(str(said.get("pages", 1))), status=DocumentStatus.READ)
    if not said.get("read", True):
        document.status = DocumentStatus.READING
    document.file_name = str(said.get("name", "pièce.pdf"))
    document.language = str(said.get("language", "de"))
    translation = make_translation(uow, document, status=status)
    translation.source_language = document.language
    translation.words = int(str(said.get("words", 400)))
    for role in ("translator", "reviser"):
        if said.get(role):
            setattr(translation, f"{role}_id", world.people[str(said[role])])
    origins = said.get("origins", ("machine", "machine", "copied"))
    assert isinstance(origins, tuple)
    for number, origin in enumerate(origins):
        segment = make_segment(uow, translation, number, f"Satz {number}", f"Phrase {number}", origin)
        if number < int(str(said.get("settled", 0))):
            segment.state, segment.edited_by = SegmentState.CONFIRMED, translation.translator_id
    uow.session.flush()
    return translation


def make_world(folder: Path, **settings: str) -> World:
    wiring = make_wiring(folder, settings)
    world = World(make_application(wiring), wiring)
    hashed = PASSWORDS.hash(PASSWORD)
    with world.write() as uow:
        unit = make_unit(uow, make_body(uow, BodyKind.LIAISON), name="Traduction")
        for login, (name, roles, medical) in PEOPLE.items():
            said = {"email": f"{login}@test.invalid", "name": name, "password_hash": hashed}
            world.people[login] = make_user(uow, unit, *roles, medical=medical, **said).id
        for login, name in (("cpam", "CPAM de Paris"), ("carsat", "Carsat Bretagne")):
            body = make_body(uow, name=name)
            said = {"email": f"{login}@test.invalid", "name": f"Agent {name}", "password_hash": hashed}
            user = make_user(uow, make_unit(uow, body), Role.REQUESTER, **said)
            world.people[login] = user.id
            world.requesters[login] = person(user, body)
    return world


def in_days(days: int) -> date:
    return today() + timedelta(days=days)
