"""Whether a token proves who a person is: signature, issuer, audience, time, nonce. Decided without a network.

OpenID Connect Core 1.0, section 3.1.3.7, with the algorithms narrowed to signatures by a private key: « none » and
shared secrets are refused before a key is looked for.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "PS256", "ES256")
# How far two clocks may differ, and how old a token may be that comes straight from the provider; seconds.
SKEW = 60
OLDEST = 600

Claims = Mapping[str, Any]
Keys = Callable[[bool], KeySet]


class InvalidError(Exception):
    """The token proves nothing; the text is a code for the log."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say. ``at`` is the present, in seconds since 1970."""

    issuer: str
    client_id: str
    nonce: str
    at: float
    access_token: str = ""


def read(token: str, keys: Keys) -> Claims:
    """What a token says, its signature verified. ``keys`` gives the provider's keys, asked for anew when told to:
    once, when the token names one that is not known, for providers change theirs. Raises InvalidError."""
    try:
        return _decode(token, keys(False))
    except InvalidKeyIdError:
        pass
    except (JoseError, ValueError) as error:
        raise InvalidError("signature") from error
    try:
        return _decode(token, keys(True))
    except InvalidKeyIdError as error:
        raise InvalidError("unknown_key") from error
    except (JoseError, ValueError) as error:
        raise InvalidError("signature") from error


def _decode(token: str, keys: KeySet) -> Claims:
    return jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims


def check_id_token(claims: Claims, expected: Expected) -> None:
    """Raises InvalidError for a token of another issuer, for another client, of another time or request."""
    _check_origin(claims, expected)
    _check_times(claims, expected.at)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce, expected.nonce):
        raise InvalidError("nonce")
    _check_subject(claims)
    # The provider binds the access token by half a hash of it (section 3.1.3.6).
    told = claims.get("at_hash")
    if told is not None and told != _half(expected.access_token):
        raise InvalidError("access_token")


def check_userinfo(claims: Claims, id_token: Claims, expected: Expected, *, signed: bool) -> None:
    """Raises InvalidError for what is said of somebody else, or, where it is signed, to somebody else."""
    _check_subject(claims)
    if claims["sub"] != id_token["sub"]:
        raise InvalidError("subject")
    if signed:
        _check_origin(claims, expected)
        if "exp" in claims:
            _check_end(claims, expected.at)


def _check_origin(claims: Claims, expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise InvalidError("issuer")
    audience = claims.get("aud")
    meant = [audience] if isinstance(audience, str) else audience
    if not isinstance(meant, list) or expected.client_id not in meant:
        raise InvalidError("audience")
    party = claims.get("azp")
    if party is None and len(meant) > 1:
        raise InvalidError("audience")
    if party is not None and party != expected.client_id:
        raise InvalidError("authorized_party")


def _check_times(claims: Claims, at: float) -> None:
    _check_end(claims, at)
    issued = _seconds(claims, "iat")
    if not at - OLDEST <= issued <= at + SKEW:
        raise InvalidError("issued_at")
    if "nbf" in claims and _seconds(claims, "nbf") > at + SKEW:
        raise InvalidError("not_before")


def _check_end(claims: Claims, at: float) -> None:
    if _seconds(claims, "exp") <= at - SKEW:
        raise InvalidError("expired")


def _seconds(claims: Claims, name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidError(name)
    return value


def _check_subject(claims: Claims) -> None:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise InvalidError("subject")


def _half(token: str) -> str:
    # SHA-256 goes with each of ALGORITHMS.
    digest = hashlib.sha256(token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
