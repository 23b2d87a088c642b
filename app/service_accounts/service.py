"""Service accounts and their keys: made, shown once, revoked."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from app.people.errors import BodyClosedError
from app.people.rules import check_email, clean_name
from app.service_accounts import queries
from app.service_accounts.errors import (
    AccountShutError,
    LifetimeError,
    ScopesMissingError,
    ServiceOfLiaisonError,
    TooManyKeysError,
)
from app.service_accounts.scopes import Scope
from storage.models import ApiKey, BodyKind, Role, ServiceAccount, Unit, User, UserRole, now
from storage.unit_of_work import UnitOfWork

#: What every key begins with, so that one that was published by mistake is found.
MARK = "trk_"
PREFIX = 10
LONGEST_DAYS = 730
MOST_KEYS = 10
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an administrator says of a new account. ``whole_body`` lets it see the orders of every unit;
    ``medical`` those that are medical."""

    name: str
    contact: str = ""
    whole_body: bool = False
    medical: bool = False


@dataclass(frozen=True, slots=True)
class NewKey:
    """What an administrator says of a new key; ``days`` until it expires."""

    label: str
    scopes: Collection[Scope]
    days: int


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key with its secret, which exists here and nowhere else."""

    key: ApiKey
    secret: str = field(repr=False)


def digest(secret: str) -> str:
    """What is kept of a secret. It is 256 random bits: a slow hash would protect nothing more."""
    return hashlib.sha256(secret.encode()).hexdigest()


def add_account(uow: UnitOfWork, unit: Unit, new: NewAccount) -> ServiceAccount:
    """A new account in a unit; raises NameMissingError, EmailInvalidError, ServiceOfLiaisonError,
    BodyClosedError."""
    name, contact = clean_name(new.name), new.contact.strip().lower()
    if contact:
        check_email(contact)
    if unit.body.kind is BodyKind.LIAISON:
        raise ServiceOfLiaisonError()
    if unit.body.closed_at is not None:
        raise BodyClosedError()
    user = User(
        id=uuid4(),
        unit_id=unit.id,
        # An address that leads nowhere (RFC 2606), for a column that every account fills.
        email=f"service-{uuid4().hex}@service.invalid",
        name=name,
        head=new.whole_body,
        medical=new.medical,
        service=True,
    )
    user.granted = [UserRole(role=Role.REQUESTER)]
    account = ServiceAccount(user_id=user.id, contact=contact, created_by=uow.actor.user_id)
    uow.session.add(user)
    uow.session.flush()
    uow.session.add(account)
    uow.session.flush()
    details = {"unit": unit.id, "whole_body": new.whole_body, "medical": new.medical}
    uow.record("created", "service_account", user.id, unit.body_id, **details)
    return account


def close_account(uow: UnitOfWork, account_id: UUID) -> ServiceAccount:
    """Closes an account: none of its keys opens anything any more, and nothing is told at its addresses."""
    account = queries.account(uow.session, account_id)
    if account.user.disabled_at is None:
        account.user.disabled_at = now()
        uow.record("disabled", "service_account", account.user_id, account.user.unit.body_id)
    return account


def reopen_account(uow: UnitOfWork, account_id: UUID) -> ServiceAccount:
    """Opens it again, with the keys that were neither revoked nor ran out; raises BodyClosedError."""
    account = queries.account(uow.session, account_id)
    if account.user.unit.body.closed_at is not None:
        raise BodyClosedError()
    if account.user.disabled_at is not None:
        account.user.disabled_at = None
        uow.record("enabled", "service_account", account.user_id, account.user.unit.body_id)
    return account


def add_key(uow: UnitOfWork, account_id: UUID, new: NewKey) -> MadeKey:
    """A new key; raises NameMissingError, ScopesMissingError, LifetimeError, AccountShutError and
    TooManyKeysError."""
    label = clean_name(new.label)
    if not new.scopes:
        raise ScopesMissingError()
    if not 1 <= new.days <= LONGEST_DAYS:
        raise LifetimeError(most=LONGEST_DAYS)
    account = queries.account(uow.session, account_id)
    if account.user.disabled_at is not None:
        raise AccountShutError()
    present = now()
    if sum(each.revoked_at is None and each.expires_at > present for each in account.keys) >= MOST_KEYS:
        raise TooManyKeysError(most=MOST_KEYS)
    secret = MARK + secrets.token_urlsafe(32)
    key = ApiKey(
        account_id=account_id,
        label=label[:100],
        prefix=secret[:PREFIX],
        secret_hash=digest(secret),
        scopes=sorted(scope.value for scope in new.scopes),
        created_by=uow.actor.user_id,
        created_at=present,
        expires_at=present + timedelta(days=new.days),
    )
    uow.session.add(key)
    uow.session.flush()
    body_id = account.user.unit.body_id
    uow.record("created", "api_key", key.id, body_id, account=account_id, scopes=key.scopes, days=new.days)
    return MadeKey(key, secret)


def revoke_key(uow: UnitOfWork, account_id: UUID, key_id: UUID) -> ApiKey:
    """Makes a key useless, now and for good."""
    key = queries.key(uow.session, account_id, key_id)
    if key.revoked_at is None:
        key.revoked_at = now()
        account = queries.account(uow.session, account_id)
        uow.record("revoked", "api_key", key.id, account.user.unit.body_id, account=account_id)
    return key
