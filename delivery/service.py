"""From an approved translation to its files, recorded once."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from uuid import UUID

from delivery import queries
from delivery.document import RenderedSegment, SourcePage, TranslatedDocument, WorkDone
from delivery.names import file_name
from storage import queue
from storage.blobs import new_key
from storage.flow import advance
from storage.messages import TranslationDelivered
from storage.models import Blob, Delivery, DeliveryFile, Document, Out, Segment, SegmentState, Translation, now
from storage.queue import Claim
from storage.sheets import Laid, pages_of
from storage.unit_of_work import UnitOfWork
from storage.workflow import TranslationStatus

INTERRUPTED = "delivery_interrupted"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "bilingual": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class House:
    """How the liaison body appears on its files, and in which zone it dates them."""

    name: str
    zone: tzinfo


def start_delivery(uow: UnitOfWork, claim: Claim, house: House) -> TranslatedDocument | None:
    """What the files are to say; None when the translation is no longer to be delivered."""
    translation = queries.lock_translation(uow.session, claim.subject_id)
    if translation.status is not TranslationStatus.APPROVED:
        queue.complete(uow.session, claim, failure="not_wanted")
        return None
    return describe(uow, translation, house)


def describe(uow: UnitOfWork, translation: Translation, house: House) -> TranslatedDocument:
    """The translation as it stands, ready to be rendered."""
    document, order = translation.document, translation.order
    segments = queries.segments(uow.session, translation.id)
    language = translation.source_language or document.language or "und"
    laid = [each for each in pages_of(uow.session, translation) if each.out is not Out.REPLACED]
    pages = tuple(_source_page(each, document, language) for each in laid)
    return TranslatedDocument(
        reference=order.number,
        file_name=translation.name,
        source_language=language,
        source_sha256=document.sha256,
        source_pages=len(pages),
        pages=pages,
        segments=tuple(_rendered(s) for s in segments if s.state is not SegmentState.DISCARDED),
        body=house.name,
        work=_work(translation, house, machine=any(s.origin == "machine" for s in segments)),
        requester=order.body.name,
        requester_reference=order.own_reference or None,
        mode="extract" if translation.mode == "extract" else "full",
        version=translation.version,
    )


def _source_page(laid: Laid, document: Document, language: str) -> SourcePage:
    reading = laid.reading
    fresh = laid.file.id != document.id
    return SourcePage(
        number=laid.position,
        width=reading.width if reading else 595.0,
        height=reading.height if reading else 842.0,
        language=str(reading.languages[0]) if reading and reading.languages else language,
        summary=laid.summary or None,
        dropped=laid.out.value if laid.out else "",
        origin=laid.page.number if not fresh and laid.page.number != laid.position else None,
        file_name=laid.file.file_name if fresh else None,
    )


def _work(translation: Translation, house: House, *, machine: bool) -> WorkDone:
    done = translation.translated_at or translation.approved_at or now()
    revised = translation.reviser_id is not None and translation.approved_by == translation.reviser_id
    approved = translation.approved_at or now()
    return WorkDone(
        machine_draft=machine,
        engine=translation.engine if machine else None,
        demonstration_engine=translation.demonstration,
        post_edited=machine,
        revised=revised,
        translated_on=done.astimezone(house.zone).date(),
        revised_on=approved.astimezone(house.zone).date() if revised else None,
    )


def _rendered(segment: Segment) -> RenderedSegment:
    return RenderedSegment(
        page=segment.page_number,
        order=segment.order,
        role=segment.role,  # type: ignore[arg-type]
        source=segment.source,
        target=segment.target,
        table=segment.table_number,
        row=segment.row_number,
        column=segment.column_number,
        confirmed=segment.state is SegmentState.CONFIRMED,
    )


def save_delivery(uow: UnitOfWork, claim: Claim, files: Mapping[str, bytes]) -> UUID:
    """Records the files and tells everybody, once."""
    # The bytes go first: a store that is slow must not hold up others by our lock on the translation.
    put = {kind: uow.blobs.put(new_key(claim.body_id), io.BytesIO(data)) for kind, data in files.items()}
    queue.complete(uow.session, claim)
    translation = queries.lock_translation(uow.session, claim.subject_id)
    document = translation.document
    delivery = Delivery(translation_id=translation.id, source_sha256=document.sha256)
    uow.session.add(delivery)
    uow.session.flush()
    for kind, stored in put.items():
        uow.session.add(Blob(key=stored.key, body_id=document.body_id, sha256=stored.sha256, size=stored.size))
        uow.session.flush()
        uow.session.add(
            DeliveryFile(
                delivery_id=delivery.id,
                kind=kind,
                blob_key=stored.key,
                file_name=file_name(translation.order.number, translation.name, kind),
                media_type=MEDIA_TYPES[kind],
                size=stored.size,
                sha256=stored.sha256,
            )
        )
    translation.delivered_at = now()
    advance(uow, translation, TranslationStatus.DELIVERED)
    uow.send(TranslationDelivered(translation.id))
    return delivery.id


def fail_delivery(uow: UnitOfWork, claim: Claim, code: str) -> None:
    """The files could not be made: the translation says why and stays approved work that can be sent again."""
    queue.complete(uow.session, claim, failure=code)
    translation = queries.lock_translation(uow.session, claim.subject_id)
    if translation.status is TranslationStatus.APPROVED:
        advance(uow, translation, TranslationStatus.FAILED, code)
