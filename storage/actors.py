"""Who acts: a person with roles, or the service itself."""

from dataclasses import dataclass
from uuid import UUID

from storage.models import Body, BodyKind, Role, User


@dataclass(frozen=True, slots=True)
class Actor:
    """What rights depend on. ``kind`` is ``user`` for a person, ``service`` for the system of a body. ``medical``
    is a person's clearance for medical pieces within the liaison body, and what was granted to a system;
    ``medical_unit`` says that their own unit is a medical service."""

    kind: str
    name: str
    user_id: UUID | None = None
    body_id: UUID | None = None
    unit_id: UUID | None = None
    roles: frozenset[Role] = frozenset()
    head: bool = False
    medical: bool = False
    medical_unit: bool = False
    liaison: bool = False
    language: str = "fr"

    def has(self, *roles: Role) -> bool:
        """Whether one of the roles is held."""
        return any(role in self.roles for role in roles)

    @property
    def person(self) -> UUID:
        """The user's identifier, for acts that only a person can do."""
        if self.user_id is None:
            raise ValueError(f"{self.name} is not a person")
        return self.user_id


ANONYMOUS = Actor(kind="anonymous", name="anonymous")


def system(name: str) -> Actor:
    """The service itself, under the name of the part that acts: ``ocr``, ``translate``, ``beat``…"""
    return Actor(kind="system", name=name)


def person(user: User, body: Body) -> Actor:
    """The actor that a signed-in user is. Outside the liaison body only the requester's role counts: no account is
    given another there, and one that has it all the same opens no door."""
    liaison = body.kind is BodyKind.LIAISON
    return Actor(
        kind="user",
        name=user.name,
        user_id=user.id,
        body_id=body.id,
        unit_id=user.unit_id,
        roles=user.roles if liaison else user.roles & {Role.REQUESTER},
        head=user.head,
        medical=user.medical,
        medical_unit=user.unit.medical,
        liaison=liaison,
        language=user.language,
    )


def service(user: User, body: Body, language: str = "fr") -> Actor:
    """The actor that a service account of a body is: a requester, who sees medical pieces only where an
    administrator granted it. Of the liaison body there is none."""
    sends = body.kind is not BodyKind.LIAISON
    return Actor(
        kind="service",
        name=user.name,
        user_id=user.id,
        body_id=body.id,
        unit_id=user.unit_id,
        roles=frozenset({Role.REQUESTER}) if sends else frozenset(),
        head=user.head,
        medical=user.medical,
        medical_unit=user.unit.medical and user.medical,
        language=language,
    )
