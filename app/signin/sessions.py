"""The cookie that a signed-in browser holds, and the person behind a request."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, request
from werkzeug.wrappers import Response

from app.gate import is_fragment
from app.signin.service import Client, Signin
from storage.actors import ANONYMOUS, Actor
from storage.errors import TemporaryError
from storage.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class Cookie:
    """A random token of 256 bits, for this host alone, gone when the browser closes. ``kind`` ends the name of one
    that is not that of a sign-in but of one half done. A provider sends the browser back by a link, with which
    ``Lax`` lets cookies go along and ``Strict`` would not."""

    secure: bool
    kind: str = ""

    @property
    def name(self) -> str:
        """With https, a name that browsers accept from this very host only."""
        return ("__Host-truchement" if self.secure else "truchement") + self.kind

    def read(self) -> str | None:
        """The token that the browser sent."""
        return request.cookies.get(self.name)

    def give(self, response: Response, token: str) -> None:
        """Lets the browser keep a token."""
        response.set_cookie(self.name, token, httponly=True, samesite="Lax", secure=self.secure, path="/")

    def take_back(self, response: Response) -> None:
        """Makes the browser forget it."""
        response.delete_cookie(self.name, httponly=True, samesite="Lax", secure=self.secure, path="/")


def client() -> Client:
    """Where this request comes from."""
    return Client(request.remote_addr or "", request.user_agent.string)


def identify(signin: Signin, store: Store, cookie: Cookie) -> Callable[[], Actor]:
    """The function that tells who sends a request; it sets ``g.signed`` (a ``Signed``, or None)."""

    def who() -> Actor:
        g.signed = None
        token = cookie.read()
        if not token:
            return ANONYMOUS
        with store.read(ANONYMOUS) as uow:
            g.signed = signin.resume(uow, token)
        if g.signed is None:
            return ANONYMOUS
        if g.signed.stale and not _by_itself():
            _touch(signin, store)
        actor: Actor = g.signed.actor
        return actor

    return who


def _by_itself() -> bool:
    # A live part that refreshes is no sign of a person: an unattended desk must still sign itself out.
    return request.method == "GET" and is_fragment()


def _touch(signin: Signin, store: Store) -> None:
    try:
        with store.write(g.signed.actor) as uow:
            signin.touch(uow, g.signed.session_id)
            uow.commit()
    except TemporaryError:
        return  # the time of last use can wait for the next request
