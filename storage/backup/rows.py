"""Rows as JSON and back, the same for every database. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum as PythonEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Enum, Table, Uuid

from storage.models.base import UtcDateTime


def encode(row: Mapping[str, Any]) -> dict[str, Any]:
    """What JSON can hold of a row: identifiers and times as text, words of enumerations as themselves."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    match value:
        case UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case PythonEnum():
            return value.value
        case _:
            return value


def decoder(table: Table) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """A function that gives the values of a row of ``table`` back; raises KeyError for a column that it lacks."""
    readers = {column.name: _reader(column) for column in table.columns}

    def decode(row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: None if value is None else readers[name](value) for name, value in row.items()}

    return decode


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    kind = column.type
    if isinstance(kind, Uuid):
        return UUID
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class
    return lambda value: value
