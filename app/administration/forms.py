"""What administrators typed, kept so that a form that was refused comes back as it was."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import request

from app.failures import filled
from app.people.errors import PeopleError
from app.people.service import NewUser, UserChange
from storage.models import BodyKind, Role, User


def identifier(text: str | None) -> UUID | None:
    """The identifier that a field or an address holds, None when it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def errors_of(error: PeopleError | None) -> Mapping[str, str]:
    """The message by the name of its field; what concerns the whole form is under the empty name, every other name
    is empty."""
    return defaultdict(str, {error.field: message_of(error)} if error else {})


def message_of(error: PeopleError) -> str:
    """The message in the reader's language."""
    return filled(error.template, error.values)


@dataclass(frozen=True, slots=True)
class AccountForm:
    """The fields of an account."""

    name: str = ""
    email: str = ""
    unit: str = ""
    roles: frozenset[Role] = frozenset()
    head: bool = False
    medical: bool = False

    @classmethod
    def sent(cls) -> "AccountForm":
        """As the browser sent it; a role that does not exist is left out."""
        form, known = request.form, {role.value for role in Role}
        return cls(
            name=form.get("name", ""),
            email=form.get("email", ""),
            unit=form.get("unit", ""),
            roles=frozenset(Role(value) for value in form.getlist("roles") if value in known),
            head="head" in form,
            medical="medical" in form,
        )

    @classmethod
    def of(cls, user: User) -> "AccountForm":
        """An account as it is."""
        return cls(user.name, user.email, str(user.unit_id), user.roles, user.head, user.medical)

    def new(self) -> NewUser:
        """The account to make."""
        return NewUser(self.email, self.name, self.roles, head=self.head, medical=self.medical)

    def change(self) -> UserChange:
        """The change to make."""
        return UserChange(self.name, self.roles, head=self.head, medical=self.medical)


@dataclass(frozen=True, slots=True)
class BodyForm:
    """The fields of a new body, with its first unit."""

    name: str = ""
    kind: BodyKind | None = None
    unit: str = ""
    medical: bool = False

    @classmethod
    def sent(cls) -> "BodyForm":
        """As the browser sent it."""
        form = request.form
        kind = form.get("kind", "")
        known = BodyKind(kind) if kind in {k.value for k in BodyKind} else None
        return cls(form.get("name", ""), known, form.get("unit", ""), "medical" in form)


@dataclass(frozen=True, slots=True)
class Refused:
    """A form of a body's page that was refused: which (``rename``, ``add``, ``siret``, or a unit's identifier),
    what it said, and why."""

    form: str = ""
    name: str = ""
    medical: bool = False
    message: str = ""
