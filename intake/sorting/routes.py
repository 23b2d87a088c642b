"""The desk of triage: what waits to be sorted, and one screen for each file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.utils import redirect

from intake import reasons
from intake.sorting import acts, arrangement, judging, queries, service, showing
from intake.sorting.acts import told
from intake.sorting.clock import Clock
from intake.sorting.errors import StaleTriageError
from intake.sorting.forms import ENDINGS, SETTLED, settling
from intake.sorting.service import Seen, Told
from intake.sorting.states import Piece
from intake.sorting.words import ACTS, FINDINGS, NATURES, OTHER_FINDING, OUTS, UNDONE
from storage.access import allow
from storage.endings import SENTENCES
from storage.errors import ServiceError
from storage.languages import LANGUAGES, name_en, name_fr
from storage.models import Judgement, Out, Role
from storage.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True)
class Services:
    """What the desk needs; ``pauses`` says whether the clock of an order stands still while its requester is
    waited for."""

    store: Store
    today: Callable[[], date]
    pauses: bool

    @property
    def clock(self) -> Clock:
        """The clock as it is now."""
        return Clock(self.pauses, self.today())


@dataclass(frozen=True)
class Views:
    """The views, as methods."""

    services: Services

    @allow(Role.COORDINATOR)
    def files(self) -> ResponseReturnValue:
        """What waits, as work; as a fragment when it asks again by itself."""
        with self.services.store.read(g.actor) as uow:
            listing = showing.list_files(uow)
            part = "sorting/files_live.html" if request.headers.get("HX-Request") else "sorting/files.html"
            return render_template(part, listing=listing, finding=_finding, today=self.services.today())

    @allow(Role.COORDINATOR)
    def desk(self, document_id: UUID) -> ResponseReturnValue:
        """One file, its pages large enough to read their headings."""
        return self._desk(document_id)

    def _desk(self, document_id: UUID, said: str = "", refused: ServiceError | None = None) -> str:
        with self.services.store.write(g.actor) as uow:
            desk = showing.open_desk(uow, document_id)
            uow.record_view("document", document_id, desk.document.body_id)
            news: tuple[Any, ...] = ()
            if isinstance(refused, StaleTriageError):
                seen = request.form.get("version", 0, type=int)
                news = tuple(queries.acts(uow.session, document_id, seen))
            page = render_template(
                "sorting/desk_live.html" if _for_script() else "sorting/desk.html",
                desk=desk,
                said=said,
                refused=_message(refused) if refused else "",
                news=news,
                act_told=_act_told,
                finding=_finding,
                languages=_languages(),
                natures=NATURES,
                outs=OUTS,
                endings=ENDINGS,
                sentences=SENTENCES,
                sentence=reasons.sentence,
                # The script keeps what is ticked by itself.
                picked=set() if _for_script() else set(request.form.getlist("page")),
                today=self.services.today(),
                Out=Out,
            )
            uow.commit()
        return page

    def _act(self, document_id: UUID, act: Callable[[UnitOfWork, Seen], str]) -> ResponseReturnValue:
        """Does something and shows the desk with what was done, or why not: nobody loses their place."""
        seen = Seen(document_id, request.form.get("version", -1, type=int))
        try:
            with self.services.store.write(g.actor) as uow:
                said = act(uow, seen)
                uow.commit()
        except ServiceError as error:
            if error.status not in (409, 422):
                raise
            return self._desk(document_id, refused=error), error.status
        if _for_script():
            return self._desk(document_id, said)
        flash(said, "success")
        pages = request.form.getlist("page")
        anchor = f"page-{pages[0]}" if pages else None
        return redirect(url_for("sorting.desk", document_id=document_id, _anchor=anchor), 303)

    @allow(Role.COORDINATOR)
    def arrange(self, document_id: UUID) -> ResponseReturnValue:
        """An act on the pages that are ticked, or on the one where the key was pressed."""

        def act(uow: UnitOfWork, seen: Seen) -> str:
            pages, name = _pages(), request.form.get("act", "")
            known = queries.pages(uow.session, pages)
            shown = _shown_turns(uow, pages)
            if name == "summary" and pages:
                change, code = acts.summary_for(pages[0], request.form.get("summary", ""))
            else:
                change, code = acts.change_for(name, pages, lambda page: shown.get(page, 0))
            what = told(code, [page.number for page in known.values()])
            before = seen.version
            after = service.arrange(uow, seen, change, what)
            return _capital(_sentence(what)) if after != before else str(gettext("Rien à changer."))

        return self._act(document_id, act)

    @allow(Role.COORDINATOR)
    def undo(self, document_id: UUID) -> ResponseReturnValue:
        """Takes the last act on the pages back."""

        def act(uow: UnitOfWork, seen: Seen) -> str:
            undone = service.undo(uow, seen)
            return _capital(gettext(UNDONE).format(what=_sentence(Told(undone.code, undone.values))))

        return self._act(document_id, act)

    @allow(Role.COORDINATOR)
    def describe(self, document_id: UUID, translation_id: UUID) -> ResponseReturnValue:
        """The language of a document, what it is, all of it or an extract."""

        def act(uow: UnitOfWork, seen: Seen) -> str:
            form = request.form
            language = form.get("language") if form.get("language") in LANGUAGES else None
            nature = form.get("nature", "") if form.get("nature") in NATURES else ""
            mode = "extract" if form.get("mode") == "extract" else "full"
            part = service.number_of(uow, seen.document_id, translation_id)
            what = Told("described", {"part": part})
            service.arrange(
                uow, seen, lambda a: arrangement.describe(a, translation_id, language, nature, mode), what
            )
            return _capital(_sentence(what))

        return self._act(document_id, act)

    @allow(Role.COORDINATOR)
    def send(self, document_id: UUID) -> ResponseReturnValue:
        """Sends the file's documents to drafting, or one of them; the list comes next."""

        def act(uow: UnitOfWork, seen: Seen) -> str:
            only = request.form.get("only", type=UUID)
            return _capital(_sentence(Told("sent_on", {"count": service.send_on(uow, seen, only)})))

        return self._act(document_id, act)

    @allow(Role.COORDINATOR)
    def set_aside(self, document_id: UUID) -> ResponseReturnValue:
        """Does not follow a proposal."""

        def act(uow: UnitOfWork, seen: Seen) -> str:
            judging.set_aside(uow, seen, _findings())
            return str(gettext("Proposition écartée."))

        return self._act(document_id, act)

    @allow(Role.COORDINATOR)
    def settle(self, document_id: UUID, translation_id: UUID) -> ResponseReturnValue:
        """What becomes of a document beside its translation here, or the way back; a proposal is followed so."""

        def act(uow: UnitOfWork, seen: Seen) -> str:
            name = request.form.get("act", "")
            part = service.number_of(uow, seen.document_id, translation_id)
            settling(name, request.form, self.services.clock)(uow, Piece(seen, translation_id))
            if _findings():
                judging.judge(uow, document_id, _findings(), Judgement.FOLLOWED)
            said = {"part": part, "recipient": request.form.get("recipient") or gettext("l’extérieur")}
            return _capital(_sentence(Told(SETTLED[name], said)))

        return self._act(document_id, act)


