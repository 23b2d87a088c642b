"""A false provider: it says what it is told to, so that each lie can be tried alone."""

import base64
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.oidc.provider import CLIENT, agent

Claims = dict[str, Any]


@dataclass
class Rogue:
    """``change`` alters the claims of a token before it is signed, ``sign`` signs it; ``userinfo`` is JSON, or a
    token. ``says`` alters what the provider says of itself, ``status`` is that of the token endpoint."""

    port: int = 0
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"use": "sig", "kid": "own"}))
    change: Callable[[Claims], Claims] = lambda claims: claims
    sign: Callable[["Rogue", Claims], str] | None = None
    userinfo: Callable[[Claims], Claims] = lambda claims: claims
    says: Callable[[Claims], Claims] = lambda told: told
    status: int = 200
    nonce: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def metadata(self) -> Claims:
        """What it says of itself."""
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/me",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/end",
            "code_challenge_methods_supported": ["S256"],
        }
        return self.says(told)

    def id_token(self) -> str:
        """A token, with the lie of the day."""
        at = int(time.time())
        plain = {"iss": self.issuer, "aud": CLIENT, "sub": "ada", "exp": at + 60, "iat": at, "nonce": self.nonce}
        claims = self.change(plain)
        return self.sign(self, claims) if self.sign else signed(self.key, claims)


def signed(key: RSAKey, claims: Claims, kid: str = "own", alg: str = "RS256") -> str:
    """A token signed with a key, under whatever name."""
    return jwt.encode({"alg": alg, "kid": kid}, claims, key, algorithms=[alg])


def unsigned(_: Rogue, claims: Claims) -> str:
    """A token of the algorithm « none »."""
    return f"{_part({'alg': 'none', 'kid': 'own'})}.{_part(claims)}."


def by_shared_secret(rogue: Rogue, claims: Claims) -> str:
    """A token whose shared secret is the public key, which everybody has."""
    text = f"{_part({'alg': 'HS256', 'kid': 'own'})}.{_part(claims)}"
    mac = hmac.digest(rogue.key.as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{_encoded(mac)}"


def _part(told: Claims) -> str:
    return _encoded(json.dumps(told).encode())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def by_another_key(_: Rogue, claims: Claims) -> str:
    """A token that names the key of this issuer and is signed by another's."""
    return signed(RSAKey.generate_key(2048), claims)


def by_an_unknown_key(_: Rogue, claims: Claims) -> str:
    """A token that names a key that this issuer never had."""
    return signed(RSAKey.generate_key(2048), claims, kid="another")


class Handler(BaseHTTPRequestHandler):
    """Answers for the rogue that its server carries."""

    def do_GET(self) -> None:
        rogue, path = self.server.rogue, urlsplit(self.path).path  # type: ignore[attr-defined]
        rogue.asked.append(path)
        answers = {
            "/.well-known/openid-configuration": rogue.metadata,
            "/jwks": lambda: KeySet([rogue.key]).as_dict(private=False),
            "/me": lambda: rogue.userinfo({"sub": "ada", **agent()}),
        }
        self._say(answers[path]())

    def do_POST(self) -> None:
        rogue = self.server.rogue  # type: ignore[attr-defined]
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        rogue.asked.append(f"code {form['code'][0]}")
        if rogue.status == 200:
            told = {"id_token": rogue.id_token(), "access_token": "an access token", "token_type": "Bearer"}
        else:
            told = {"error": "invalid_grant"}
        self._say(told, rogue.status)

    def _say(self, told: object, status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def lying(rogue: Rogue) -> Iterator[Rogue]:
    """At work until the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.rogue = rogue  # type: ignore[attr-defined]
    rogue.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield rogue
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
