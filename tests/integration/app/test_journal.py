"""The journal: searched, turned page by page, exported, proved; and its own reading written in it."""

import csv
import io
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.administration import journal_queries as queries
from app.administration import journal_words as words
from app.administration.journal_queries import Criteria, Key
from app.administration.journal_service import cell
from app.administration.journal_verification import Verification
from storage import audit
from storage.models import AuditEvent, Role, User
from storage.workflow import DocumentStatus, TranslationStatus
from tests.application import TEST
from tests.integration.app.workshop import House, open_house
from tests.integration.ocr.papers import SPANISH, printed

PAGE = "/administration/journal"
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "data") as opened:
        yield opened


def write(house: House, count: int, action: str = "download", role: Role = Role.TRANSLATOR, **fields) -> None:
    """Events an hour apart from the first of March, but two by two at the same instant."""
    actor = house.actors[role]
    with house.wiring.store.transaction(TEST) as uow:
        for number in range(count):
            event = AuditEvent(
                at=BEGAN + timedelta(hours=number // 2),
                actor_id=actor.user_id,
                actor_kind="user",
                action=action,
                object_kind="document",
                object_id=str(uuid4()),
                body_id=actor.body_id,
                details={"number": number},
            )
            for name, value in fields.items():
                setattr(event, name, value)
            uow.session.add(event)


def add_person(house: House, name: str, email: str) -> UUID:
    with house.wiring.store.transaction(TEST) as uow:
        known = uow.session.get_one(User, house.actors[Role.TRANSLATOR].user_id)
        person = User(unit_id=known.unit_id, name=name, email=email)
        uow.session.add(person)
        uow.session.flush()
        return person.id


def found(house: House, **criteria) -> list[AuditEvent]:
    with house.wiring.store.read(TEST) as uow:
        return list(queries.older(uow.session, Criteria(**criteria), None, 10_000))


def told(house: House, action: str) -> list[AuditEvent]:
    return found(house, action=action)


def test_pages_join_without_a_gap_or_a_double_in_both_directions(house: House) -> None:
    write(house, 57)
    criteria = Criteria(action="download")
    with house.wiring.store.read(TEST) as uow:
        every = [e.id for e in queries.older(uow.session, criteria, None, 1000)]
        page = queries.page(uow.session, criteria, 10)
        seen, pages = [e.id for e in page.events], [page]
        assert page.newer is None
        while page.older:
            page = queries.page(uow.session, criteria, 10, before=page.older)
            seen += [e.id for e in page.events]
            pages.append(page)
        assert seen == every
        assert len(every) == 57
        for expected in reversed(pages[:-1]):
            assert page.newer is not None
            page = queries.page(uow.session, criteria, 10, after=page.newer)
            assert [e.id for e in page.events] == [e.id for e in expected.events]
        assert page.newer is None


def test_a_key_is_read_as_it_was_written_and_nothing_else_is() -> None:
    key = Key(datetime(2026, 3, 1, 12, 0, 0, 123456, UTC), uuid4())
    assert Key.read(str(key)) == key
    for text in (
        "",
        "2026-03-01",
        "2026-03-01T00:00:00_" + uuid4().hex,
        "x_y",
        f"2026-03-01T00:00:00+00:00_{'g' * 32}",
    ):
        assert Key.read(text) is None


def test_each_criterion_narrows(house: House) -> None:
    write(house, 4)
    write(house, 2, "check_waived", Role.REQUESTER)
    client = house.client(Role.AUDITOR)

    def rows(query: str) -> int:
        return client.get(f"{PAGE}?{query}").text.count('class="events__at"')

    body = house.actors[Role.REQUESTER].body_id
    assert rows("acte=check_waived") == 2
    assert rows("qui=The+requester&acte=check_waived") == 2
    assert rows("qui=translator%40house&genre=document") == 4
    assert rows(f"organisme={body}&genre=document") == 2
    assert rows("qui=nobody+at+all") == 0
    assert rows("qui=%C3%A9ponine&genre=document") == 0
    for number in range(60):
        add_person(house, f"Éponine {number:02}", f"a{number:02}@house.example")
    last = add_person(house, "Éponine Zoé", "z@house.example")
    write(house, 1, "exported", actor_id=last)
    assert rows("qui=%C3%A9ponine&acte=exported") == 1
    assert rows("organisme=nonsense") == rows("du=hier") == rows("au=9999-12-31") == 0
    # The days are those of France: midnight there is 23:00 the day before in UTC.
    write(house, 1, "renamed", at=datetime(2026, 2, 10, 23, 30, tzinfo=UTC))
    assert rows("acte=renamed&du=2026-02-11&au=2026-02-11") == 1
    assert rows("acte=renamed&du=2026-02-10&au=2026-02-10") == 0
    event = found(house, action="renamed")[0]
    assert rows(f"genre=document&objet={event.object_id}") == 1


def test_an_order_is_found_by_its_number(house: House, tmp_path: Path) -> None:
    order = house.send(printed(tmp_path / "acte.pdf", SPANISH))
    text = house.client(Role.AUDITOR).get(f"{PAGE}?objet={order.number}").text
    assert text.count('class="events__at"') == 1
    assert "a créé" in text
    assert "The requester" in text
    assert "acte.pdf" not in text


def test_acts_are_told_in_words(house: House) -> None:
    write(house, 1, "check_waived", details={"before": "drafting", "roles": ["auditor"], "code": None})
    text = house.client(Role.AUDITOR).get(PAGE).text
    assert "a écarté un contrôle" in text
    assert "The translator" in text
    assert "avant : brouillon en cours" in text.replace("\u00a0", " ")
    assert "rôles : auditeur" in text.replace("\u00a0", " ")
    assert "raison :" not in text.replace("\u00a0", " ")


def test_every_action_of_the_code_has_its_words() -> None:
    root = Path(__file__).resolve().parents[3]
    sources = [
        p
        for name in ("app", "delivery", "intake", "ocr", "review", "storage", "translate")
        for p in (root / name).rglob("*.py")
    ]
    literal = re.compile(r"""\.record\(\s*"(\w+)",\s*"(\w+)\"""")
    found = [match for path in sources for match in literal.findall(path.read_text(encoding="utf-8"))]
    assert len(found) > 20
    assert {action for action, _ in found} - set(words.ACTIONS) == set()
    assert {kind for _, kind in found} - set(words.OBJECTS) == set()
    moved = {s.value for s in TranslationStatus} | {DocumentStatus.READ.value, DocumentStatus.FAILED.value}
    assert moved - set(words.ACTIONS) == set()


def test_searching_is_written_once_and_turning_pages_is_not(house: House) -> None:
    write(house, 120)
    client = house.client(Role.AUDITOR)
    client.get(PAGE)
    client.get(PAGE)
    assert [e.object_kind for e in told(house, "view")] == ["journal"]
    text = client.get(f"{PAGE}?qui=translator&acte=download&du=2026-03-01").text
    older = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(older).text.count('class="events__at"') == 50
    written = told(house, "journal_searched")
    assert len(written) == 1
    assert written[0].actor_id == house.actors[Role.AUDITOR].user_id
    assert written[0].details == {
        "actors": [str(house.actors[Role.TRANSLATOR].user_id)],
        "act": "download",
        "since": "2026-02-28T23:00:00+00:00",
    }


def test_the_export_holds_every_event_of_the_search_and_is_written(house: House) -> None:
    write(house, 1003)
    write(house, 1, "renamed")
    seal(house)
    answer = house.client(Role.AUDITOR).get(f"{PAGE}/export.csv?acte=download")
    assert answer.is_streamed
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 1004
    assert rows[0][:3] == ["Numéro", "Date", "Qui"]
    assert {row[5] for row in rows[1:]} == {"download"}
    assert len({row[8] for row in rows[1:]}) == 1003
    assert rows[1][2] == "The translator"
    assert [e.details for e in told(house, "journal_exported")] == [{"act": "download"}]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(house: House, start: str) -> None:
    assert cell(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"
    assert cell("2026-03-01") == "2026-03-01"
    write(house, 1, object_id=f"{start}cmd|' /C calc'!A0")
    text = house.client(Role.AUDITOR).get(f"{PAGE}/export.csv?acte=download").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert rows[1][8].startswith(f"'{start}cmd")


def wait(condition, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def seal(house: House) -> None:
    with house.wiring.store.transaction(TEST) as uow:
        while audit.seal(uow.session):
            pass


def sealed(house: House, count: int) -> None:
    write(house, count)
    seal(house)


def test_the_chain_is_verified_from_the_screen(house: House) -> None:
    sealed(house, 1200)
    client = house.client(Role.AUDITOR)
    assert "Jamais vérifiée" in client.get(PAGE).text
    assert house.post(client, f"{PAGE}/verifier", PAGE).status_code == 302
    wait(lambda: told(house, "journal_verified"))
    wait(lambda: "La chaîne est intacte" in client.get(f"{PAGE}/preuve").text)
    verified = told(house, "journal_verified")[0]
    assert verified.details["problems"] == 0
    assert verified.details["events"] >= 1200
    assert verified.actor_id == house.actors[Role.AUDITOR].user_id

    with house.wiring.store.transaction(TEST) as uow:
        uow.session.execute(update(AuditEvent).where(AuditEvent.sequence == 700).values(action="other"))
    seal(house)
    house.post(client, f"{PAGE}/verifier", PAGE)
    wait(lambda: "La chaîne est rompue" in client.get(f"{PAGE}/preuve").text)
    shown = client.get(f"{PAGE}/preuve").text.replace("\u00a0", " ")
    assert "n° 700 : ligne changée" in shown
    assert told(house, "journal_verified")[0].details["shown"] == [[700, "changed"]]


def test_a_walk_in_steps_finds_what_a_whole_one_does(house: House) -> None:
    sealed(house, 40)
    with house.wiring.store.transaction(TEST) as uow:
        for number in (7, 31):
            uow.session.delete(uow.session.scalars(select(AuditEvent).where(AuditEvent.sequence == number)).one())
    with house.wiring.store.read(TEST) as uow:
        whole = audit.verify(uow.session)
        walk, verdict = audit.Walk(), None
        while verdict is None:
            verdict = walk.step(uow.session, 3)
    assert verdict == whole
    assert (7, "missing") in whole.problems
    assert (31, "missing") in whole.problems


def test_a_walk_that_takes_too_long_says_so_and_one_runs_at_a_time(house: House) -> None:
    sealed(house, 1200)
    slow = Verification(house.wiring.store, longest=0.5, share=100.0)
    auditor = house.actors[Role.AUDITOR]
    slow.start(auditor)
    slow.start(auditor)
    wait(lambda: slow.progress.done > 0)
    assert slow.progress.running
    assert 0 < slow.progress.done <= slow.progress.total
    wait(lambda: not slow.progress.running)
    assert slow.progress.stopped == "too_long"
    assert told(house, "journal_verified") == []


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.ADMINISTRATOR, Role.AUDITOR)])
def test_others_are_refused(house: House, role: Role) -> None:
    client = house.client(role)
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}/export.csv").status_code == 403
    assert client.get(f"{PAGE}/preuve").status_code == 403


@pytest.mark.parametrize(
    "criteria",
    [
        Criteria(),
        Criteria(action="download"),
        Criteria(body_id=UUID(int=1)),
        Criteria(actor=UUID(int=1)),
        Criteria(object_kind="document", object_id="x"),
    ],
)
def test_no_reading_goes_through_the_whole_journal(house: House, criteria: Criteria) -> None:
    key = Key(BEGAN, UUID(int=5))
    for statement in (queries.matching(criteria, None), queries.matching(criteria, key)):
        ordered = statement.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(51)
        with house.wiring.store.read(TEST) as uow:
            compiled = ordered.compile(uow.session.get_bind(), compile_kwargs={"literal_binds": True})
            plan = uow.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
        said = " ".join(str(row[-1]) for row in plan)
        assert "INDEX" in said, said
        if not criteria.object_id:  # the events of one object are few
            assert "USE TEMP B-TREE FOR ORDER BY" not in said
