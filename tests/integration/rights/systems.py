"""The systems of bodies: one for each place and grant, each with a key that is the same in every run."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from app.service_accounts.scopes import Scope
from app.service_accounts.service import digest
from storage.models import (
    ApiKey,
    Body,
    Role,
    ServiceAccount,
    Unit,
    User,
    UserRole,
    Webhook,
    WebhookMessage,
    now,
)
from storage.unit_of_work import UnitOfWork
from tests.integration.rights.people import Person

SYSTEM_UNIT = UUID("22222222-2222-4222-8222-222222222222")
WHOLE, MEDICAL = "whole body", "medical"
EVERYTHING = tuple(scope.value for scope in Scope)
# Name, the person in whose unit it is, what was granted, its scopes.
SYSTEMS: tuple[tuple[str, str, frozenset[str], tuple[str, ...]], ...] = (
    ("system", "author", frozenset(), EVERYTHING),
    ("granted system", "author", frozenset({MEDICAL}), EVERYTHING),
    ("neighbour system", "second unit", frozenset(), EVERYTHING),
    ("whole system", "second unit", frozenset({WHOLE}), EVERYTHING),
    ("doctors' system", "doctor", frozenset({MEDICAL}), EVERYTHING),
    ("doctors' plain system", "doctor", frozenset(), EVERYTHING),
    ("other body's system", "other author", frozenset({WHOLE, MEDICAL}), EVERYTHING),
    ("other doctors' system", "other doctor", frozenset({WHOLE, MEDICAL}), EVERYTHING),
    ("system without a scope", "author", frozenset({WHOLE, MEDICAL}), ()),
    # Opens nothing, whatever it was granted.
    ("closed system", "author", frozenset({WHOLE, MEDICAL}), EVERYTHING),
    ("revoked system", "author", frozenset({WHOLE, MEDICAL}), EVERYTHING),
    ("expired system", "author", frozenset({WHOLE, MEDICAL}), EVERYTHING),
    ("system of the liaison body", "administrator", frozenset({WHOLE, MEDICAL}), EVERYTHING),
)
ACCOUNTS_OF_SYSTEMS = ("system", "closed system")
WEBHOOKS = ("webhook", "disabled webhook")


def secret_of(name: str) -> str:
    """The key of a system."""
    return f"trk_key of the {name}"


def make_systems(uow: UnitOfWork, people: Mapping[str, Person]) -> dict[str, dict[str, object]]:
    """Everybody, and the identifiers of those that are asked for."""
    unit = Unit(id=SYSTEM_UNIT, body_id=people["author"].actor.body_id, name="Systems")
    uow.session.add(unit)
    found = {}
    for name, place, granted, scopes in SYSTEMS:
        key = _system(uow, people[place], name, granted, scopes)
        found[name] = {"account_id": key.account_id, "key_id": key.id}
    asked = {name: found[name] for name in ACCOUNTS_OF_SYSTEMS}
    return asked | {name: _webhook(uow, found["system"]["account_id"], name) for name in WEBHOOKS}


def _webhook(uow: UnitOfWork, account_id: object, name: str) -> dict[str, object]:
    hook = Webhook(account_id=account_id, url="https://system.example/", events=[], secret="x")
    hook.disabled_at = now() if name == "disabled webhook" else None
    uow.session.add(hook)
    uow.session.flush()
    message = WebhookMessage(webhook_id=hook.id, event="ping", payload={}, sent_at=now())
    uow.session.add(message)
    uow.session.flush()
    return {"webhook_id": hook.id, "message_id": message.id}


def _system(uow: UnitOfWork, near: Person, name: str, granted: frozenset[str], scopes: tuple[str, ...]) -> ApiKey:
    assert uow.session.get_one(Body, near.actor.body_id)
    user = User(
        unit_id=near.actor.unit_id,
        email=f"{digest(name)[:12]}@service.invalid",
        name=name,
        head=WHOLE in granted,
        medical=MEDICAL in granted,
        service=True,
        disabled_at=now() if name == "closed system" else None,
    )
    user.granted = [UserRole(role=Role.REQUESTER)]
    uow.session.add(user)
    uow.session.flush()
    uow.session.add(ServiceAccount(user_id=user.id, contact=""))
    uow.session.flush()
    secret = secret_of(name)
    key = ApiKey(
        account_id=user.id,
        label="key",
        prefix=secret[:10],
        secret_hash=digest(secret),
        scopes=list(scopes),
        expires_at=now() + timedelta(seconds=-1 if name == "expired system" else 10_000),
        revoked_at=now() if name == "revoked system" else None,
    )
    uow.session.add(key)
    uow.session.flush()
    return key
