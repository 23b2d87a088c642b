"""What the service is to its provider of identities, and what a sign-on asks of it."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

# What ProConnect knows; it refuses a request with anything else.
SCOPE = "openid given_name usual_name email uid siret idp_id"
CLAIMS = json.dumps({"id_token": {"amr": {"essential": True}}}, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Party:
    """The service as the provider knows it. ``vouches`` says that an address is taken for the person's on the
    provider's word alone, without a claim that says it was verified."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    public_url: str
    name: str
    vouches: bool = False

    @property
    def redirect_uri(self) -> str:
        """Where the provider sends the browser back."""
        return f"{self.public_url}/connexion/fournisseur/retour"

    @property
    def left_uri(self) -> str:
        """Where it sends the browser after a sign-out."""
        return f"{self.public_url}/connexion/fournisseur/sortie"


@dataclass(frozen=True, slots=True)
class Request:
    """The random parts of a sign-on, 43 characters each: ``state`` ties the answer to the browser, ``nonce`` the
    token to the request, ``verifier`` the code to who asked for it (RFC 7636)."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def fresh(cls) -> "Request":
        """A new one."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32))


def authorization(endpoint: str, party: Party, request: Request, *, pkce: bool) -> str:
    """The address to send the browser to."""
    asked = {
        "response_type": "code",
        "client_id": party.client_id,
        "redirect_uri": party.redirect_uri,
        "scope": SCOPE,
        "state": request.state,
        "nonce": request.nonce,
        "claims": CLAIMS,
    }
    if pkce:
        asked |= {"code_challenge": challenge(request.verifier), "code_challenge_method": "S256"}
    return with_query(endpoint, asked)


def sign_out(endpoint: str, party: Party, id_token: str, state: str) -> str:
    """The address by which a person signs out of the provider too (OpenID Connect RP-Initiated Logout 1.0)."""
    asked = {"id_token_hint": id_token, "state": state, "post_logout_redirect_uri": party.left_uri}
    return with_query(endpoint, asked)


def challenge(verifier: str) -> str:
    """What is shown of a verifier before it is."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def with_query(endpoint: str, asked: Mapping[str, str]) -> str:
    """An address with parameters; one that has some already keeps them."""
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"
