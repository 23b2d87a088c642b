"""Mails and archives at the door: their files become the documents of one order, what is refused is told."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.features import intake_services
from intake import queries
from intake.opening import receive, receive_mail
from ocr.containers.errors import UnreadableContainerError
from ocr.containers.opening import unpack_in_child
from ocr.containers.parts import EML, Caps
from ocr.limits import MEBIBYTE, Limits
from storage.blobs import read_verified
from storage.models import Container, Document, Order, Role
from tests.application import TEST, token_of
from tests.containers import mail, outlook, zipped
from tests.integration.app.workshop import House, open_house
from tests.integration.ocr.papers import SPANISH, printed

JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return printed(tmp_path_factory.mktemp("paper") / "acte.pdf", SPANISH).read_bytes()


def other(paper: bytes, number: int) -> bytes:
    """The same paper as another file."""
    return paper + b"\n%" + str(number).encode()


def send(client: FlaskClient, *files: tuple[str, bytes]):
    fields = [("files", FileStorage(io.BytesIO(data), name)) for name, data in files]
    boundary, body = encode_multipart(MultiDict([("csrf_token", token_of(client, "/aide")), *fields]))
    kind = f'multipart/form-data; boundary="{boundary}"'
    return client.post("/demandes", data=body, content_type=kind, headers=JSON)


def rows(house: House, number: str) -> tuple[list[Document], list[Container]]:
    with house.wiring.store.read(TEST) as uow:
        order = uow.session.scalars(select(Order).where(Order.number == number)).one()
        documents = uow.session.scalars(select(Document).where(Document.order_id == order.id))
        containers = uow.session.scalars(select(Container).where(Container.order_id == order.id))
        return sorted(documents.all(), key=lambda d: d.file_name), list(containers.all())


def test_one_broken_attachment_of_five_is_one_line(house: House, paper: bytes) -> None:
    client = house.client(Role.REQUESTER)
    files = [(f"acte {n}.pdf", other(paper, n)) for n in range(4)]
    letter = bytes(mail([*files[:2], ("abîmé.pdf", paper[: len(paper) // 3]), *files[2:]]))
    answer = send(client, ("courrier.eml", letter))
    assert answer.status_code == 201, answer.text
    (refusal,) = answer.json["refused"]
    assert (refusal["name"], refusal["code"]) == ("courrier.eml › abîmé.pdf", "damaged_file")
    documents, (container,) = rows(house, answer.json["number"])
    assert [d.file_name for d in documents] == [name for name, _ in files]
    assert {d.container_id for d in documents} == {container.id}
    assert documents[0].origin == {"path": ["acte 0.pdf"], "mail": 0}
    with house.wiring.store.read(TEST) as uow:
        assert read_verified(uow.blobs, container.blob_key, container.sha256) == letter
    page = client.get(answer.json["location"]).text
    assert page.count("Extraite de") == 4
    assert "abîmé.pdf" in page
    assert "1 fichier de cet envoi" in page
    assert "Ana García" in page
    link = re.search(r'href="(/demandes/envois/[^"]+)"', page)
    assert link
    with client.get(link[1]) as download:
        assert download.data == letter
    assert house.client(Role.ADMINISTRATOR).get(link[1]).status_code == 403


def test_a_zip_in_a_mail_in_a_zip_is_documents_of_one_order(house: House, paper: bytes) -> None:
    inner = zipped({"dossier/证明书.pdf": other(paper, 1), "notes.exe": b"MZ\x90\0"})
    letter = bytes(mail([("lot.zip", inner), ("scan.pdf", other(paper, 2))]))
    client = house.client(Role.REQUESTER)
    answer = send(client, ("tout.zip", zipped({"c.eml": letter})), ("seul.pdf", other(paper, 3)))
    assert answer.status_code == 201, answer.text
    assert [(r["name"], r["code"]) for r in answer.json["refused"]] == [
        ("tout.zip › c.eml › lot.zip › notes.exe", "unsupported_type")
    ]
    documents, _ = rows(house, answer.json["number"])
    assert {d.file_name: d.origin and tuple(d.origin["path"]) for d in documents} == {
        "scan.pdf": ("c.eml", "scan.pdf"),
        "seul.pdf": None,
        "证明书.pdf": ("c.eml", "lot.zip", "dossier/证明书.pdf"),
    }


def test_a_message_of_outlook(house: House, paper: bytes) -> None:
    answer = send(house.client(Role.REQUESTER), ("m.msg", outlook([("a.pdf", paper)], text="Hola")))
    assert answer.status_code == 201, answer.text
    (document,), (container,) = rows(house, answer.json["number"])
    assert (document.file_name, container.media_type) == ("a.pdf", "application/vnd.ms-outlook")


def test_a_draft_that_a_mail_program_saved_is_known_by_its_name(house: House, paper: bytes) -> None:
    letter = mail([("a.pdf", paper)])
    for name in ("From", "Date", "Message-ID", "To"):
        del letter[name]
    data = b"X-Unsent: 1\n" + bytes(letter).replace(b"MIME-Version: 1.0\n", b"")
    answer = send(house.client(Role.REQUESTER), ("brouillon.EML", data), ("brouillon.dat", data))
    assert [(r["name"], r["code"]) for r in answer.json["refused"]] == [("brouillon.dat", "unsupported_type")]


def test_the_same_file_twice_is_one_document_and_told(house: House, paper: bytes) -> None:
    answer = send(house.client(Role.REQUESTER), ("z.zip", zipped({"a.pdf": paper, "copie/b.pdf": paper})))
    (refusal,) = answer.json["refused"]
    assert refusal["code"] == "duplicate_member"
    assert "a.pdf" in refusal["message"]
    assert len(rows(house, answer.json["number"])[0]) == 1


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("vide.zip", zipped({}), "empty_container"),
        ("vide.eml", bytes(mail()), "empty_container"),
        ("office.zip", zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"x"}), "office_document"),
        ("out.zip", zipped({"../a.pdf": b"%PDF-1.4"}), "unsafe_archive"),
        ("bomb.zip", zipped({"a": bytes(300_000_000)}), "archive_bomb"),
        ("exe.zip", zipped({"a.exe": b"MZ\x90"}), "unsupported_type"),
    ],
)
def test_what_gives_no_document_makes_no_order(house: House, name: str, data: bytes, code: str) -> None:
    answer = send(house.client(Role.REQUESTER), (name, data))
    assert answer.status_code == 422
    assert [r["code"] for r in answer.json["refused"]] == [code]


def test_the_text_of_a_mail_is_a_document(house: House, paper: bytes, tmp_path: Path) -> None:
    text = "Sehr geehrte Damen, die Versicherte hat vom 1. Mai 1990 bis zum 3. Juni 2001 in Köln gearbeitet."
    (tmp_path / "c.eml").write_bytes(bytes(mail([("a.pdf", paper)], text=text)))
    services = intake_services(house.wiring)
    files = [(tmp_path / "c.eml", "c.eml")]
    arrival = receive(files, _folder(tmp_path, 1), services.door)
    assert [(file.name, file.media_type) for file in arrival.files] == [
        ("message.txt", "text/plain"),
        ("a.pdf", "application/pdf"),
    ]
    assert arrival.files[0].path.read_text() == arrival.parcels[0].mails[0].text == text
    assert arrival.files[0].copy.startswith(b"%PDF-")
    # What the requester wrote to the service is what they say of their order.
    arrival = receive_mail(files[0][0], "c.eml", _folder(tmp_path, 3), services.door)
    assert [file.name for file in arrival.files] == ["a.pdf"]


def _folder(parent: Path, number: int) -> Path:
    folder = parent / str(number)
    folder.mkdir()
    return folder


def test_a_container_that_kills_its_reader_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "c.eml").write_bytes(bytes(mail([("a.pdf", bytes(90_000_000))])))
    tight = Limits(memory=300 * MEBIBYTE)
    with pytest.raises(UnreadableContainerError):
        unpack_in_child(tmp_path / "c.eml", EML, _folder(tmp_path, 1), caps=Caps(), limits=tight)


def send_form(client: FlaskClient, key: str, *files: tuple[str, bytes]):
    fields = [("files", FileStorage(io.BytesIO(data), name)) for name, data in files]
    said = [("csrf_token", token_of(client, "/aide")), ("request_key", key), *fields]
    boundary, body = encode_multipart(MultiDict(said))
    return client.post(
        "/demandes", data=body, content_type=f'multipart/form-data; boundary="{boundary}"', headers=JSON
    )


def test_a_form_that_is_sent_twice_is_one_order(house: House, paper: bytes) -> None:
    client = house.client(Role.REQUESTER)
    key = re.findall(r'name="request_key" value="(\w+)"', client.get("/demandes/nouvelle").text)[0]
    first, second = (send_form(client, key, ("a.pdf", paper)) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["number"] == second.json["number"]
    assert "pas été faite une seconde fois" in client.get(second.json["location"]).text.replace("&#39;", "'")
    # The page that came back by the browser's own button, with another file.
    third = send_form(client, key, ("a.pdf", other(paper, 1)))
    assert third.json["number"] != first.json["number"]
    assert re.findall(r'name="request_key" value="(\w+)"', client.get("/demandes/nouvelle").text)[0] != key


def test_two_at_once_are_one_order(house: House, paper: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second begins before the first is committed, and does not find it."""
    client = house.client(Role.REQUESTER)
    found = queries.order_of_request
    answers = iter([None])
    first = send_form(client, "one key", ("a.pdf", paper))
    monkeypatch.setattr(queries, "order_of_request", lambda *said: next(answers, found(*said)))
    second = send_form(client, "one key", ("a.pdf", paper))
    assert second.json["number"] == first.json["number"]


