"""The description of the interface: whole, of the right form, and what the page shows of it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.api import cursors
from app.api.catalogue import OPERATIONS
from app.api.errors import CursorInvalidError
from app.api.openapi import PROBLEMS, document
from app.api.reading import chapters, kinds

DOCUMENT = document(OPERATIONS, "https://truchement.example")


def references(node: object) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(references(each) for each in node.values()))
    if isinstance(node, list):
        return set().union(*(references(each) for each in node))
    return set()


def test_it_is_whole() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    assert DOCUMENT["servers"] == [{"url": "https://truchement.example/api/v1"}]
    for reference in references(DOCUMENT):
        found: object = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            assert isinstance(found, dict)
            found = found[part]
    said = [operation["operationId"] for path in DOCUMENT["paths"].values() for operation in path.values()]
    assert said == [operation.name for operation in OPERATIONS]
    assert len(set(said)) == len(said)
    assert set(PROBLEMS) == {status for operation in OPERATIONS for status in operation.statuses}


def test_every_type_that_is_described_is_used() -> None:
    used = {each.rpartition("/")[2] for each in references(DOCUMENT) if "/schemas/" in each}
    assert set(DOCUMENT["components"]["schemas"]) == used


def test_every_description_says_something() -> None:
    for operation in OPERATIONS:
        assert operation.summary
        assert operation.description.endswith(".")
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert "enum" in schema or schema.get("description"), name


def test_the_page_shows_all_of_it() -> None:
    entries = [entry for chapter in chapters(DOCUMENT) for entry in chapter.entries]
    assert [entry.anchor for entry in entries] == [operation.name for operation in OPERATIONS]
    create = next(entry for entry in entries if entry.anchor == "createOrder")
    assert (create.method, create.path, create.body) == ("POST", "/orders", "NewOrder")
    assert [answer.model for answer in create.answers] == ["CreatedOrder"]
    assert "507" in [answer.status for answer in create.refusals]
    form = next(kind for kind in kinds(DOCUMENT) if kind.name == "NewOrder")
    assert {line.name for line in form.fields if line.required} == {"files"}
    assert next(line.kind for line in form.fields if line.name == "files") == "liste de fichier"


def test_a_cursor_is_read_as_it_was_written_and_nothing_else_is() -> None:
    place = datetime(2026, 3, 1, 12, 0, 0, 123456, UTC), uuid4()
    assert cursors.read(cursors.write(*place)) == place
    assert cursors.read(None) is None
    for text in ("", "a", "abcd", "zfVx8", cursors.write(*place) + "A", cursors.write(*place)[:-2]):
        with pytest.raises(CursorInvalidError):
            cursors.read(text)
