"""What comes out of mails, messages of Outlook and archives: within the caps, whatever is wrong in them."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from ocr.containers.errors import EncryptedMailError, TooManyMembersError
from ocr.containers.mails import is_mail
from ocr.containers.parts import COMPOUND, EML, ZIP, Caps, Event, Mail, Member, Piece, Refused
from ocr.containers.walk import unpack
from ocr.containers.wire import from_record, to_record
from ocr.containers.words import carries_text, plain, without_signature
from ocr.errors import (
    ArchiveBombError,
    DamagedError,
    EncryptedArchiveError,
    OfficeDocumentError,
    UnsafeArchiveError,
)
from ocr.protocol import ERRORS
from tests.containers import PDF, compound, mail, outlook, zipped

WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
LETTER = (
    "Sehr geehrte Damen und Herren, die Versicherte hat vom 1. Mai 1990 bis zum 3. Juni 2001 in Köln gearbeitet."
)


@pytest.fixture
def opened(tmp_path: Path):
    def open_it(data: bytes, kind: str = EML, caps: Caps | None = None) -> list[Event]:
        path = tmp_path / "container"
        path.write_bytes(data)
        return list(unpack(path, kind, caps or Caps()))

    return open_it


def files(events: list[Event]) -> dict[tuple[str, ...], bytes]:
    """The files by their path."""
    out: dict[tuple[str, ...], bytes] = {}
    for event in events:
        if isinstance(event, Member):
            path = event.path
            out[path] = b""
        elif isinstance(event, Piece):
            out[path] += event.data
    return out


def refused(events: list[Event]) -> dict[tuple[str, ...], str]:
    return {event.path: event.error.code for event in events if isinstance(event, Refused)}


def mails(events: list[Event]) -> list[Mail]:
    return [event for event in events if isinstance(event, Mail)]


def test_a_zip_in_a_mail_in_a_zip(opened) -> None:
    inner = zipped({"dossier/Geburtsurkunde.pdf": PDF + b"1"})
    letter = mail([("scan.pdf", PDF), ("lot.zip", inner)])
    events = opened(zipped({"courrier.eml": bytes(letter), "seul.pdf": PDF + b"2"}), ZIP)
    assert files(events) == {
        ("courrier.eml", "scan.pdf"): PDF,
        ("courrier.eml", "lot.zip", "dossier/Geburtsurkunde.pdf"): PDF + b"1",
        ("seul.pdf",): PDF + b"2",
    }
    (one,) = mails(events)
    assert (one.path, one.subject, one.sender) == (
        ("courrier.eml",),
        "Dossier García",
        "Ana García <ana@seguro.example>",
    )
    assert one.sent_at == "2026-11-03T10:15:00+01:00"
    assert [event.mail for event in events if isinstance(event, Member)] == [0, 0, -1]
    assert refused(events) == {}


def test_a_message_of_outlook_with_one_enclosed(opened) -> None:
    message = outlook(
        [("Bescheid über Rente.pdf", PDF * 500), ("klein.pdf", PDF)],
        text=LETTER,
        enclosed={"files": [("innen.pdf", PDF + b"3")], "text": "", "subject": "Weitergeleitet"},
    )
    events = opened(message, COMPOUND)
    assert files(events) == {
        ("message.txt",): LETTER.encode(),
        ("Bescheid über Rente.pdf",): PDF * 500,
        ("klein.pdf",): PDF,
        ("inner.msg", "innen.pdf"): PDF + b"3",
    }
    assert [(one.subject, one.path) for one in mails(events)] == [
        ("Dossier García", ()),
        ("Weitergeleitet", ("inner.msg",)),
    ]


@pytest.mark.parametrize("share", [40, 70, 95])
def test_a_message_of_outlook_that_is_cut_off_is_damaged_or_gives_what_it_has(opened, share: int) -> None:
    data = outlook([("a.pdf", PDF * 500)], text=LETTER)
    try:
        opened(data[: len(data) * share // 100], COMPOUND)
    except (DamagedError, OfficeDocumentError):
        # What says that it is a message may be what was cut off.
        return


def test_another_compound_file_is_what_it_was(opened) -> None:
    with pytest.raises(OfficeDocumentError):
        opened(compound({"WordDocument": b"x" * 5000}), COMPOUND)


@pytest.mark.parametrize(
    "name", ["Περίληψη.pdf", "заявление.pdf", "証明書.pdf", "عقد زواج.pdf", "a" * 200 + ".pdf"]
)
def test_names_in_any_script(opened, name: str) -> None:
    assert list(files(opened(bytes(mail([(name, PDF)]))))) == [(name,)]
    assert list(files(opened(zipped({name: PDF}), ZIP))) == [(name,)]
    assert list(files(opened(outlook([(name, PDF)]), COMPOUND))) == [(name,)]


def test_names_that_programs_write_in_other_ways(opened) -> None:
    raw = (
        b"From: a@b.example\r\nTo: c@d.example\r\nSubject: =?iso-8859-15?Q?D=E9cision?= \xe9t\xe9\r\n"
        b"Date: Tue, 3 Nov 2026 10:15:00 +0100\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: application/pdf;\r\n'
        b' name="=?utf-8?B?UmVudGVuYmVzY2hlaWQgw6QucGRm?="\r\n\r\n%PDF-1.4\r\n--x--\r\n'
    )
    events = opened(raw)
    assert list(files(events)) == [("Rentenbescheid ä.pdf",)]
    assert mails(events)[0].subject == "Décision été"


def test_a_name_in_the_code_page_of_the_machine_and_its_unicode_twin(opened) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        info = zipfile.ZipInfo("decompte.pdf")
        twin = "dé¢ompte №1.pdf".encode()
        info.extra = struct.pack("<2HBL", 0x7075, 5 + len(twin), 1, zlib_of("decompte.pdf")) + twin
        file.writestr(info, PDF)
    assert list(files(opened(data.getvalue(), ZIP))) == [("dé¢ompte №1.pdf",)]
    old = zipped({"d+compte.pdf": PDF}).replace(b"d+compte.pdf", b"d\x82compte.pdf")
    assert list(files(opened(old, ZIP))) == [("décompte.pdf",)]


def zlib_of(name: str) -> int:
    return zlib.crc32(name.encode())


def test_what_systems_leave_in_archives_is_nobodys_file(opened) -> None:
    data = zipped({"a.pdf": PDF, "__MACOSX/._a.pdf": b"x", ".DS_Store": b"x", "in/Thumbs.db": b"x", "in/": b""})
    assert list(files(opened(data, ZIP))) == [("a.pdf",)]


def test_one_broken_member_of_five_keeps_nothing_else_from_coming(opened) -> None:
    data = bytearray(zipped({f"{n}.pdf": PDF + bytes([n]) * 30 for n in range(5)}, zipfile.ZIP_STORED))
    data[data.index(PDF + bytes([3])) + 20] ^= 0xFF
    events = opened(bytes(data), ZIP)
    assert [path for (path,) in files(events)] == ["0.pdf", "1.pdf", "2.pdf", "4.pdf"]
    assert refused(events) == {("3.pdf",): "damaged_file"}


def test_a_locked_member_is_refused_alone_and_an_archive_of_them_whole(opened) -> None:
    def lock(data: bytes, name: bytes) -> bytes:
        out = bytearray(data)
        out[out.index(name) - 30 + 6] |= 1
        out[out.rindex(name) - 46 + 8] |= 1
        return bytes(out)

    both = zipped({"a.pdf": PDF, "b.pdf": PDF + b"b"})
    events = opened(lock(both, b"b.pdf"), ZIP)
    assert list(files(events)) == [("a.pdf",)]
    assert refused(events) == {("b.pdf",): "encrypted_archive"}
    with pytest.raises(EncryptedArchiveError):
        opened(lock(zipped({"b.pdf": PDF}), b"b.pdf"), ZIP)


def test_harm_is_refused_whole_and_in_a_mail_alone(opened) -> None:
    bomb = zipped({"a": bytes(300_000_000)})
    with pytest.raises(ArchiveBombError):
        opened(bomb, ZIP)
    with pytest.raises(UnsafeArchiveError):
        opened(zipped({"../a.pdf": PDF}), ZIP)
    events = opened(bytes(mail([("bomb.zip", bomb), ("out.zip", zipped({"../a": PDF})), ("a.pdf", PDF)])))
    assert list(files(events)) == [("a.pdf",)]
    assert refused(events) == {("bomb.zip",): "archive_bomb", ("out.zip",): "unsafe_archive"}


def test_an_office_file_is_one_file(opened) -> None:
    events = opened(bytes(mail([("brief.docx", zipped(WORD))])))
    assert list(files(events)) == [("brief.docx",)]
    with pytest.raises(OfficeDocumentError):
        opened(zipped(WORD), ZIP)


def nested_mails(depth: int) -> EmailMessage:
    inner = mail([("a.pdf", PDF)])
    for number in range(depth):
        outer = mail(subject=f"Outer {number}")
        outer.add_attachment(inner)
        inner = outer
    return inner


def test_mails_in_mails_down_to_the_last_that_is_opened(opened) -> None:
    assert [len(path) for path in files(opened(bytes(nested_mails(3))))] == [4]
    events = opened(bytes(nested_mails(4)))
    assert files(events) == {}
    assert list(refused(events).values()) == ["container_too_deep"]


def test_a_thousand_parts_in_parts_end(opened) -> None:
    head = b"From: a@b.example\nDate: Tue, 3 Nov 2026 10:15:00 +0100\nMIME-Version: 1.0\n"
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000))
    try:
        assert files(opened(head + deep)) == {}
    except DamagedError:
        return


def test_the_caps_hold(opened) -> None:
    many = zipped({f"{n}.pdf": PDF + bytes([n]) for n in range(9)})
    with pytest.raises(TooManyMembersError):
        opened(many, ZIP, Caps(files=8))
    # They are counted over all that is nested.
    with pytest.raises(TooManyMembersError):
        opened(bytes(mail([("lot.zip", many)])), caps=Caps(files=8))
    assert set(refused(opened(many, ZIP, Caps(size=len(PDF)))).values()) == {"member_too_large"}
    events = opened(many, ZIP, Caps(total=3 * (len(PDF) + 1)))
    assert len(files(events)) == 3
    assert list(refused(events).values()) == ["container_too_large"] * 6


def test_a_logo_is_no_document_and_a_pasted_scan_is_one(opened) -> None:
    letter = mail(text="")
    letter.add_alternative('<p>Bonjour</p><img src="cid:logo"><img src="cid:scan">', subtype="html")
    page = letter.get_payload()[1]
    page.add_related(b"\x89PNG logo", "image", "png", cid="<logo>", filename="image001.png")
    page.add_related(b"\x89PNG" + bytes(70_000), "image", "png", cid="<scan>", filename="image002.png")
    assert list(files(opened(bytes(letter)))) == [("image002.png",)]


def test_the_text_is_a_document_when_it_says_something(opened) -> None:
    signed = LETTER + "\n\n-- \nAna García\nInstituto Nacional"
    events = opened(bytes(mail([("a.pdf", PDF)], text=signed)))
    assert files(events)[("message.txt",)].decode().strip() == signed
    assert mails(events)[0].text == LETTER
    short = "Guten Tag,\nanbei die Unterlagen.\n\nMit freundlichen Grüßen\n" + LETTER
    assert list(files(opened(bytes(mail([("a.pdf", PDF)], text=short))))) == [("a.pdf",)]


def test_a_page_alone_is_given_as_a_page(opened) -> None:
    letter = EmailMessage()
    letter["From"], letter["Date"], letter["Subject"] = "a@b.example", "Tue, 3 Nov 2026 10:15:00 +0100", "x"
    letter.set_content(f"<html><head><title>no</title><body><p>{LETTER}</p>", subtype="html")
    events = opened(bytes(letter))
    assert LETTER in files(events)[("message.html",)].decode("utf-8-sig")
    assert mails(events)[0].text == LETTER


def test_an_encrypted_mail_is_refused_with_what_to_do(opened) -> None:
    letter = mail()
    letter.replace_header("Content-Type", "application/pkcs7-mime; smime-type=enveloped-data")
    with pytest.raises(EncryptedMailError):
        opened(bytes(letter))


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (b"Received: from a\r\n by b\r\nFrom: a@b\r\nMessage-ID: <x>\r\n\r\n", True),
        (b"From MAILER Mon\nReturn-Path: <a@b>\nFrom: a@b\nTo: c@d\n\nx", True),
        (b"From: the ministry\nTo: whom it concerns\nSubject: a letter\n\nText", False),
        (b"%PDF-1.7\nFrom: a\nDate: b\nTo: c", False),
        (b"", False),
    ],
)
def test_a_mail_is_told_by_its_head(head: bytes, is_one: bool) -> None:
    assert is_mail(head) is is_one


def test_words_and_signatures() -> None:
    assert (
        without_signature("Bonjour,\nvoir ci-joint.\n\nCordialement,\nA. Durand\nTél. 01")
        == "Bonjour,\nvoir ci-joint."
    )
    assert without_signature("Text\n> quoted\n> more\n") == "Text"
    assert not carries_text("Bonjour, voir pièce jointe.")
    assert carries_text(LETTER)
    assert plain("<p>a<br>b</p><script>x</script><p>c &eacute;") == "a\nb\n\nc é"


def events() -> Iterator[Event]:
    yield Mail(0, (), "s", "f", "", "t")
    yield Member(("a",), 0, "text")
    yield Piece(b"\0\xff")
    yield Refused(("a", "b"), DamagedError())


@pytest.mark.parametrize("event", list(events()), ids=lambda event: type(event).__name__)
def test_an_event_goes_through_the_line_and_comes_back(event: Event) -> None:
    back = from_record(json.loads(json.dumps(to_record(event))), ERRORS)
    assert to_record(back) == to_record(event)


@pytest.mark.parametrize(
    "record",
    [
        {"is": "Nothing", "path": []},
        {"is": "Member", "path": ["a" * 9000], "mail": 0, "role": "file"},
        {"is": "Member", "path": ["a"] * 30, "mail": 0, "role": "file"},
        {"is": "Mail", "path": [], "number": 0, "subject": 3, "sender": "", "sent_at": "", "text": ""},
        {"is": "Refused", "path": [], "code": "no such code", "values": {}},
        {"is": "Refused", "path": [], "code": "tesseract_missing", "values": {}},
        {"is": "Piece", "data": "***"},
    ],
)
def test_what_is_no_event_is_not_believed(record: dict[str, object]) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)):
        from_record(record, ERRORS)
