"""Files of a delivered translation, made without rendering any."""

import io

from storage.blobs import new_key
from storage.models import Blob, Delivery, DeliveryFile, Translation, now
from storage.unit_of_work import UnitOfWork

FRENCH = b"%PDF-1.7 " + bytes(range(256)) * 4


def deliver(uow: UnitOfWork, translation: Translation, data: bytes = FRENCH) -> DeliveryFile:
    """One file, recorded as ``delivery.service`` records it."""
    body_id = translation.document.body_id
    stored = uow.blobs.put(new_key(body_id), io.BytesIO(data))
    uow.session.add(Blob(key=stored.key, body_id=body_id, sha256=stored.sha256, size=stored.size))
    uow.session.flush()
    translation.delivered_at = now()
    delivery = Delivery(translation_id=translation.id, source_sha256=translation.document.sha256)
    file = DeliveryFile(
        kind="pdf",
        blob_key=stored.key,
        file_name="décision.fr.pdf",
        media_type="application/pdf",
        size=stored.size,
        sha256=stored.sha256,
    )
    delivery.files.append(file)
    uow.session.add(delivery)
    uow.session.flush()
    return file
