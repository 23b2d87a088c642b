"""Which roles go with which body: decided without a database."""

import re
from collections.abc import Iterable

from app.people.errors import (
    EmailInvalidError,
    NameMissingError,
    RequesterInLiaisonError,
    RoleOutsideLiaisonError,
    RolesMissingError,
)
from storage.models import BodyKind, Role

LONGEST_NAME = 200
LONGEST_EMAIL = 254
_EMAIL = re.compile(r"""[^@\s,;:<>"()\[\]\\]+@[^@\s,;:<>"()\[\]\\]+""")
OUTSIDE = frozenset({Role.REQUESTER})


def roles_of(kind: BodyKind) -> tuple[Role, ...]:
    """The roles that a person of such a body can have, in the order of the work."""
    return tuple(role for role in Role if (role in OUTSIDE) is not (kind is BodyKind.LIAISON))


def check_roles(kind: BodyKind, roles: Iterable[Role]) -> None:
    """Raises RolesMissingError, RoleOutsideLiaisonError or RequesterInLiaisonError for roles that do not fit."""
    wanted = frozenset(roles)
    if not wanted:
        raise RolesMissingError()
    if kind is BodyKind.LIAISON and wanted & OUTSIDE:
        raise RequesterInLiaisonError()
    if kind is not BodyKind.LIAISON and wanted - OUTSIDE:
        raise RoleOutsideLiaisonError()


def clean_name(name: str) -> str:
    """A name on one line without surplus spaces; raises NameMissingError when nothing is left."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST_NAME]
    if not plain:
        raise NameMissingError()
    return plain


def check_email(email: str) -> None:
    """Raises EmailInvalidError for what cannot be an address; whether it exists only a mail can tell."""
    if len(email) > LONGEST_EMAIL or not email.isprintable() or not _EMAIL.fullmatch(email):
        raise EmailInvalidError()
