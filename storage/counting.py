"""Counting rows up to a bound: beyond it a screen says "more than", and the database stops looking."""

from typing import Any

from sqlalchemy import ScalarSelect, Select, func, literal, select
from sqlalchemy.orm import Session

MOST = 200


def count_up_to(session: Session, found: Select[Any], most: int = MOST) -> int:
    """How many rows there are; ``most + 1`` when there are more than ``most``."""
    return session.scalar(select(some_of(found, most))) or 0


def some_of(found: Select[Any], most: int = MOST) -> ScalarSelect[int]:
    """The same as a value, for several counts in one question."""
    some = found.with_only_columns(literal(1).label("one"), maintain_column_froms=True).order_by(None)
    return select(func.count()).select_from(some.limit(most + 1).subquery()).scalar_subquery()
