"""What a PDF contains beside its pages is recorded and told to those who work on it, and ends there."""

import io
import re
import zipfile
import zlib
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from ocr.active import active_content
from ocr.warnings import ACTIVE
from storage.models import AuditEvent, Document, Role
from tests.hostile.pdf import flate, page, pdf
from tests.integration.app.house import OUTSIDE, TEST, House, make_house
from tests.integration.app.test_upload_limits import plain, send
from tests.integration.cli.command import truchement

TOLD = ("pdf_javascript", "pdf_launch", "pdf_links", "pdf_embedded_files", "pdf_automatic")
TEXT = b"BT /F1 12 Tf 60 700 Td (Der Rentenbescheid vom 03.04.2025 ist beigelegt, wie verlangt.) Tj ET"


def active() -> bytes:
    """A letter that runs a program when it is opened, with a link and a file in it."""
    objects = page(
        flate(TEXT),
        resources=b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>",
        about=b"/Annots [<< /Type /Annot /Subtype /Link /Rect [60 690 300 720] /A << /S /URI"
        b" /URI (http://a.invalid/) >> >>]",
        o10=flate(b"MZ a program", b"/Type /EmbeddedFile"),
    )
    objects[1] = (
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.launchURL\\(1\\)) /Next"
        b" << /S /Launch /F (cmd.exe) >> >> /Names << /EmbeddedFiles << /Names [(a.exe)"
        b" << /Type /Filespec /F (a.exe) /EF << /F 10 0 R >> >>] >> >> >>"
    )
    return pdf(objects)


def test_a_made_up_letter_has_it_all(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(active())
    assert active_content(tmp_path / "a.pdf") == TOLD


@pytest.fixture
def house(tmp_path: Path) -> House:
    return make_house(tmp_path)


def test_it_is_recorded_and_told_to_the_liaison_body_alone(house: House) -> None:
    requester = house.signed_in(OUTSIDE)
    answer = send(requester, FileStorage(io.BytesIO(active()), "brief.pdf", content_type="application/pdf"))
    assert answer.status_code == 201, answer.text
    with house.wiring.store.read(TEST) as uow:
        document = uow.session.scalars(select(Document)).one()
        assert tuple(document.active_content) == TOLD
        event = uow.session.scalars(
            select(AuditEvent).where(AuditEvent.action == "received", AuditEvent.object_kind == "document")
        ).one()
        assert tuple(event.details["active"]) == TOLD
    where = answer.json["location"]
    house.add("desk", "camille@liaison.example", Role.COORDINATOR)
    shown = plain(house.signed_in("camille@liaison.example").get(where).text)
    for code in TOLD:
        assert plain(ACTIVE[code]) in shown
    assert plain(ACTIVE["pdf_xfa"]) not in shown
    assert "Contenu actif" not in plain(requester.get(where).text)


def streams(data: bytes) -> bytes:
    """A PDF with its packed streams laid open."""
    out = data
    for body in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            out += zlib.decompress(body)
        except zlib.error:
            continue
    return out


def test_nothing_of_it_is_delivered(tmp_path: Path) -> None:
    (tmp_path / "brief.pdf").write_bytes(active())
    out = tmp_path / "out"
    done = truchement(
        "draft", tmp_path / "brief.pdf", "--from", "de", "--out", out, "--json", data=tmp_path / "data"
    )
    assert done.status == 0, done.err
    (record,) = done.json() if isinstance(done.json(), list) else [done.json()]
    assert [w["code"] for w in record["warnings"]][: len(TOLD)] == list(TOLD)
    files = {path.suffix: path for path in map(Path, record["outputs"].values())}
    pdfs = [path for path in map(Path, record["outputs"].values()) if path.suffix == ".pdf"]
    assert len(pdfs) == 2
    for path in pdfs:
        assert active_content(path) == ()
        assert not re.search(rb"a\.invalid|cmd\.exe|launchURL|MZ a program", streams(path.read_bytes()))
    with zipfile.ZipFile(files[".docx"]) as docx:
        for name in docx.namelist():
            assert not re.search(rb"a\.invalid|cmd\.exe|launchURL|MZ a program", docx.read(name)), name
            assert not re.search(r"vba|embeddings|activex", name, re.IGNORECASE)
        relations = b"".join(docx.read(name) for name in docx.namelist() if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations
