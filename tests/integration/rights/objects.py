"""What the walk asks for: orders of every kind of owner, ordinary and medical, with a piece in every state.

Each object is a set of identifiers by the name that they have in addresses: ``order_id``, ``translation_id``…
An object lends itself to every route whose names it has.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from storage.blobs import new_key
from storage.models import (
    Blob,
    Confidentiality,
    Container,
    Delivery,
    DeliveryFile,
    Document,
    LoginSession,
    Order,
    Reading,
    SegmentState,
    Translation,
    now,
)
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus as D
from storage.workflow import PageStatus
from storage.workflow import TranslationStatus as T
from tests.factories import make_document, make_order, make_segment, make_translation
from tests.integration.rights.kept import FAILED_TRANSLATIONS, FAILURE_CODE, make_kept
from tests.integration.rights.people import Person

SCAN = Path(__file__).parents[3] / "samples" / "de_rentenbescheid.pdf"
Ids = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Made:
    """How one object is made. ``settled`` says that its segments are confirmed."""

    author: str
    status: T = T.DRAFTED
    medical: bool = False
    translator: str = ""
    reviser: str = ""
    settled: bool = False


OBJECTS: Mapping[str, Made] = {
    "received": Made("author", T.TO_TRIAGE),
    "drafted": Made("author"),
    "held": Made("author", T.IN_TRANSLATION, translator="translator", settled=True),
    "to revise": Made("author", T.IN_REVISION, translator="translating reviser", settled=True),
    "revised": Made("author", T.IN_REVISION, translator="translator", reviser="reviser", settled=True),
    "returned": Made("author", T.RETURNED, translator="translator"),
    "approved": Made("author", T.APPROVED, translator="translator", settled=True),
    "delivered": Made("author", T.DELIVERED, translator="translator", settled=True),
    "failed": Made("author", T.FAILED),
    "failed medical": Made("author", T.FAILED, medical=True),
    "medical": Made("author", medical=True),
    "medical held": Made("author", T.IN_TRANSLATION, True, translator="cleared translator", settled=True),
    "medical delivered": Made("author", T.DELIVERED, True, translator="cleared translator", settled=True),
    "second unit's": Made("second unit", T.DELIVERED, settled=True),
    "doctor's": Made("doctor", T.DELIVERED, True, settled=True),
    "other body's": Made("other author"),
    "other body's delivered": Made("other author", T.DELIVERED, settled=True),
    "other body's medical": Made("other author", T.DELIVERED, True, settled=True),
}
# Whose sign-ins are tried to be ended by everybody.
SIGN_INS = ("author", "colleague", "administrator")
# Identifiers that exist nowhere, a medical segment asked for under a translation that more people may see, and a
# unit under another body than its own.
UNKNOWN, CROSSED = "unknown", "a medical segment under the held translation"
CROSSED_UNIT = "a unit under another body"
OWN_SIGN_IN, CROSSED_SIGN_IN = "a sign-in under its account", "a sign-in under another account"
CROSSES = (CROSSED, CROSSED_UNIT, OWN_SIGN_IN, CROSSED_SIGN_IN)


def make_objects(uow: UnitOfWork, people: Mapping[str, Person], kept_mails: Path) -> dict[str, Ids]:
    """Every object's identifiers, by its name; ``kept_mails`` is the folder in which mails are kept."""
    objects: dict[str, Ids] = {name: _make(uow, people, made) for name, made in OBJECTS.items()}
    objects |= make_kept(uow, people, kept_mails)
    nowhere = {name: uuid4() for ids in objects.values() for name in ids} | {"session_id": uuid4()}
    objects[UNKNOWN] = {**nowhere, **_PAGE, "kind": "document", "name": "20260101-080000-00000002.eml"}
    objects[CROSSED] = {
        "translation_id": objects["held"]["translation_id"],
        "segment_id": objects["medical held"]["segment_id"],
    }
    objects[CROSSED_UNIT] = {
        "body_id": objects["body"]["body_id"],
        "unit_id": objects["liaison body"]["unit_id"],
    }
    objects |= {
        what: {"kind": "translation", "subject_id": objects[whose]["translation_id"]}
        for what, whose in FAILED_TRANSLATIONS.items()
    }
    for name in SIGN_INS:
        sessions = select(LoginSession.id).where(LoginSession.user_id == people[name].actor.person)
        objects[f"sign-in of {name}"] = {"session_id": uow.session.scalars(sessions).one()}
    signed_in = objects[f"sign-in of {SIGN_INS[0]}"]
    for what, whose in ((OWN_SIGN_IN, SIGN_INS[0]), (CROSSED_SIGN_IN, SIGN_INS[1])):
        objects[what] = {"user_id": people[whose].actor.user_id, **signed_in}
    return objects


