"""The journal: who did what, searched, exported, and proved unchanged."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext, to_utc
from werkzeug.wrappers import Response as AnyResponse

from app.administration import journal_queries as queries
from app.administration import journal_words as words
from app.administration.journal_queries import EventsPage, Key, Names
from app.administration.journal_service import Export, Search, criteria_of, record_look
from app.administration.journal_verification import ACTION, Verification
from app.display import ZONE
from storage import audit
from storage.access import allow
from storage.models import AuditEvent, Role
from storage.unit_of_work import Store

SIZE = 50
# The form's fields as addresses have them.
FIELDS = {
    "who": "qui",
    "action": "acte",
    "kind": "genre",
    "what": "objet",
    "body": "organisme",
    "first": "du",
    "last": "au",
}


@dataclass(frozen=True)
class Views:
    """The views, for those who keep the machine and those who control."""

    store: Store
    verification: Verification

    @allow(Role.ADMINISTRATOR, Role.AUDITOR)
    def journal(self) -> str:
        search, before, after = _search(), _key("avant"), _key("apres")
        with self.store.write(g.actor) as uow:
            criteria = criteria_of(uow, search, _midnight)
            if before is None and after is None:
                record_look(uow, criteria)
                uow.commit()
        with self.store.read(g.actor) as uow:
            found = queries.page(uow.session, criteria, SIZE, before, after)
            shown: dict[str, Any] = {
                "search": search,
                "narrowed": any(asdict(search).values()),
                "found": found,
                "names": queries.names(uow.session, found.events),
                "bodies": queries.bodies(uow.session),
                "address": _addresses(search),
                "older": _turned(search, found, "avant"),
                "newer": _turned(search, found, "apres"),
                "actions": _options(words.ACTIONS),
                "kinds": _options(words.OBJECTS),
                "export": url_for("administration_journal.export", **_address(search)),
            }
            return render_template("app/administration/journal.html", **shown, **self._proof())

    @allow(Role.ADMINISTRATOR, Role.AUDITOR)
    def proof(self) -> str:
        return render_template("app/administration/journal_proof.html", **self._proof())

    def _proof(self) -> dict[str, Any]:
        with self.store.read(g.actor) as uow:
            last = queries.last(uow.session, ACTION)
            return {
                "verified": last,
                "verifier": queries.names(uow.session, [last]).people if last else {},
                "sealed": audit.sealed_until(uow.session),
                "unsealed": audit.waiting(uow.session),
                "progress": self.verification.progress,
                "words": words,
            }

    @allow(Role.ADMINISTRATOR, Role.AUDITOR)
    def verify(self) -> AnyResponse:
        self.verification.start(g.actor)
        flash(gettext("La vérification a commencé : vous pouvez quitter cette page, elle continue."), "info")
        return redirect(url_for("administration_journal.journal"))

    @allow(Role.ADMINISTRATOR, Role.AUDITOR)
    def export(self) -> Response:
        with self.store.write(g.actor) as uow:
            criteria = criteria_of(uow, _search(), _midnight)
            record_look(uow, criteria, "journal_exported")
            uow.commit()
        actor = g.actor
        titles = tuple(str(gettext(title)) for title in words.COLUMNS)
        lines = Export(self.store, criteria, titles, _cells).lines(lambda: self.store.read(actor))
        answer = Response(stream_with_context(lines), mimetype="text/csv")
        answer.headers["Content-Disposition"] = "attachment; filename=journal.csv"
        return answer


def _cells(event: AuditEvent, names: Names) -> tuple[object, ...]:
    actor, body = str(event.actor_id or ""), str(event.body_id or "")
    return (
        event.sequence,
        event.at.astimezone(ZONE).isoformat(timespec="milliseconds"),
        names.people.get(actor) or gettext(words.part(event)),
        actor,
        gettext(words.action(event.action)),
        event.action,
        gettext(words.object_kind(event.object_kind)),
        names.numbers.get(event.object_id) or names.people.get(event.object_id) or "",
        event.object_id,
        names.bodies.get(body, ""),
        ", ".join(f"{name}={value}" for name, value in sorted(event.details.items())),
        event.hash,
    )


def _midnight(day: date) -> datetime:
    """When a day begins in France."""
    began: datetime = to_utc(datetime.combine(day, time()))
    return began.replace(tzinfo=UTC)


def _search() -> Search:
    return Search(**{name: request.args.get(shown, "").strip()[:200] for name, shown in FIELDS.items()})


def _address(search: Search) -> dict[str, Any]:
    return {FIELDS[name]: value or None for name, value in asdict(search).items()}


def _addresses(search: Search) -> Callable[..., str]:
    """The address of this search with some fields changed."""

    def address(**changed: str) -> str:
        return url_for("administration_journal.journal", **(_address(search) | changed))

    return address


def _turned(search: Search, found: EventsPage, way: str) -> str | None:
    key = found.older if way == "avant" else found.newer
    return _addresses(search)(**{way: str(key)}) if key else None


def _key(name: str) -> Key | None:
    return Key.read(request.args.get(name, ""))


def _options(texts: Any) -> list[tuple[str, str]]:
    return sorted(((code, str(gettext(text))) for code, text in texts.items()), key=lambda option: option[1])


def create_blueprint(store: Store, verification: Verification) -> Blueprint:
    """The blueprint ``administration_journal``."""
    pages = Blueprint("administration_journal", __name__, url_prefix="/administration/journal")
    views = Views(store, verification)
    pages.get("")(views.journal)
    pages.get("/preuve")(views.proof)
    pages.post("/verifier")(views.verify)
    pages.get("/export.csv")(views.export)
    return pages
