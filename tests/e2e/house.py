"""A house at work: the real application on a port, with orders in every state, made by the real steps."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Browser, BrowserContext
from sqlalchemy import select
from weasyprint import HTML
from werkzeug.serving import make_server

from app.features import intake_services, today
from app.parts import Parts
from app.signin.service import digest
from app.wiring import Wiring
from intake import opening
from intake.checks import check_file
from intake.service import OrderRequest, create_order
from intake.sorting import states
from intake.sorting.clock import Clock
from intake.sorting.service import Seen
from intake.sorting.states import Asked, Errand, Piece
from review import service as review
from review.service import Change, Edit
from storage.actors import Actor, person
from storage.models import (
    Body,
    BodyKind,
    Confidentiality,
    LoginSession,
    Role,
    Segment,
    Straight,
    Translation,
    TriageFinding,
    Unit,
    Urgency,
    User,
    now,
)
from storage.unit_of_work import UnitOfWork
from storage.workflow import Queue
from tests import chromium
from tests.application import TEST, make_application, make_wiring
from tests.containers import mail, zipped
from tests.factories import make_body, make_unit, make_user
from tests.papers import two_documents

PARAGRAPHS = {
    "es": (
        "<h1>Instituto Nacional de la Seguridad Social</h1>"
        "<p>La asegurada tiene derecho a una pensión de jubilación de 1.234,56 € desde el 3 de mayo de 2021.</p>"
        "<p>Su número de expediente es 28/1038475/21.</p>"
        "<p>Debe comunicar cualquier cambio de domicilio a la entidad gestora en el plazo de treinta días.</p>"
    )
}
PEOPLE = {
    "requester": ("Claude Martin", "CPAM de Démonstration", "Relations internationales", Role.REQUESTER),
    "newcomer": ("Morgan Lefebvre", "Carsat de Démonstration", "Retraites internationales", Role.REQUESTER),
    "translator": ("Dominique Petit", "Organisme de liaison (démonstration)", "Traduction", Role.TRANSLATOR),
    "reviser": ("Alix Robert", "Organisme de liaison (démonstration)", "Traduction", Role.REVISER),
    "coordinator": ("Camille Bernard", "Organisme de liaison (démonstration)", "Traduction", Role.COORDINATOR),
    "idle reviser": ("Jo Roux", "Organisme de liaison (démonstration)", "Traduction", Role.REVISER),
    "administrator": ("Sacha Blanc", "Organisme de liaison (démonstration)", "Informatique", Role.ADMINISTRATOR),
    "auditor": ("Lou Garnier", "Organisme de liaison (démonstration)", "Contrôle", Role.AUDITOR),
}
SIZES = {"wide": (1280, 900), "narrow": (390, 844)}
LONG = (
    "Resolución de reconocimiento de la pensión de jubilación, expediente de la señora Álvarez del Río (copia).pdf"
)


def token(who: str) -> str:
    """What somebody's browser holds as the sign of their sign-in."""
    return f"token-of-{who.replace(' ', '-')}"


@dataclass
class House:
    """``ids`` are what addresses are made with: an order and its first translation by the name of its state."""

    wiring: Wiring
    url: str
    folder: Path
    parts: Parts
    actors: dict[str, Actor] = field(default_factory=dict)
    ids: dict[str, UUID | str] = field(default_factory=dict)

    def cookie(self, who: str) -> dict[str, str]:
        """What lets a browser in as somebody."""
        return {"name": "truchement", "value": token(who), "url": self.url}

    def speak(self, language: str) -> None:
        """Sets everybody's language."""
        with self.wiring.store.transaction(TEST) as uow:
            for user in uow.session.scalars(select(User)):
                user.language = language

    def work(self) -> None:
        """Lets every queue run until it is empty."""
        steps = self.parts.steps()
        while any(steps[queue]() for queue in Queue):
            pass

    def letter(self, name: str, body: str = PARAGRAPHS["es"]) -> Path:
        """A PDF with a text layer."""
        path = self.folder / name
        path.write_bytes(HTML(string=f"<html lang=es>{body}</html>").write_pdf())
        return path

    def order(self, state: str, files: Sequence[Path], **said: object) -> UUID:
        """An order of the requester, known as ``state``; returns its first translation once there is one."""
        services = intake_services(self.wiring)
        checked = [check_file(path, path.name, services.limits, services.look) for path in files]
        with self.wiring.store.write(self.actors["requester"]) as uow:
            order = create_order(uow, OrderRequest(**said), checked, services.terms, today())
            found = select(Translation).where(Translation.order_id == order.id)
            translation = uow.session.scalars(found).first()
            assert translation
            uow.commit()
        self.ids[f"order {state}"], self.ids[state] = order.id, translation.id
        return translation.id

    def act(self, who: str) -> UnitOfWork:
        """A unit of work of somebody."""
        return self.wiring.store.write(self.actors[who])


