"""The coordinator's board: one screen that shows and refreshes itself, and one address for its acts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, get_locale, gettext
from werkzeug.datastructures import MultiDict

from review.board import lanes, service, showing
from review.board.errors import (
    NoActError,
    NothingSelectedError,
    TooManyError,
    UnknownEndingError,
    UnknownPersonError,
    WrongDateError,
)
from review.board.lanes import Filters, Focus, Lane
from review.board.seen import Seen, parse
from review.board.service import Done, FormerDate, NewDate, Stop
from review.board.showing import Pace
from storage.access import allow
from storage.endings import SENTENCES, Ending
from storage.errors import N_, ServiceError
from storage.models import Role
from storage.unit_of_work import Store, UnitOfWork
from storage.workflow import TranslationStatus as T

MOST = 100
# What closing offers, and what cancelling does.
CLOSINGS = (
    (Ending.NO_TRANSLATION_NEEDED, N_("Pas besoin de traduction")),
    (Ending.ALREADY_TRANSLATED, N_("Déjà traduite")),
    (Ending.MULTILINGUAL_FORM, N_("Formulaire multilingue")),
    (Ending.NEW_SCAN_NEEDED, N_("Illisible : nouveau scan à demander")),
    (Ending.OUT_OF_SCOPE, N_("Ne relève pas du service")),
    (Ending.OTHER, N_("Autre, à préciser")),
)
CANCELLATIONS = (
    (Ending.WITHDRAWN, N_("À la demande de l'organisme")),
    (Ending.DUPLICATE, N_("Reçue en double")),
    (Ending.OTHER, N_("Autre, à préciser")),
)
Act = Callable[[UnitOfWork, Seen], Done]
Kind = TypeVar("Kind", Focus, Ending)


@dataclass(frozen=True)
class Services:
    """What the board needs."""

    store: Store
    pace: Pace


@dataclass
class Report:
    """What became of an act, piece by piece; ``problem`` is about the whole form, and nothing was done."""

    act: str = ""
    done: list[Done] = field(default_factory=list)
    refused: list[tuple[Seen, str]] = field(default_factory=list)
    problem: str = ""

    @property
    def status(self) -> int:
        """The HTTP status: 409 when nothing could be done as seen, 422 when the form was wrong."""
        if self.problem:
            return 422
        return 409 if self.refused and not self.done else 200

    @property
    def undo(self) -> list[str]:
        """What the form that takes the act back sends, one value a piece."""
        return [f"{done.undo}|{done.seen}" for done in self.done if done.undo]


@dataclass(frozen=True)
class Views:
    """The views, as methods."""

    services: Services

    @allow(Role.COORDINATOR)
    def show(self) -> ResponseReturnValue:
        """The board; its live part alone when it asks again by itself."""
        live = request.headers.get("HX-Request") == "true"
        return self._page("board/live.html" if live else "board/board.html", None)

    @allow(Role.COORDINATOR)
    def act(self) -> ResponseReturnValue:
        """Does something to the pieces that are ticked, each in a transaction of its own, and says what became of
        each. Sent twice, an act finds the pieces changed and does nothing."""
        report = Report(act=request.form.get("act", ""))
        try:
            for seen, act in self._asked(report.act):
                self._do(seen, act, report)
        except ServiceError as error:
            report.problem = _told(error)
        return self._page("board/board.html", report), report.status

    def _asked(self, name: str) -> list[tuple[Seen, Act]]:
        asked: list[tuple[Seen, Act]]
        if name == "undo":
            pairs = [text.rpartition("|") for text in request.form.getlist("undo")]
            found = [(parse(value), back) for back, _bar, value in pairs]
            # What an undo asks for is read with its piece: one that is wrong holds up no other.
            asked = [(seen, partial(self._undo, back=back)) for seen, back in found if seen]
        else:
            act = self._acting(name, request.form)
            asked = [(seen, act) for value in request.form.getlist("piece") if (seen := parse(value))]
        if not asked:
            raise NothingSelectedError()
        if len(asked) > MOST:
            raise TooManyError(most=MOST)
        return asked

    def _acting(self, name: str, form: MultiDict[str, str]) -> Act:
        if name == "assign":
            return partial(service.assign, person_id=_person(form.get("person", "")))
        if name == "reschedule":
            new = NewDate(_date(form.get("due_on", "")), form.get("reason", ""), self.services.pace.today())
            new.check()
            return partial(service.reschedule, new=new)
        if name in ("close", "cancel"):
            return partial(service.stop, what=_stop(name, form))
        simple: dict[str, Act] = {"take_back": service.take_back, "reopen": service.reopen}
        if name not in simple:
            raise NoActError()
        return simple[name]

    def _undo(self, uow: UnitOfWork, seen: Seen, back: str) -> Done:
        name, _colon, value = back.partition(":")
        if name == "restore_date":
            day, _colon, reason = value.partition(":")
            return service.restore_date(uow, seen, FormerDate(_date(day), reason))
        return self._acting(name, MultiDict({"person": value}))(uow, seen)

    def _do(self, seen: Seen, act: Act, report: Report) -> None:
        try:
            with self.services.store.write(g.actor) as uow:
                done = act(uow, seen)
                uow.commit()
        except ServiceError as error:
            report.refused.append((seen, _told(error)))
        else:
            report.done.append(done)

    def _page(self, template: str, report: Report | None) -> str:
        filters = _filters(request.args)
        with self.services.store.read(g.actor) as uow:
            board = showing.show(uow, filters, self.services.pace)
            names = service.names_of(uow, [seen.id for seen, _ in report.refused]) if report else {}
        kept = report is not None and bool(report.problem)
        return render_template(
            template,
            board=board,
            filters=filters,
            report=report,
            refused_names=names,
            form=request.form if kept else {},
            picked=set(request.form.getlist("piece")) if kept else set(),
            closings=CLOSINGS,
            cancellations=CANCELLATIONS,
            sentences=SENTENCES,
            today=self.services.pace.today(),
            short=_short,
            page_address=partial(_page_address, filters),
        )


def _page_address(filters: Filters, page: int) -> str:
    query: dict[str, Any] = dict(filters.address(lane=filters.lane, page=page))
    return url_for("board.show", **query)


def _short(day: date) -> str:
    """``3 déc.``, ``1er déc.``"""
    text = str(format_date(day, "d MMM"))
    return text.replace("1 ", "1er ", 1) if text.startswith("1 ") and str(get_locale()) == "fr" else text


def _filters(args: MultiDict[str, str]) -> Filters:
    lane = args.get("colonne", "")
    known = lane in {each.value for each in Lane} or lanes.uuid_of(lane) is not None
    return Filters(
        language=args.get("langue", ""),
        body=args.get("organisme", ""),
        person=args.get("personne", ""),
        search=args.get("q", "").strip()[:100],
        focus=_one_of(Focus, args.get("voir", "")),
        by_person=args.get("par") == "personne",
        ended=args.get("sans_suite") == "1",
        lane=lane if known else "",
        page=max(1, args.get("page", 1, type=int)),
    )


def _one_of(kind: type[Kind], value: str) -> Kind | None:
    return kind(value) if value in {each.value for each in kind} else None


def _person(text: str) -> UUID:
    found = lanes.uuid_of(text)
    if found is None:
        raise UnknownPersonError()
    return found


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongDateError() from error


def _stop(name: str, form: MultiDict[str, str]) -> Stop:
    close = name == "close"
    ending = _one_of(Ending, form.get("closing" if close else "cancellation", ""))
    if ending is None:
        raise UnknownEndingError()
    comment = form.get("close_comment" if close else "cancel_comment", "")
    stop = Stop(T.CLOSED_WITHOUT_TRANSLATION if close else T.CANCELLED, ending, comment)
    stop.check()
    return stop


def _told(error: ServiceError) -> str:
    text = str(gettext(error.template))
    return text.format(**error.values) if error.values else text


def create_blueprint(services: Services) -> Blueprint:
    """The coordinator's board."""
    blueprint = Blueprint(
        "board", __name__, template_folder="templates", static_folder="static", url_prefix="/pilotage"
    )
    views = Views(services)
    blueprint.get("")(views.show)
    blueprint.post("")(views.act)
    return blueprint
