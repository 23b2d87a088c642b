"""What is sent that should not be: one table, by command line and through the upload of the web application."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.features import features
from app.parts import Parts
from app.settings import load
from app.signin.passwords import Passwords
from app.web import create_app
from app.wiring import Wiring, wire
from intake.reasons import OTHER, sentence
from storage.actors import system
from storage.blobs import read_verified
from storage.models import Base, Document, Order, Role, Translation
from storage.workflow import DocumentStatus, Queue, TranslationStatus
from tests.application import CHEAP, EMAIL, sign_in, token_of
from tests.integration.app.site import add_user
from tests.integration.cli.bad_files import CASES, MEGABYTES, PAGES, Case, make_all
from tests.integration.cli.command import truchement

TEST = system("test")
LIMITS = {"MAX_UPLOAD_MB": str(MEGABYTES), "MAX_PAGES": str(PAGES)}
REFUSED = [case for case in CASES if case.fate == "door"]
LOST = [case for case in CASES if case.fate == "reading"]
ACCEPTED = [case for case in CASES if case.fate == "accepted"]


def named(case: Case) -> str:
    return case.name.encode("ascii", "replace").decode()[:30]


def says_what_to_do(message: str) -> None:
    """A French sentence: what is wrong, then what to do about it."""
    wrong, _, remedy = message.partition(":")
    assert len(wrong) > 15
    assert len(remedy) > 15
    assert message.endswith(".")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_all(tmp_path_factory.mktemp("files"))


# --- By command line ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def records(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All in one call: whatever comes before, each has its own answer."""
    data, out = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("out")
    done = truchement("draft", "--json", "--out", out, "--", *files.values(), data=data, **LIMITS)
    assert (done.status, done.err) == (1, "")
    found = done.json()
    assert [os.fsencode(record["file"]) for record in found] == [os.fsencode(path) for path in files.values()]
    assert len(list(out.iterdir())) == 3 * len(ACCEPTED)
    return dict(zip(files, found, strict=True))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("case", REFUSED + LOST, ids=named)
def test_the_command_line_refuses_with_a_code_and_a_remedy(records: dict[str, Any], case: Case) -> None:
    record = records[case.name]
    assert list(record) == ["file", "error"]
    assert record["error"]["code"] == case.code
    says_what_to_do(record["error"]["message"])


@pytest.mark.timeout(600)
@pytest.mark.parametrize("case", ACCEPTED, ids=named)
def test_the_command_line_takes_what_is_only_odd(records: dict[str, Any], case: Case) -> None:
    record = records[case.name]
    assert case.code in [warning["code"] for warning in record["warnings"]]
    for path in record["outputs"].values():
        assert Path(path).stat().st_size > 1000
        assert Path(path).name.isprintable()


@pytest.mark.parametrize("code", ["unreadable_document", "damaged_file"])
def test_reading_alone_refuses_likewise(files: dict[str, Path], tmp_path: Path, code: str) -> None:
    case = next(case for case in CASES if case.code == code)
    done = truchement("ocr", files[case.name], "--json", data=tmp_path / "data")
    assert (done.status, done.err) == (1, "")
    assert done.json()["error"]["code"] == code


# --- Through the web application ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """The answer to an upload, and what the service holds once its worker has nothing left to do."""

    status: int
    refused: list[dict[str, str]]
    order: str | None


@dataclass(frozen=True)
class Service:
    """A whole application and its worker's steps over one database."""

    wiring: Wiring
    client: FlaskClient
    sent: dict[str, Sent]


def send(client: FlaskClient, path: Path, token: str) -> Sent:
    """Sends a file as a browser does, which writes what would end the header of a part as %0A and the like."""
    name = path.name.replace("\n", "%0A").replace('"', "%22")
    head = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n'
    body = b"\r\n".join(
        [
            b"--mark\r\n" + head.format("csrf_token", "").encode() + token.encode(),
            b"--mark\r\n" + head.format("files", f'; filename="{name}"').encode() + path.read_bytes(),
            b"--mark--\r\n",
        ]
    )
    headers = {"Accept": "application/json", "Referer": "http://localhost/demandes/nouvelle"}
    kind = "multipart/form-data; boundary=mark"
    answer = client.post("/demandes", data=body, headers=headers, content_type=kind)
    told = json.loads(answer.text)
    return Sent(answer.status_code, told.get("refused", []), told.get("number"))


def work(steps: dict[Queue, Callable[[], bool]]) -> None:
    """Does all there is to do: an error that came through would end the worker, and fails the test."""
    while any(steps[queue]() for queue in (Queue.READ, Queue.RELAY, Queue.DRAFT)):
        pass


@pytest.fixture(scope="module")
def service(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = tmp_path_factory.mktemp("service")
    named_settings = {f"TRUCHEMENT_{name}": value for name, value in LIMITS.items()}
    wiring = wire(load({"TRUCHEMENT_DATA": str(data), **named_settings}))
    Base.metadata.create_all(wiring.engine)
    passwords = Passwords(CHEAP)
    add_user(wiring.store, passwords, EMAIL, (Role.REQUESTER,))
    client = create_app(wiring, features(wiring), passwords).test_client()
    assert sign_in(client).status_code == 302
    token = token_of(client, "/demandes/nouvelle")
    # A name that is no text cannot travel in a form.
    sent = {name: send(client, path, token) for name, path in files.items() if "\udcff" not in name}
    with closing(Parts(wiring, os.getpid())) as parts:
        work(dict(parts.steps()))
    yield Service(wiring, client, sent)
    wiring.engine.dispose()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("case", REFUSED, ids=named)
def test_the_upload_refuses_with_a_code_and_a_remedy(service: Service, case: Case) -> None:
    sent = service.sent[case.name]
    assert (sent.status, sent.order) == (422, None)
    (refusal,) = sent.refused
    assert (refusal["name"], refusal["code"]) == (case.name, case.code)
    says_what_to_do(refusal["message"])


def held(service: Service, sent: Sent) -> tuple[Document, Translation, bytes]:
    with service.wiring.store.read(TEST) as uow:
        document = uow.session.scalars(select(Document).join(Order).where(Order.number == sent.order)).one()
        translation = uow.session.scalars(select(Translation).where(Translation.document_id == document.id)).one()
        return document, translation, read_verified(uow.blobs, document.blob_key, document.sha256)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("case", LOST, ids=named)
def test_what_cannot_be_read_is_kept_with_its_reason(service: Service, files: dict[str, Path], case: Case) -> None:
    assert service.sent[case.name].status == 201
    document, translation, original = held(service, service.sent[case.name])
    assert original == files[case.name].read_bytes()
    assert (document.status, document.reason) == (DocumentStatus.FAILED, case.lost or case.code)
    assert (translation.status, translation.reason) == (TranslationStatus.FAILED, document.reason)
    assert sentence(document.reason) != OTHER
    says_what_to_do(sentence(document.reason))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("case", [c for c in ACCEPTED if "\udcff" not in c.name], ids=named)
def test_what_is_only_odd_goes_through(service: Service, files: dict[str, Path], case: Case) -> None:
    document, translation, original = held(service, service.sent[case.name])
    assert original == files[case.name].read_bytes()
    assert document.status is DocumentStatus.READ
    assert translation.status is TranslationStatus.DRAFTED
    assert document.file_name.isprintable()
    page = service.client.get(f"/demandes/{document.order_id}")
    assert page.status_code == 200
    download = service.client.get(f"/demandes/pieces/{document.id}/original")
    try:
        assert (download.status_code, download.data) == (200, original)
    finally:
        download.close()
