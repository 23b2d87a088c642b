"""Places and turns: who is let in, who waits, who is refused, and that every place comes back."""

import gc
import threading
from collections.abc import Iterator

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.crowd import REFUSED, Gate, Lane, Lanes
from app.server import SPARE, options, threads
from app.settings import load

PATIENCE = 120


def waits(lane: Lane) -> bool:
    return len(lane._queue) > 0


def entering(lane: Lane, came: list[int], number: int) -> threading.Thread:
    def enter() -> None:
        if lane.enter():
            came.append(number)

    before = len(lane._queue)
    thread = threading.Thread(target=enter)
    thread.start()
    while len(lane._queue) == before and thread.is_alive():
        pass
    return thread


def test_who_finds_no_place_and_no_room_to_wait_is_refused_at_once() -> None:
    lane = Lane(2, 0, PATIENCE)
    assert [lane.enter(), lane.enter(), lane.enter()] == [True, True, False]
    lane.leave()
    assert [lane.enter(), lane.enter()] == [True, False]


def test_places_are_given_in_the_order_of_arrival() -> None:
    lane, came = Lane(1, 2, PATIENCE), []
    assert lane.enter()
    first, second = entering(lane, came, 1), entering(lane, came, 2)
    assert not lane.enter()  # two wait already
    lane.leave()
    first.join()
    assert came == [1]
    lane.leave()
    second.join()
    assert came == [1, 2]
    lane.leave()
    assert (lane._inside, len(lane._queue)) == (0, 0)


def test_who_waits_too_long_is_refused_and_leaves_the_line() -> None:
    lane = Lane(1, 1, 0.01)
    assert lane.enter()
    assert not lane.enter()
    assert not waits(lane)
    lane.leave()
    assert lane.enter()


@pytest.fixture
def lanes() -> Lanes:
    return Lanes(Lane(1, 0, PATIENCE), Lane(1, 0, PATIENCE))


def environ(path: str = "/", **said: str) -> dict[str, object]:
    return EnvironBuilder(path).get_environ() | said


@pytest.mark.parametrize(
    ("said", "files"),
    [
        ({}, False),
        ({"CONTENT_LENGTH": "900", "CONTENT_TYPE": "application/x-www-form-urlencoded"}, False),
        ({"CONTENT_LENGTH": "900", "CONTENT_TYPE": "Multipart/Form-Data; boundary=b"}, True),
        ({"CONTENT_LENGTH": "9000000", "CONTENT_TYPE": "text/plain"}, True),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, True),
        ({"CONTENT_LENGTH": "many"}, True),
    ],
)
def test_what_may_take_long_to_come_has_its_own_lane(lanes: Lanes, said: dict[str, str], files: bool) -> None:
    assert lanes.of(environ(**said)) is (lanes.uploads if files else lanes.requests)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_machines_pass_beside(lanes: Lanes, path: str) -> None:
    assert lanes.of(environ(path)) is None


def test_a_place_comes_back_when_the_answer_is_sent_broken_off_or_forgotten(lanes: Lanes) -> None:
    def app(asked: dict[str, object], start: object) -> Iterator[bytes]:
        if asked.get(REFUSED):
            start("503 No", [])
            return iter([b"refused"])
        if asked["PATH_INFO"] == "/broken":
            raise OSError
        start("200 OK", [])
        return iter([b"a", b"b"])

    gate, start = Gate(app, lanes), lambda *_: None
    sent = gate(environ(), start)
    assert list(gate(environ(), start)) == [b"refused"]
    assert list(sent) == [b"a", b"b"]
    assert list(gate(environ(), start)) == [b"refused"]  # not before it is closed
    sent.close()
    sent.close()
    with pytest.raises(OSError):
        gate(environ("/broken"), start)
    assert run_wsgi_app(gate, environ(), buffered=True)[1] == "200 OK"
    forgotten = gate(environ(), start)
    next(forgotten)
    del forgotten
    gc.collect()
    assert lanes.requests.enter()
    assert not lanes.requests.enter()


def test_there_is_a_thread_for_everybody_who_is_let_in_or_waits() -> None:
    settings = load({"TRUCHEMENT_WEB_UPLOADS": "3", "TRUCHEMENT_WEB_REQUESTS": "5", "TRUCHEMENT_WEB_WAITING": "7"})
    assert threads(settings) == 3 + 5 + 7 + 7 + SPARE
    assert options(settings)["threads"] == threads(settings)
    most = load(
        {f"TRUCHEMENT_WEB_{name}": "64" for name in ("UPLOADS", "REQUESTS")} | {"TRUCHEMENT_WEB_WAITING": "200"}
    )
    assert threads(most) < options(most)["worker_connections"]
