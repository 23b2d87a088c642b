"""Texts and protected PDFs through the upload form: what is stored, what is told, what is kept nowhere."""

import io
import logging
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from ocr.document import COPY, DOCX, PDF
from storage.blobs import read_verified
from storage.models import AuditEvent, Blob, Document
from tests.hostile.office import good
from tests.hostile.pdf import page, pdf, stream
from tests.integration.app.house import OUTSIDE, TEST, House, make_house
from tests.integration.app.test_upload_limits import plain, send

SECRET = "Kaninchen-4711"
TEXT = b"BT /F1 8 Tf 10 100 Td (Der Rentenbescheid vom 03.04.2025 ist beigelegt, wie verlangt.) Tj ET"
FONT = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return make_house(tmp_path)


def locked() -> bytes:
    """A letter behind a password."""
    writer = pypdf.PdfWriter(io.BytesIO(pdf(page(stream(TEXT), resources=FONT))))
    writer.encrypt(SECRET, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sent(house: House, data: bytes, name: str, **fields: str) -> TestResponse:
    return send(house.signed_in(OUTSIDE), FileStorage(io.BytesIO(data), name), **fields)


def document(house: House) -> Document:
    with house.wiring.store.read(TEST) as uow:
        return uow.session.scalars(select(Document)).one()


def test_a_word_file_is_stored_with_its_reading_copy(house: House) -> None:
    answer = sent(house, good()["docx"], "brief.docx")
    assert answer.status_code == 201, answer.text
    kept = document(house)
    assert (kept.media_type, kept.copy_type, kept.page_count) == (DOCX, COPY, 1)
    assert kept.readable.media_type == COPY
    with house.wiring.store.read(TEST) as uow:
        assert read_verified(uow.blobs, kept.blob_key, kept.sha256) == good()["docx"]
        assert kept.copy_key
        assert kept.copy_sha256
        assert read_verified(uow.blobs, kept.copy_key, kept.copy_sha256).startswith(b"%PDF-")
        assert uow.session.get(Blob, kept.copy_key) is not None
    where = f"/demandes/pieces/{kept.id}"
    reader = house.signed_in(OUTSIDE)
    with reader.get(f"{where}/original") as original:
        assert (original.data, original.mimetype) == (good()["docx"], DOCX)
    assert reader.get(f"{where}/pages/1/640").mimetype == "image/webp"


def test_a_protected_pdf_asks_for_its_password(house: House) -> None:
    refused = sent(house, locked(), "brief.pdf")
    assert refused.status_code == 422
    assert refused.json["refused"][0]["code"] == "encrypted_pdf"
    wrong = sent(house, locked(), "brief.pdf", pdf_password="Hase")
    assert wrong.json["refused"][0]["code"] == "wrong_password"
    form = plain(house.signed_in(OUTSIDE).get("/demandes/nouvelle").text)
    assert "Mot de passe du PDF" in form


def test_a_protected_pdf_is_read_by_its_password_which_is_kept_nowhere(
    house: House, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = sent(house, locked(), "brief.pdf", pdf_password=SECRET)
    assert answer.status_code == 201, answer.text
    kept = document(house)
    assert (kept.media_type, kept.copy_type) == (PDF, PDF)
    with house.wiring.store.read(TEST) as uow:
        readable = kept.readable
        copy = read_verified(uow.blobs, readable.key, readable.sha256)
        original = read_verified(uow.blobs, kept.blob_key, kept.sha256)
        event = uow.session.scalars(
            select(AuditEvent).where(AuditEvent.action == "received", AuditEvent.object_kind == "document")
        ).one()
        assert event.details["copy"] == "unlocked"
    # What is downloaded stays behind its password.
    assert pypdf.PdfReader(io.BytesIO(original)).is_encrypted
    assert "Rentenbescheid" in pypdf.PdfReader(io.BytesIO(copy)).pages[0].extract_text()
    house.wiring.engine.dispose()
    assert SECRET not in caplog.text
    holding = [path for path in tmp_path.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert holding == []