def test_a_form_without_a_key_is_an_order_each_time(house: House, paper: bytes) -> None:
    client = house.client(Role.REQUESTER)
    assert len({send(client, ("a.pdf", paper)).json["number"] for _ in range(2)}) == 2


#: As a program writes above a mail that it passes on; a file that begins so is not taken for a text.
PASSED_ON = "From: Eva Muster\nSent: 3 May\nTo: Ana\n\n" + "She was insured in Cork. " * 8
PART_OF_A_PAGE = "<b>Bescheid</b> über die Rente: " + "sie war in Köln versichert. " * 8


@pytest.mark.parametrize(("text", "end"), [(PASSED_ON, "txt"), (PART_OF_A_PAGE, "html")])
def test_what_somebody_wrote_is_a_text_whatever_it_begins_with(
    house: House, tmp_path: Path, text: str, end: str
) -> None:
    letter, kind = mail(), {"txt": "plain", "html": "html"}[end]
    letter.set_content(text, subtype=kind)
    (tmp_path / "c.eml").write_bytes(bytes(letter))
    arrival = receive([(tmp_path / "c.eml", "c.eml")], _folder(tmp_path, 1), intake_services(house.wiring).door)
    assert [(file.name, file.media_type) for file in arrival.files] == [(f"message.{end}", f"text/{kind}")]
    assert arrival.files[0].copy.startswith(b"%PDF-")


def test_the_text_of_a_mail_is_read_by_a_copy_of_it(house: House) -> None:
    text = "Sehr geehrte Damen, die Versicherte hat vom 1. Mai 1990 bis zum 3. Juni 2001 in Köln gearbeitet."
    answer = send(house.client(Role.REQUESTER), ("c.eml", bytes(mail([], text=text))))
    assert answer.status_code == 201, answer.text
    (document,), (container,) = rows(house, answer.json["number"])
    assert (document.file_name, document.media_type) == ("message.txt", "text/plain")
    assert document.copy_key is not None
    assert document.container_id == container.id
