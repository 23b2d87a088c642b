"""What a PDF is said to contain beside its pages, however it is written."""

import time
import zlib

import pypdf
import pytest

from ocr.active import CODES, active_content
from ocr.warnings import ACTIVE, active_sentences
from tests.hostile.pdf import pdf


@pytest.fixture
def found(tmp_path):
    def look(data: bytes) -> tuple[str, ...]:
        (tmp_path / "a.pdf").write_bytes(data)
        return active_content(tmp_path / "a.pdf")

    return look


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (b"<< /S /JavaScript /JS (app.alert(1)) >>", "pdf_javascript"),
        (b"<< /S /J#61vaScr#69pt >>", "pdf_javascript"),
        (b"<< /S/#4a#61#76#61#53#63#72#69#70#74>>", "pdf_javascript"),
        (b"<< /Names [(a) << /JS 9 0 R >>] >>", "pdf_javascript"),
        (b"<< /S /Launch /F (cmd.exe) >>", "pdf_launch"),
        (b"<< /S /SubmitForm /F (http://a.invalid) >>", "pdf_submit"),
        (b"<< /S /ImportData /F (a.fdf) >>", "pdf_submit"),
        (b"<< /S/URI/URI(http://a.invalid)>>", "pdf_links"),
        (b"<< /S /GoToR /F (other.pdf) >>", "pdf_elsewhere"),
        (b"<< /EmbeddedFiles << >> >>", "pdf_embedded_files"),
        (b"<< /Subtype /FileAttachment >>", "pdf_embedded_files"),
        (b"<< /XFA [(a) 9 0 R] >>", "pdf_xfa"),
        (b"<< /Subtype/RichMedia >>", "pdf_media"),
        (b"<< /S /Rendition >>", "pdf_media"),
    ],
)
def test_each_kind_is_found(found, written, code):
    assert code in found(pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 9: written}))


@pytest.mark.parametrize("written", [b"/JSON", b"/URIs", b"/XFAB", b"/Launcher", b"(JavaScript)", b"/JavaScriptX"])
def test_a_longer_name_is_another_one(found, written):
    assert found(pdf({1: b"<< /Type /Catalog " + written + b" true >>"})) == ()


def packed(data: bytes, about: bytes = b"/Filter /FlateDecode") -> bytes:
    body = zlib.compress(data)
    head = b"<< /Type /ObjStm /N 1 /First 4 %s /Length %d >>" % (about, len(body))
    return head + b"\nstream\n" + body + b"\nendstream"


HIDDEN = b"9 0 << /S /JavaScript /JS (a) >>"


def test_streams_of_objects_are_looked_into(found):
    assert found(pdf({5: packed(HIDDEN)})) == ("pdf_javascript",)
    assert found(pdf({5: packed(HIDDEN, b"/Filter [/Fl]")})) == ("pdf_javascript",)
    assert found(pdf({5: packed(b"9 0 << /A 1 >>")})) == ()


@pytest.mark.parametrize(
    "about",
    [b"/Filter [/ASCIIHexDecode /FlateDecode]", b"/Filter /LZWDecode", b"/Filter /FlateDecode /Predictor 12"],
)
def test_what_is_packed_otherwise_is_said_to_be_unseen(found, about):
    assert found(pdf({5: packed(HIDDEN, about)})) == ("pdf_unseen",)


def test_streams_of_objects_of_a_protected_file_are_unseen(found):
    assert found(pdf({5: packed(HIDDEN)}, trailer=b"/Encrypt 6 0 R")) == ("pdf_unseen",)


def test_a_stream_beyond_measure_is_unseen_and_takes_no_time(found):
    began = time.process_time()
    assert found(pdf({n: packed(bytes(40_000_000)) for n in range(5, 25)})) == ("pdf_unseen",)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("catalog", "automatic"),
    [
        (b"/OpenAction [3 0 R /Fit]", False),
        (b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>", False),
        (b"/OpenAction 9 0 R", False),
        (b"/OpenAction << /S /URI /URI (http://a.invalid) >>", True),
        (b"/OpenAction << /S /JavaScript /JS (a) >>", True),
        (b"/#4fpenAction 9 0 R /A << /S /Launch >>", True),
        (b"/AA << /WC << /S /JavaScript >> >>", True),
        (b"/A << /S /JavaScript >>", False),
    ],
)
def test_what_starts_by_itself_is_told_apart(found, catalog, automatic):
    assert ("pdf_automatic" in found(pdf({1: b"<< /Type /Catalog " + catalog + b" >>"}))) is automatic


def test_circles_and_many_objects_cost_no_more_than_their_bytes(found):
    objects = b"".join(b"%d 0 obj\n<< /A %d 0 R /Kids [%d 0 R] >>\nendobj\n" % (n, n, n) for n in range(400_000))
    began = time.process_time()
    assert found(b"%PDF-1.7\n" + objects + b"9 0 obj << /S /Launch >>") == ("pdf_launch",)
    assert time.process_time() - began < 20


def test_what_another_program_joined_is_told(tmp_path):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_attachment("a.txt", b"a")
    writer.write(tmp_path / "a.pdf")
    writer.close()
    assert active_content(tmp_path / "a.pdf") == ("pdf_embedded_files",)


def test_every_code_has_its_sentence():
    assert set(ACTIVE) == set(CODES)
    assert active_sentences(["pdf_xfa", "of another version"])[1] == "of another version"
