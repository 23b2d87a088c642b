"""The real application over a folder of its own, and how its people sign in: what every test world stands on.

The worlds themselves (``tests/workshop.py``, ``tests/e2e/house.py``, those below ``tests/integration``) only say
who and what is in them; rows are made by ``tests/factories.py``.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from app.features import features
from app.settings import load
from app.signin.passwords import Passwords
from app.web import create_app
from app.wiring import Wiring, wire
from storage.actors import system
from storage.migrations import upgrade

EMAIL = "lea.martin@cpam.example"
PASSWORD = "correct cheval pile agrafe"
TEST = system("test")
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
PASSWORDS = Passwords(CHEAP)


def environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a service whose data are in ``folder``; ``settings`` are names without their prefix."""
    return {"TRUCHEMENT_DATA": str(folder)} | {f"TRUCHEMENT_{name}": value for name, value in settings.items()}


def make_wiring(folder: Path, settings: Mapping[str, str]) -> Wiring:
    """The parts, over a database at the newest revision."""
    wiring = wire(load(environment(folder, settings)))
    upgrade(wiring.engine)
    return wiring


def make_application(wiring: Wiring) -> Flask:
    """The whole web application, with passwords that cost little to check."""
    return create_app(wiring, features(wiring), PASSWORDS)


def token_of(client: FlaskClient, path: str = "/connexion") -> str:
    """The anti-forgery token of a page."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def sign_in(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, **fields: str):
    """The answer to the sign-in form."""
    form = {"csrf_token": token_of(client), "email": email, "password": password} | fields
    return client.post("/connexion", data=form)


def signed_in(app: Flask, email: str) -> FlaskClient:
    """A browser of somebody who is signed in."""
    client = app.test_client()
    answer = sign_in(client, email)
    assert answer.status_code == 302, answer.text
    return client
