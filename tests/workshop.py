"""The editor over a small document, with the real application: for its tests with and without a browser."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from weasyprint import HTML

from app.features import features
from app.settings import load
from app.wiring import wire
from storage.actors import Actor, person
from storage.models import BodyKind, Document, Reading, Role, Segment, Translation
from storage.unit_of_work import Store, UnitOfWork
from storage.words import Box, PageWords, Word, encode
from storage.workflow import DocumentStatus, TranslationStatus
from tests.application import PASSWORD, PASSWORDS, TEST, environment, signed_in, token_of
from tests.factories import (
    make_blob,
    make_body,
    make_document,
    make_order,
    make_segment,
    make_translation,
    make_unit,
    make_user,
)
from tests.integration.app.site import Site, make_site

JSON = {"Accept": "application/json"}
# Source, French, role, top of its box on page 1 in points.
TEXTS = (
    ("Rentenbescheid", "Décision de pension", "heading", 72.0),
    ("Die Rente beträgt 1.234,56 EUR.", "La pension s'élève à 1 234,56 EUR.", "paragraph", 110.0),
    ("Beitrag zur Pflegeversicherung", "Cotisation à l'assurance dépendance", "paragraph", 140.0),
    ("Beitrag zur Pflegeversicherung", "Cotisation dépendance", "paragraph", 170.0),
    ("Beitrag zur Pflegeversicherung", "", "paragraph", 200.0),
    ("Mit freundlichen Grüßen", "Cordialement", "paragraph", 240.0),
)


@dataclass
class Workshop:
    """The site, a translation in the hands of ``translator``, and who else there is."""

    site: Site
    store: Store
    translation_id: UUID
    translator: Actor
    emails: dict[str, str]

    @property
    def address(self) -> str:
        return f"/atelier/{self.translation_id}"

    def client(self, who: str = "translator") -> "Client":
        client = signed_in(self.site.app, self.emails[who])
        return Client(client, token_of(client, "/aide"))

    def segments(self) -> list[Segment]:
        with self.store.read(self.translator) as uow:
            found = select(Segment).where(Segment.translation_id == self.translation_id).order_by(Segment.order)
            return list(uow.session.scalars(found))

    def status(self) -> TranslationStatus:
        with self.store.read(self.translator) as uow:
            return uow.session.get_one(Translation, self.translation_id).status

    def at(self, number: int) -> str:
        """The address of a segment, by its number in the margin."""
        return f"{self.address}/segments/{self.segments()[number - 1].id}"


@dataclass
class Client:
    """A signed-in browser without pages, which speaks as the editor's script does."""

    flask: FlaskClient
    token: str

    def post(self, path: str, **values: object):
        data = {"csrf_token": self.token} | values
        return self.flask.post(path, data=data, headers=JSON)


def make_workshop(folder: Path) -> Workshop:
    site = make_site(folder, features(wire(load(environment(folder, {})))))
    with site.store.transaction(TEST) as uow:
        caisse, house = make_body(uow), make_body(uow, BodyKind.LIAISON)
        unit, hashed = make_unit(uow, house), PASSWORDS.hash(PASSWORD)
        people = {
            "translator": make_user(uow, unit, Role.TRANSLATOR, password_hash=hashed),
            "reviser": make_user(uow, unit, Role.REVISER, password_hash=hashed),
            "requester": make_user(uow, make_unit(uow, caisse), Role.REQUESTER, password_hash=hashed),
        }
        document = make_document(
            uow, make_order(uow, person(people["requester"], caisse)), status=DocumentStatus.READ
        )
        original = make_blob(uow, document.body_id, _original())
        document.blob_key, document.sha256, document.size = original.key, original.sha256, original.size
        _read(uow, document)
        translation = make_translation(uow, document, status=TranslationStatus.IN_TRANSLATION)
        translation.translator_id = people["translator"].id
        for order, (source, french, role, top) in enumerate(TEXTS):
            segment = make_segment(uow, translation, order, source, french)
            segment.role, segment.boxes = role, [[72.0, top, 400.0, top + 14.0]]
        emails = {name: user.email for name, user in people.items()}
        return Workshop(site, site.store, translation.id, person(people["translator"], house), emails)


def _original() -> bytes:
    lines = "".join(f"<p>{source}</p>" for source, *_ in TEXTS)
    return bytes(HTML(string=f"<style>@page{{size:595pt 842pt}}</style>{lines}").write_pdf())


def _read(uow: UnitOfWork, document: Document) -> None:
    """The page as if Tesseract had been sure of all words but one."""
    word = Word("Pflegeversicherung", Box(150.0, 141.0, 300.0, 153.0), 31.0, 2, 2)
    page = PageWords(1, 595.0, 842.0, 0, "ocr", ("de",), 93.0, (word,))
    blob = make_blob(uow, document.body_id, encode(page))
    reading = Reading(
        page_id=document.pages[0].id,
        engine="tesseract",
        source="ocr",
        languages=["de"],
        confidence=93.0,
        width=595.0,
        height=842.0,
        rotation=0,
        word_count=1,
        warnings=[],
        words_key=blob.key,
        seconds=1.0,
    )
    uow.session.add(reading)
    uow.session.flush()
    document.pages[0].reading_id = reading.id
