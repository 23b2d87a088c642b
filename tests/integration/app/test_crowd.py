"""Too many at once: a quick refusal that says what to do, and nothing of the request is taken; the real server
goes on answering those who have a place."""

import json
import socket
import time
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

import pytest
from sqlalchemy import event, select

from app.crowd import Gate
from storage.models import Order
from tests.application import TEST, token_of
from tests.bench.web import serving
from tests.integration.app.house import OUTSIDE, House, make_house

PATIENCE = 120


@pytest.fixture
def house(tmp_path: Path) -> House:
    return make_house(tmp_path, WEB_UPLOADS="1", WEB_REQUESTS="1", WEB_WAITING="0")


def gate_of(house: House) -> Gate:
    found: Gate = house.app.wsgi_app._app
    return found


def test_a_program_is_told_the_code_and_when_to_come_again(house: House) -> None:
    client = house.signed_in(OUTSIDE)
    lanes = gate_of(house)._lanes
    assert lanes.uploads.enter()
    answer = client.post(
        "/demandes",
        data=b"never read",
        content_type="multipart/form-data; boundary=b",
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, answer.json["code"]) == (503, "crowded")
    assert answer.headers["Retry-After"] == "10"
    assert answer.mimetype == "application/problem+json"
    assert "n'a pas été prise" in answer.json["detail"]
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(Order)).all() == []
    # Pages have their own lane, and the place comes back.
    assert client.get("/demandes").status_code == 200
    lanes.uploads.leave()
    answer = client.post(
        "/demandes", data={"csrf_token": token_of(client, "/aide")}, content_type="multipart/form-data"
    )
    assert answer.status_code == 422


def test_a_person_reads_what_to_do_in_their_language_and_no_database_is_asked(
    house: House,
) -> None:
    client = house.signed_in(OUTSIDE)
    assert gate_of(house)._lanes.requests.enter()
    asked: list[str] = []
    event.listen(house.wiring.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    page = client.get("/demandes")
    assert page.status_code == 503
    assert "Gardez vos fichiers" in page.text
    assert "attendez une dizaine de secondes" in page.text
    assert "Se connecter" not in page.text
    english = client.get("/demandes", headers={"Accept-Language": "en"})
    assert "Keep your files" in english.text
    part = client.get("/demandes", headers={"HX-Request": "true"})
    assert part.status_code == 503
    assert "<html" not in part.text
    assert client.get("/healthz").status_code == 200
    assert asked == []


@pytest.mark.timeout(600)
def test_the_real_server_refuses_the_one_too_many_and_answers_the_others(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with serving(tmp_path / "data", WEB_UPLOADS="1", WEB_WAITING="1", WEB_WAIT_SECONDS="100") as web:
        browser = web.browser()
        door = Door(web.port, browser.cookies())
        # One is received without end, one waits for its turn.
        slow = [door.stuck(), door.stuck()]
        while (refused := door.small())[0] != 503:
            time.sleep(0.1)
        assert refused[1]["code"] == "crowded"
        assert json.loads(browser.get("/healthz")) == {"status": "ok"}
        assert "Mes demandes" in browser.get("/demandes")
        for connection in slow:
            connection.close()
        # The places are free again: this one comes as far as its own fault, a form without its token.
        while (answer := door.small())[0] == 503:
            time.sleep(0.1)
        assert (answer[0], answer[1]["code"]) == (400, "page_expired")


@dataclass(frozen=True)
class Door:
    """Where orders are sent to, for who has these cookies."""

    port: int
    cookies: str

    def stuck(self) -> socket.socket:
        """An upload whose body never ends."""
        connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        connection.sendall(self._head(1_000_000) + b"--b\r\n")
        return connection

    def small(self) -> tuple[int, dict[str, str]]:
        """The answer to a whole one: its status and what it says."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            connection.sendall(self._head(5) + b"--b--")
            answer = HTTPResponse(connection, method="POST")
            answer.begin()
            return answer.status, json.loads(answer.read())

    def _head(self, length: int) -> bytes:
        said = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": self.cookies,
            "Accept": "application/json",
            "Content-Type": "multipart/form-data; boundary=b",
            "Content-Length": str(length),
        }
        return "\r\n".join(["POST /demandes HTTP/1.1", *(f"{k}: {v}" for k, v in said.items()), "", ""]).encode()
