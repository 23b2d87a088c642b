"""The provider over the network: what it says of itself, its keys, the exchange of a code, who the person is.

Nothing is followed elsewhere (no redirection), nothing is read for ever (size and time), nothing goes unencrypted
off this machine.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import urllib3
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from urllib3.exceptions import HTTPError

from app.signon.errors import ProviderDownError, TooLateError
from app.signon.party import Party

log = logging.getLogger(__name__)

KNOWN = "/.well-known/openid-configuration"
SECONDS = 5.0
MOST_BYTES = 256 * 1024
# How long what the provider says of itself, and its keys, are believed; seconds.
BELIEVED = 3600.0
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the provider says of itself. ``pkce`` says that it knows S256, ``says_issuer`` that it names itself
    when it sends the browser back (RFC 9207)."""

    authorization: str
    token: str
    userinfo: str
    keys: str
    end_session: str | None
    pkce: bool
    says_issuer: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a code was worth."""

    id_token: str = field(repr=False)
    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UserInfo:
    """Who the person is: a signed token, or what JSON said."""

    token: str = field(default="", repr=False)
    claims: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    body: bytes = field(repr=False)


class Provider:
    """One provider, for all threads of a process. ``is_private`` says which addresses may be asked."""

    def __init__(self, party: Party, is_private: Callable[[str], bool]) -> None:
        self.party = party
        self._is_private = is_private
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(total=SECONDS), retries=False, maxsize=4)
        self._lock = threading.Lock()
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def metadata(self) -> Metadata:
        """What it says of itself; raises ProviderDownError."""
        with self._lock:
            kept = self._metadata
        if kept is not None and time.monotonic() - kept[0] < BELIEVED:
            return kept[1]
        told = self._json("GET", self.party.issuer.rstrip("/") + KNOWN)
        found = self._read_metadata(told)
        with self._lock:
            self._metadata = (time.monotonic(), found)
        return found

    def keys(self, fresh: bool) -> KeySet:
        """Its keys, asked for anew when ``fresh``; raises ProviderDownError."""
        with self._lock:
            kept = self._keys
        if kept is not None and not fresh and time.monotonic() - kept[0] < BELIEVED:
            return kept[1]
        told = self._json("GET", self.metadata().keys)
        try:
            # A secret among them would be everybody's: whoever reads it could sign.
            public = [key for key in told["keys"] if key.get("kty") in ("RSA", "EC") and "d" not in key]
            found = KeySet.import_key_set({"keys": public})
        except (JoseError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise self._down("its keys cannot be read") from error
        with self._lock:
            self._keys = (time.monotonic(), found)
        return found

    def redeem(self, code: str, verifier: str) -> Tokens:
        """Exchanges a code, once: a second attempt would be with a spent one. Raises TooLateError when the
        provider does not take it, ProviderDownError."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.party.redirect_uri,
            "client_id": self.party.client_id,
            "client_secret": self.party.client_secret,
        }
        metadata = self.metadata()
        if metadata.pkce:
            form["code_verifier"] = verifier
        answer = self._ask("POST", metadata.token, form=form)
        told = self._parse(answer)
        if answer.status == 400 and told.get("error") == "invalid_grant":
            raise TooLateError(provider=self.party.name)
        if answer.status != 200:
            raise self._down(f"it refuses the exchange: {answer.status} {_word(told.get('error'))}")
        id_token, access_token = told.get("id_token"), told.get("access_token")
        if not isinstance(id_token, str) or not isinstance(access_token, str):
            raise self._down("the exchange gave no tokens")
        return Tokens(id_token, access_token)

    def userinfo(self, access_token: str) -> UserInfo:
        """Who the person is; raises ProviderDownError."""
        headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/jwt, application/json"}
        answer = self._ask("GET", self.metadata().userinfo, headers=headers)
        if answer.status != 200:
            raise self._down(f"it does not say who the person is: {answer.status}")
        if answer.kind == "application/jwt":
            return UserInfo(token=answer.body.decode("ascii", "replace").strip())
        return UserInfo(claims=self._parse(answer))

    def _read_metadata(self, told: Mapping[str, Any]) -> Metadata:
        # Section 4.3 of OpenID Connect Discovery: letter for letter, or somebody else answers.
        if told.get("issuer") != self.party.issuer:
            raise self._down("it calls itself otherwise")
        places = [told.get(name) for name in ENDPOINTS]
        end = told.get("end_session_endpoint")
        for place in (*places, end or places[0]):
            if not isinstance(place, str) or not self._is_private(place):
                raise self._down("one of its addresses is missing or not encrypted")
        authorization, token, userinfo, keys = (str(place) for place in places)
        return Metadata(
            authorization,
            token,
            userinfo,
            keys,
            end_session=end or None,
            pkce="S256" in (told.get("code_challenge_methods_supported") or ()),
            says_issuer=told.get("authorization_response_iss_parameter_supported") is True,
        )

    def _json(self, method: str, url: str) -> Mapping[str, Any]:
        answer = self._ask(method, url)
        if answer.status != 200:
            raise self._down(f"it answers {answer.status}")
        return self._parse(answer)

    def _parse(self, answer: Answer) -> Mapping[str, Any]:
        try:
            told = json.loads(answer.body)
        except ValueError as error:
            raise self._down("it does not answer in JSON") from error
        if not isinstance(told, dict):
            raise self._down("it does not answer with an object")
        return told

    def _ask(
        self,
        method: str,
        url: str,
        *,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        said = {"Accept": "application/json", **(headers or {})}
        body = None
        if form is not None:
            said["Content-Type"] = "application/x-www-form-urlencoded"
            body = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in form.items())
        try:
            response = self._pool.request(
                method, url, body=body, headers=said, redirect=False, preload_content=False
            )
            with response:  # closed, and not kept for another question with what was left unread
                data = response.read(MOST_BYTES + 1)
        except HTTPError as error:
            raise self._down(type(error).__name__) from error
        if len(data) > MOST_BYTES:
            raise self._down("it says too much")
        kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        return Answer(response.status, kind, data)

    def _down(self, why: str) -> ProviderDownError:
        log.warning("the provider of identities: %s", why)
        return ProviderDownError(provider=self.party.name)


def _word(value: object) -> str:
    """A code of the protocol, as far as it can stand in a line of the log."""
    text = str(value or "")[:60]
    return "".join(c for c in text if c.isalnum() or c in "_-")