_PAGE = {"number": 1, "width": 160}


def _make(uow: UnitOfWork, people: Mapping[str, Person], made: Made) -> Ids:
    kind = Confidentiality.MEDICAL if made.medical else Confidentiality.ORDINARY
    order = make_order(uow, people[made.author].actor, confidentiality=kind)
    document = _document(uow, order, D.RECEIVED if made.status is T.TO_TRIAGE else D.READ)
    translation = make_translation(uow, document, status=made.status)
    translation.reason = FAILURE_CODE if made.status is T.FAILED else None
    translation.translator_id = _who(people, made.translator)
    translation.reviser_id = _who(people, made.reviser)
    segment = make_segment(
        uow, translation, 0, "Ihre Rente beträgt 1.234,56 €.", "Votre pension est de 1 234,56 €."
    )
    segment.findings = [{"code": "reading_noise", "blocking": False, "values": {}}]
    after = make_segment(uow, translation, 1, "Sie beginnt am 3. Mai 2021.", "Elle commence le 3 mai 2021.")
    if made.settled:
        segment.state = after.state = SegmentState.CONFIRMED
    ids: dict[str, object] = {
        "order_id": order.id,
        "document_id": document.id,
        "translation_id": translation.id,
        "segment_id": segment.id,
        "container_id": _container(uow, order).id,
    }
    if made.status is T.DELIVERED:
        ids["file_id"] = _deliver(uow, translation).id
    return ids | _PAGE


def _who(people: Mapping[str, Person], name: str):
    return people[name].actor.user_id if name else None


def _document(uow: UnitOfWork, order: Order, status: D) -> Document:
    """A document whose bytes are a real PDF, so that its pages can be drawn."""
    document = make_document(uow, order, status=status)
    blob = _blob(uow, order, SCAN.read_bytes())
    document.blob_key, document.sha256, document.size = blob.key, blob.sha256, blob.size
    if status is D.READ:
        page = document.pages[0]
        page.status = PageStatus.READ
        words = _blob(uow, order, b"words")
        page.reading = Reading(
            page_id=page.id,
            engine="test",
            source="text",
            languages=["de"],
            confidence=99.0,
            width=595.0,
            height=842.0,
            rotation=0,
            word_count=4,
            warnings=[],
            words_key=words.key,
            seconds=0.1,
        )
    uow.session.flush()
    return document


def _blob(uow: UnitOfWork, order: Order, data: bytes) -> Blob:
    stored = uow.blobs.put(new_key(order.body_id), io.BytesIO(data))
    blob = Blob(key=stored.key, body_id=order.body_id, sha256=stored.sha256, size=stored.size)
    uow.session.add(blob)
    uow.session.flush()
    return blob


def _container(uow: UnitOfWork, order: Order) -> Container:
    """The mail that the document came in."""
    blob = _blob(uow, order, b"From: a@b.example")
    container = Container(
        body_id=order.body_id,
        order_id=order.id,
        blob_key=blob.key,
        file_name="courrier.eml",
        media_type="message/rfc822",
        size=blob.size,
        sha256=blob.sha256,
        mails=[],
        refused=[],
        created_by=order.created_by,
    )
    uow.session.add(container)
    uow.session.flush()
    return container


def _deliver(uow: UnitOfWork, translation: Translation) -> DeliveryFile:
    blob = _blob(uow, translation.order, b"%PDF-1.7 delivered")
    delivery = Delivery(translation_id=translation.id, source_sha256=translation.document.sha256)
    translation.delivered_at = now()
    file = DeliveryFile(
        kind="pdf",
        blob_key=blob.key,
        file_name="traduction.pdf",
        media_type="application/pdf",
        size=blob.size,
        sha256=blob.sha256,
    )
    delivery.files.append(file)
    uow.session.add(delivery)
    uow.session.flush()
    return file
