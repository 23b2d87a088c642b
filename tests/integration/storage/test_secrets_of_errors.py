"""An error of the database says what is wrong, and nothing of what a document says."""

import traceback

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.actors import system
from storage.models import BodyKind, Role, Segment
from storage.unit_of_work import Store, UnitOfWork
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
SECRET = "Herr Schmidt leidet an Asthma"


def break_it(uow: UnitOfWork, statement: str) -> None:
    author = make_actor(uow, make_unit(uow, make_body(uow, BodyKind.CAISSE)), Role.REQUESTER)
    translation = make_translation(uow, make_document(uow, make_order(uow, author)))
    segment: Segment = make_segment(uow, translation, 0, SECRET, SECRET)
    uow.session.flush()
    values = {
        "secret": SECRET,
        "id": segment.id.hex if uow.session.get_bind().dialect.name == "sqlite" else segment.id,
    }
    uow.session.execute(text(statement), values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE segment SET target = :secret, source = NULL WHERE id = :id",
        "UPDATE segment SET target = :secret, translation_id = NULL WHERE id = :id",
    ],
)
def test_the_text_of_a_segment_is_not_in_the_error(store: Store, statement: str) -> None:
    with pytest.raises(IntegrityError) as caught, store.write(ACTOR) as uow:
        break_it(uow, statement)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + str(caught.value.orig)
    assert "null" in told.lower()
    assert SECRET not in told