def add_people(house: House) -> None:
    """Everybody with a sign-in."""
    with house.wiring.store.transaction(TEST) as uow:
        bodies: dict[str, Body] = {}
        units: dict[str, Unit] = {}
        for who, (name, body_name, unit_name, role) in PEOPLE.items():
            kind = BodyKind.CAISSE if role is Role.REQUESTER else BodyKind.LIAISON
            if body_name not in bodies:
                bodies[body_name] = make_body(uow, kind, name=body_name)
            body = bodies[body_name]
            if unit_name not in units:
                units[unit_name] = make_unit(uow, body, name=unit_name)
            email = f"{who.replace(' ', '.')}@demo.invalid"
            said = {"email": email, "name": name, "password_hash": "none"}
            user = make_user(uow, units[unit_name], role, medical=True, **said)
            ends = now() + timedelta(hours=12)
            uow.session.add(LoginSession(user_id=user.id, token_hash=digest(token(who)), expires_at=ends))
            house.actors[who] = person(user, body)


def confirm_all(house: House, who: str, translation_id: UUID) -> None:
    """Settles every segment as a person would, checks that forbid it set aside."""
    with house.act(who) as uow:
        found = select(Segment.id).where(Segment.translation_id == translation_id)
        for segment_id in uow.session.scalars(found).all():
            segment = uow.session.get_one(Segment, segment_id)
            edit = Edit(segment.target or segment.source, segment.version)
            segment = review.save_segment(uow, translation_id, segment_id, edit)
            for index, finding in enumerate(segment.findings):
                if finding["blocking"]:
                    waiver = review.Waiver(index, segment.version, "relu sur l'original")
                    review.waive(uow, translation_id, segment_id, waiver)
            edit = Edit(segment.target, segment.version, Change.CONFIRM)
            review.save_segment(uow, translation_id, segment_id, edit)
        uow.commit()


def take(house: House, who: str, translation_id: UUID) -> None:
    """Takes a translation."""
    with house.act(who) as uow:
        review.take(uow, translation_id)
        uow.commit()


def add_orders(house: House) -> None:
    """An order in every state."""
    letter = house.letter("carta.pdf")
    question = "À quelle date le droit à pension est-il ouvert, et pour quel montant ?"
    said = {"purpose": "Liquidation d'une pension de réversion", "question": question}
    send_mail(house)
    house.order("free", [house.letter(LONG)], own_reference="DOSSIER 2026/114", urgency=Urgency.URGENT)
    held = house.order("held", [letter], own_reference="DOSSIER 2026/115", **said)
    revised = house.order("revised", [letter], confidentiality=Confidentiality.MEDICAL)
    returned = house.order("returned", [letter])
    to_revise = house.order("to revise", [letter])
    delivered = house.order("delivered", [letter], own_reference="DOSSIER 2026/118", **said)
    mixed = house.order("mixed", [house.letter("vide.pdf", "<p></p>"), letter], own_reference="DOSSIER 2026/119")
    assert mixed
    house.work()
    for translation_id in (held, revised, returned, to_revise, delivered):
        take(house, "translator", translation_id)
    for translation_id in (revised, returned, to_revise, delivered):
        confirm_all(house, "translator", translation_id)
    _hand_on(house, revised, returned, to_revise)
    _spoil(house, held)
    with house.act("translator") as uow:
        review.approve(uow, delivered)
        uow.commit()
    house.work()


def send_mail(house: House) -> None:
    """An order out of a mail with an archive, of which one file is broken."""
    files = [("resolución.pdf", house.letter("carta.pdf").read_bytes()), ("lote.zip", zipped({"a.exe": b"MZ"}))]
    text = (
        "Adjunto la resolución de la pensión de jubilación de la asegurada y el resto de los documentos pedidos."
    )
    path = house.folder / "mensaje.eml"
    path.write_bytes(bytes(mail(files, text=text)))
    services = intake_services(house.wiring)
    folder = house.folder / "out"
    folder.mkdir()
    arrival = opening.receive([(path, path.name)], folder, services.door)
    with house.act("requester") as uow:
        asked = OrderRequest(own_reference="DOSSIER 2026/120")
        order = create_order(uow, asked, arrival.files, services.terms, today(), arrival.parcels)
        house.ids["order parcel"] = order.id
        uow.commit()


