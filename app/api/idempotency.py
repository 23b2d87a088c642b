"""A request that names itself is done once: sent again, it gets the answer of the first time.

The answer is written in the transaction that does what was asked. So of two that come together one is done; the
other finds the row in its place, is undone whole, and answers what the first did.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError

from app.api import queries
from app.api.errors import KeyReusedError, RequestInvalidError
from storage.actors import Actor
from storage.models import IdempotentAnswer, now
from storage.unit_of_work import Store, UnitOfWork

KEPT = timedelta(hours=24)
NAME = re.compile(r"[!-~]{1,255}")


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, new or kept: JSON, its status, and where what was made is."""

    status: int
    body: str
    location: str


@dataclass(frozen=True, slots=True)
class Named:
    """A request under its name, None where it has none; ``fingerprint`` tells two requests apart."""

    key: str | None
    fingerprint: str


def named(key: str | None, operation: str, fields: Mapping[str, Any], *contents: str) -> Named:
    """A request; ``contents`` are digests of what is too large to be a field. Raises RequestInvalidError."""
    if key is not None and not NAME.fullmatch(key):
        raise RequestInvalidError([{"field": "Idempotency-Key", "message": "string_pattern_mismatch"}])
    told = json.dumps([operation, dict(fields), contents], sort_keys=True, default=str)
    return Named(key, hashlib.sha256(told.encode()).hexdigest())


def answered(store: Store, actor: Actor, request: Named) -> Given | None:
    """The answer of the first time, if there is one; raises KeyReusedError."""
    if request.key is None:
        return None
    with store.read(actor) as uow:
        row = queries.kept_answer(uow.session, actor.person, request.key)
    if row is None or row.created_at < now() - KEPT:
        return None
    if row.fingerprint != request.fingerprint:
        raise KeyReusedError()
    return Given(row.status, row.answer, row.location)


class _TakenError(Exception):
    """Another request of the same name was faster."""


def once(
    store: Store, actor: Actor, request: Named, act: Callable[[UnitOfWork], tuple[int, BaseModel, str]]
) -> Given:
    """Does ``act`` and keeps what it answers (status, body, location), or answers what was kept; raises
    KeyReusedError."""
    before = answered(store, actor, request)
    if before is not None:
        return before
    try:
        with store.write(actor) as uow:
            status, model, location = act(uow)
            given = Given(status, model.model_dump_json(), location)
            if request.key is not None:
                _keep(uow, request, given)
            uow.commit()
    except _TakenError:
        kept = answered(store, actor, request)
        if kept is None:
            raise
        return kept
    return given


def _keep(uow: UnitOfWork, request: Named, given: Given) -> None:
    queries.forget_answers(uow.session, now(), KEPT)
    row = IdempotentAnswer(
        account_id=uow.actor.person,
        key=request.key,
        fingerprint=request.fingerprint,
        status=given.status,
        location=given.location,
        answer=given.body,
    )
    uow.session.add(row)
    try:
        uow.session.flush()
    except IntegrityError as error:
        raise _TakenError() from error
