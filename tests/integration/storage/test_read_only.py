"""A unit of work that only reads can neither change a row nor hold one up."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from review import desk, service
from storage.actors import system
from storage.models import Body, BodyKind, Role, Segment, Translation
from storage.unit_of_work import Store
from storage.workflow import TranslationStatus
from tests.factories import (
    make_actor,
    make_body,
    make_document,
    make_order,
    make_segment,
    make_translation,
    make_unit,
)

ACTOR = system("test")


def test_a_reading_unit_of_work_changes_nothing_and_the_next_writes(store: Store) -> None:
    with store.read(ACTOR) as uow:
        uow.session.add(Body(name="CPAM du Rhône", kind=BodyKind.CAISSE))
        with pytest.raises(DBAPIError):
            uow.session.flush()
    with store.transaction(ACTOR) as uow:
        make_body(uow)
    with store.read(ACTOR) as uow:
        assert len(uow.session.scalars(select(Body)).all()) == 1


def test_a_reading_unit_of_work_may_not_lock(store: Store) -> None:
    with store.read(ACTOR) as uow:
        if uow.session.get_bind().dialect.name == "sqlite":
            assert uow.session.execute(select(Body).with_for_update()).all() == []  # there are no locks of rows
            return
        with pytest.raises(DBAPIError, match="read-only"):
            uow.session.execute(select(Body).with_for_update())


def test_history_is_read_while_somebody_saves(store: Store) -> None:
    with store.transaction(ACTOR) as uow:
        person = make_actor(uow, make_unit(uow, make_body(uow, BodyKind.LIAISON)), Role.TRANSLATOR)
        author = make_actor(uow, make_unit(uow, make_body(uow)), Role.REQUESTER)
        document = make_document(uow, make_order(uow, author))
        translation = make_translation(uow, document, status=TranslationStatus.IN_TRANSLATION)
        translation.translator_id = person.user_id
        segment = make_segment(uow, translation, 0, "Rente", "pension")
    with store.write(person) as saving:
        held = saving.session.get_one(Translation, translation.id)
        service.find_segment(saving, held, segment.id).target = "rente"
        if saving.session.get_bind().dialect.name == "postgresql":
            saving.session.flush()
        with store.read(person) as looking:
            assert desk.open_history(looking, translation.id, segment.id).segment.target == "pension"
            assert service.open_segment(looking, translation.id, segment.id).target == "pension"
        saving.commit()
    with store.read(person) as uow:
        assert uow.session.get_one(Segment, segment.id).target == "rente"