def _shown_turns(uow: UnitOfWork, pages: list[UUID]) -> dict[UUID, int]:
    found = queries.pages(uow.session, pages)
    readings = {page_id: queries.reading(uow.session, page) for page_id, page in found.items()}
    return {page_id: reading.rotation if reading else 0 for page_id, reading in readings.items()}


def _for_script() -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _pages() -> list[UUID]:
    return _uuids("page")


def _findings() -> list[UUID]:
    return _uuids("finding")


def _uuids(name: str) -> list[UUID]:
    found = []
    for value in request.form.getlist(name):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _sentence(what: Told) -> str:
    if what.code == "undone":
        inner = Told(str(what.values.get("code", "")), what.values)
        return str(gettext(UNDONE)).format(what=_sentence(inner))
    return str(gettext(ACTS.get(what.code, what.code))).format(**what.values)


def _act_told(code: str, values: dict[str, Any]) -> str:
    return _sentence(Told(code, values))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _finding(code: str) -> str:
    return str(gettext(FINDINGS.get(code, OTHER_FINDING)))


def _message(error: ServiceError) -> str:
    text = str(gettext(error.template))
    return text.format(**error.values) if error.values else text


def _languages() -> list[tuple[str, str]]:
    name = name_en if g.actor.language == "en" else name_fr
    return [(code, label) for label, code in sorted((name(code), code) for code in LANGUAGES)]


def create_blueprint(services: Services) -> Blueprint:
    """The desk of triage."""
    blueprint = Blueprint(
        "sorting", __name__, template_folder="templates", static_folder="static", url_prefix="/tri"
    )
    views = Views(services)
    blueprint.get("")(views.files)
    blueprint.get("/<uuid:document_id>")(views.desk)
    blueprint.post("/<uuid:document_id>/pages")(views.arrange)
    blueprint.post("/<uuid:document_id>/defaire")(views.undo)
    blueprint.post("/<uuid:document_id>/envoyer")(views.send)
    blueprint.post("/<uuid:document_id>/propositions")(views.set_aside)
    blueprint.post("/<uuid:document_id>/documents/<uuid:translation_id>")(views.describe)
    blueprint.post("/<uuid:document_id>/documents/<uuid:translation_id>/suite")(views.settle)
    return blueprint
