"""Who calls: a key, and nothing else. Looked at before any body is received, and counted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, request

from app.api.errors import KeyInvalidError, KeyMissingError, TooManyRequestsError
from app.api.limits import WINDOW, Allowance, Buckets
from app.api.operations import is_program
from app.i18n import LANGUAGES
from app.service_accounts import queries
from app.service_accounts.service import MARK, SEEN_EVERY, digest
from storage import actors
from storage.actors import ANONYMOUS
from storage.errors import ForbiddenError, TemporaryError
from storage.models import ApiKey, Role, now
from storage.reserve import Reserve
from storage.unit_of_work import Store

LONGEST_KEY = 100
#: Failed keys a minute from one address: a guess among 2²⁵⁶ is hopeless, the database's time is not.
GUESSES = 30


@dataclass(frozen=True)
class Entrance:
    """``accounts`` counts by account, ``guesses`` by address; ``room`` is looked at before files are received."""

    store: Store
    accounts: Buckets
    guesses: Buckets
    room: Reserve

    def guard(self) -> None:
        """Before each request of the interface: sets ``g.actor`` and ``g.api_key``, or raises."""
        view: Any = current_app.view_functions.get(request.endpoint or "")
        if not getattr(view, "for_programs", False):
            return
        key = self._identify()
        user = key.account.user
        language = request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])
        g.api_key, g.actor = key, actors.service(user, user.unit.body, language)
        if not g.actor.has(Role.REQUESTER):
            raise ForbiddenError()
        g.allowance = self.accounts.take(str(key.account_id))
        if not g.allowance.granted:
            raise TooManyRequestsError(g.allowance.reset)
        self._note(key)
        if view.operation.form is not None:
            request.max_content_length = current_app.config["MAX_CONTENT_LENGTH"]
            self.room.check(request.content_length or 0)

    def _identify(self) -> ApiKey:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret:
            raise KeyMissingError()
        secret = secret.strip()
        key = None
        if secret.startswith(MARK) and len(secret) <= LONGEST_KEY:
            with self.store.read(ANONYMOUS) as uow:
                key = queries.usable_key(uow.session, digest(secret), now())
        if key is None:
            allowance = self.guesses.take(request.remote_addr or "")
            if not allowance.granted:
                raise TooManyRequestsError(allowance.reset)
            raise KeyInvalidError()
        return key

    def _note(self, key: ApiKey) -> None:
        present = now()
        if key.last_used_at is not None and present - key.last_used_at < SEEN_EVERY:
            return
        try:
            with self.store.write(g.actor) as uow:
                queries.note_use(uow.session, key.id, request.remote_addr or "", present, SEEN_EVERY)
                uow.commit()
        except TemporaryError:
            return  # the time of last use can wait for the next request


def headers(quota: int) -> Callable[[Response], Response]:
    """The function to run after each request: how much is left, in the fields that the IETF's working group on
    HTTP interfaces drafts for it (draft-ietf-httpapi-ratelimit-headers)."""

    def after(response: Response) -> Response:
        if not is_program(request.path):
            return response
        allowance: Allowance | None = g.get("allowance")
        if allowance is not None:
            response.headers["RateLimit-Policy"] = f'"account";q={quota};w={int(WINDOW)}'
            response.headers["RateLimit"] = f'"account";r={allowance.remaining};t={allowance.reset}'
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    return after


def install(app: Flask, quota: int) -> None:
    """Tells every caller what is left."""
    app.after_request(headers(quota))