def send_to_triage(house: House, *states: str) -> None:
    """Orders of the twelve pages of a scan, which a person has to sort."""
    body_id = house.actors["requester"].body_id
    for rule in (Straight.NEVER, None):
        with house.wiring.store.transaction(TEST) as uow:
            uow.session.get_one(Body, body_id).straight = rule
        for state in states if rule else ():
            house.order(state, [two_documents(house.folder / f"{state}.pdf")], own_reference="DOSSIER 2026/120")
        house.work()
    with house.act("coordinator") as uow:
        for state in states:
            house.ids[f"file {state}"] = uow.session.get_one(Translation, house.ids[state]).document_id


def add_waits(house: House) -> None:
    """What is to be sorted, what waits for its requester, what is outside."""
    send_to_triage(house, "to sort", "awaited", "outside")
    clock = Clock(pauses=True, today=today())
    with house.act("coordinator") as uow:
        message = "La page 3 est à l'envers et trop pâle : numérisez-la de nouveau à 300 points par pouce."
        states.ask_scan(uow, _piece(house, "awaited"), Asked([3], message), clock)
        errand = Errand("Cabinet Exemple", today() + timedelta(days=9), "lot 4", today())
        states.send_outside(uow, _piece(house, "outside"), errand)
        details = {"family": "portable_document", "part": "A1"}
        for code, page in (("standard_form", 1), ("poor_page", 3), ("boundary", 7)):
            file_id = house.ids["file to sort"]
            finding = TriageFinding(document_id=file_id, code=code, pages=[page], confidence=0.8, details=details)
            uow.session.add(finding)
        uow.commit()


def _piece(house: House, state: str) -> Piece:
    return Piece(Seen(house.ids[f"file {state}"], 0), house.ids[state])


def receive(house: House) -> None:
    """An order that nothing has read yet; from then on the queues must rest."""
    house.order("received", [house.letter("carta.pdf"), house.letter("anexo.pdf")])


def _hand_on(house: House, revised: UUID, returned: UUID, to_revise: UUID) -> None:
    with house.act("translator") as uow:
        for translation_id in (revised, returned, to_revise):
            review.send_to_revision(uow, translation_id)
        uow.commit()
    take(house, "reviser", revised)
    take(house, "reviser", returned)
    with house.act("reviser") as uow:
        review.send_back(uow, returned, "Le titre de la page 1 n'est pas celui de l'original.")
        uow.commit()


def _spoil(house: House, translation_id: UUID) -> None:
    """Leaves a wrong amount, which a check stops, an earlier version, and one confirmed segment."""
    with house.act("translator") as uow:
        found = select(Segment).where(Segment.translation_id == translation_id).order_by(Segment.order)
        segments = uow.session.scalars(found).all()
        wrong = next(s for s in segments if "1.234,56" in s.source)
        text = "L'assurée a droit à une pension de 1 243,56 € à compter du 3 mai 2021."
        review.save_segment(uow, translation_id, wrong.id, Edit(text, wrong.version))
        edit = Edit("Institut national de la sécurité sociale", segments[0].version, Change.CONFIRM)
        review.save_segment(uow, translation_id, segments[0].id, edit)
        uow.commit()
    house.ids["segment"] = wrong.id


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """The house with its people and orders."""
    with open_quiet_house(folder) as house:
        add_orders(house)
        add_waits(house)
        yield house


@contextmanager
def open_quiet_house(folder: Path) -> Iterator[House]:
    """The house with its people alone, listening on a free port until the end."""
    wiring = make_wiring(folder / "data", {})
    server = make_server("127.0.0.1", 0, make_application(wiring), threaded=True)
    parts = Parts(wiring, os.getpid())
    house = House(wiring, f"http://127.0.0.1:{server.server_port}", folder, parts)
    add_people(house)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield house
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        parts.close()
        wiring.engine.dispose()


def window(browser: Browser, house: House, who: str, size: str, language: str = "fr") -> BrowserContext:
    """A window of somebody who is signed in."""
    context = chromium.window(browser, house.url, SIZES[size], language=language)
    context.add_cookies([house.cookie(who)])
    return context
