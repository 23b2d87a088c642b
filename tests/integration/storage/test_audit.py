"""The audit chain finds whatever is done to it."""

from uuid import uuid4

import pytest
from sqlalchemy import delete, event, insert, select, update

from app.commands.audit import _verdict
from storage import audit
from storage.actors import Actor, system
from storage.models import AuditEvent
from storage.unit_of_work import Store, UnitOfWork
from tests.factories import make_actor, make_body, make_unit

ACTOR = system("test")


@pytest.fixture
def sealed(store: Store) -> Store:
    for number in range(20):
        with store.transaction(ACTOR) as uow:
            uow.record("read", "document", f"doc-{number}", details_of=number)
    with store.transaction(ACTOR) as uow:
        assert audit.seal(uow.session) == 20
    return store


def problems(store: Store) -> tuple[tuple[int, str], ...]:
    with store.read(ACTOR) as uow:
        return audit.verify(uow.session).problems


def test_an_untouched_chain_holds_and_goes_on(sealed: Store) -> None:
    assert problems(sealed) == ()
    with sealed.transaction(ACTOR) as uow:
        uow.record("read", "document", "one more")
    with sealed.transaction(ACTOR) as uow:
        assert audit.unsealed(uow.session)
        assert audit.seal(uow.session) == 1
    with sealed.read(ACTOR) as uow:
        verdict = audit.verify(uow.session)
    assert (verdict.events, verdict.sequence, verdict.problems) == (21, 21, ())


@pytest.mark.parametrize("column", ["action", "object_id", "actor_kind", "object_kind"])
def test_a_changed_row_is_found(sealed: Store, column: str) -> None:
    with sealed.transaction(ACTOR) as uow:
        uow.session.execute(update(AuditEvent).where(AuditEvent.sequence == 7).values({column: "other"}))
    assert problems(sealed) == ((7, "changed"),)


def test_a_removed_row_is_found(sealed: Store) -> None:
    with sealed.transaction(ACTOR) as uow:
        uow.session.execute(delete(AuditEvent).where(AuditEvent.sequence == 7))
    assert (7, "missing") in problems(sealed)


def test_a_tail_cut_off_is_found(sealed: Store) -> None:
    with sealed.transaction(ACTOR) as uow:
        uow.session.execute(delete(AuditEvent).where(AuditEvent.sequence > 15))
    assert problems(sealed) == ((20, "head"),)


def test_an_inserted_row_is_found_even_with_a_true_hash_of_its_own(sealed: Store) -> None:
    with sealed.transaction(ACTOR) as uow:
        old = uow.session.scalars(select(AuditEvent).where(AuditEvent.sequence == 7)).one()
        forged = AuditEvent(
            id=uuid4(),
            at=old.at,
            actor_kind="user",
            action="download",
            object_kind="document",
            object_id="forged",
            details={},
            sequence=7,
            previous_hash=old.previous_hash,
        )
        forged.hash = audit.digest(forged)
        uow.session.execute(delete(AuditEvent).where(AuditEvent.sequence == 7))
        uow.session.execute(
            insert(AuditEvent).values(
                {c.key: getattr(forged, c.key) for c in AuditEvent.__table__.columns if c.key != "id"}
                | {"id": forged.id}
            )
        )
    assert (8, "inserted") in problems(sealed)


def test_a_view_counts_once_an_hour_and_a_download_each_time(store: Store) -> None:
    with store.write(ACTOR) as uow:
        body = make_body(uow)
        actor = make_actor(uow, make_unit(uow, body))
        uow.commit()
    for _ in range(3):
        with store.write(actor) as uow:
            uow.record_view("document", body.id)
            uow.record("download", "document", body.id)
            uow.commit()
    with store.read(ACTOR) as uow:
        actions = uow.session.scalars(select(AuditEvent.action)).all()
    assert (actions.count("view"), actions.count("download")) == (1, 3)


def test_nothing_is_written_without_a_commit(store: Store) -> None:
    with store.write(ACTOR) as uow:
        uow.record("read", "document", "x")
    with store.read(ACTOR) as uow:
        assert uow.session.scalars(select(AuditEvent)).all() == []


def test_what_is_sealed_between_two_looks_is_walked_too(sealed: Store) -> None:
    walk, more = audit.Walk(), iter([True])
    with sealed.read(ACTOR) as uow:
        if uow.session.get_bind().dialect.name == "sqlite":  # its reader sees one moment only
            return

        def seal_more(*_arguments: object) -> None:
            if next(more, False):
                with sealed.transaction(ACTOR) as other:
                    other.record("read", "document", "one more")
                with sealed.transaction(ACTOR) as other:
                    audit.seal(other.session)

        event.listen(uow.session.connection(), "after_cursor_execute", seal_more)
        first = walk.step(uow.session)
        verdict = first or walk.step(uow.session)
    assert first is None
    assert verdict is not None
    assert (verdict.events, verdict.problems) == (21, ())


def test_the_command_walks_by_steps(sealed: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit.Walk.step, "__defaults__", (7,))
    opened: list[Actor] = []

    def read(self: Store, actor: Actor) -> UnitOfWork:
        opened.append(actor)
        return open_read(self, actor)

    open_read = Store.read
    monkeypatch.setattr(Store, "read", read)
    assert _verdict(sealed).events == 20
    assert len(opened) == 3
