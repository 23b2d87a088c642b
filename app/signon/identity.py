"""Who the provider says that a person is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.people.errors import EmailInvalidError, NameMissingError
from app.people.rules import check_email, clean_name
from app.people.siret import is_siret
from app.signin.service import plain_email
from app.signon.errors import NoEmailError
from app.signon.party import Party

MOST_METHODS = 10


@dataclass(frozen=True, slots=True)
class Identity:
    """A person at the provider. ``subject`` is theirs for ever; ``vouched`` says that the address was verified;
    ``siret`` is empty where none that is right was given; ``methods`` are how they proved themselves there
    (``amr``, RFC 8176), ``source`` is the provider's own provider (``idp_id``)."""

    issuer: str
    subject: str
    email: str
    vouched: bool
    name: str
    siret: str
    methods: tuple[str, ...] = ()
    source: str = ""


def read_identity(userinfo: Mapping[str, Any], id_token: Mapping[str, Any], party: Party) -> Identity:
    """The person that verified claims speak of; raises NoEmailError."""
    email = plain_email(_text(userinfo, "email"))
    try:
        check_email(email)
    except EmailInvalidError as error:
        raise NoEmailError(provider=party.name) from error
    siret = "".join(_text(userinfo, "siret").split())
    return Identity(
        issuer=party.issuer,
        subject=str(id_token["sub"]),
        email=email,
        vouched=_vouched(userinfo, party),
        name=_name(userinfo, email),
        siret=siret if is_siret(siret) else "",
        methods=_methods(id_token.get("amr")),
        source=_text(userinfo, "idp_id")[:60],
    )


def _vouched(userinfo: Mapping[str, Any], party: Party) -> bool:
    said = userinfo.get("email_verified")
    return said is True or (said is None and party.vouches)


def _name(userinfo: Mapping[str, Any], email: str) -> str:
    try:
        return clean_name(f"{_text(userinfo, 'given_name')} {_text(userinfo, 'usual_name')}")
    except NameMissingError:
        return email.split("@", maxsplit=1)[0]


def _methods(said: object) -> tuple[str, ...]:
    return tuple(str(each)[:20] for each in said[:MOST_METHODS]) if isinstance(said, list) else ()


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
