"""The requester's screens: their orders, a new one, one order; the original and its pages."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, g, jsonify, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.utils import redirect

from intake import following, queries, reasons, receiving, service
from intake.checks import ACCEPTED, OPENED
from intake.errors import NoFileError, SentTwiceError
from intake.forms import order_request
from intake.needs import Services
from intake.opening import Arrival, Refused, receive, receive_alone
from intake.receiving import Refusal, as_json, told
from intake.service import OrderRequest
from intake.sorting import scans
from intake.sorting.clock import Clock
from intake.sorting.scans import NewScan
from ocr.warnings import told_of
from storage.access import allow, visible_documents
from storage.blobs import open_verified
from storage.errors import NotFoundError
from storage.languages import LANGUAGES, name_en, name_fr
from storage.models import Document, Order, Role
from storage.reserve import Reserve
from storage.unit_of_work import UnitOfWork

#: Of a mail or an archive a browser is told no more: it is to be kept, not to be opened.
OCTETS = "application/octet-stream"
SEERS = (Role.REQUESTER, Role.COORDINATOR, Role.TRANSLATOR, Role.REVISER)


@dataclass(frozen=True)
class Views:
    """The views, as methods."""

    services: Services

    @allow(*SEERS)
    def orders(self) -> ResponseReturnValue:
        """The list; as a fragment when it asks again by itself."""
        with self.services.store.read(g.actor) as uow:
            page = request.args.get("page", 1, type=int)
            search = request.args.get("q", "")
            before = request.args.get("avant", type=UUID)
            listing = following.list_orders(uow, search, page, before)
            part = "intake/orders_list.html" if request.headers.get("HX-Request") else "intake/orders.html"
            return render_template(
                part,
                listing=listing,
                search=search,
                form={},
                page_address=_page_address(search, before),
                before=before,
                **self._form(),
            )

    @allow(Role.REQUESTER)
    def new(self) -> ResponseReturnValue:
        """The form alone."""
        return render_template("intake/new.html", form={}, refusals=(), **self._form())

    @allow(Role.REQUESTER)
    def create(self) -> ResponseReturnValue:
        """Takes the files in: what is sound goes on, what is refused is told with its reason."""
        self.services.scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=self.services.scratch) as folder:
            files = _saved([f for f in request.files.getlist("files") if f.filename], Path(folder))
            asked = order_request(request.form, g.actor, files)
            before = self._sent_before(asked)
            if before is not None:
                return _answer(before, 0, [])
            arrival = receive(files, Path(folder), self.services.door_with(request.form.get("pdf_password", "")))
            refusals = told(arrival.refused, _in_words)
            if not arrival.files:
                return self._refused(refusals)
            try:
                order = self._make(asked, arrival)
            except SentTwiceError:
                before = self._sent_before(asked)
                if before is None:
                    raise
                return _answer(before, 0, [])
        return _answer(order, len(arrival.files), refusals)

    @allow(*SEERS)
    def order(self, order_id: UUID) -> ResponseReturnValue:
        """One order, with everything about it."""
        with self.services.store.write(g.actor) as uow:
            followed = following.find_order(uow, order_id)
            uow.record_view("order", followed.order.id, followed.order.body_id)
            page = render_template("intake/order.html", followed=followed, **self._words())
            uow.commit()
        return page

    @allow(*SEERS)
    def progress(self, order_id: UUID) -> ResponseReturnValue:
        """The part of an order that moves by itself."""
        with self.services.store.read(g.actor) as uow:
            followed = following.find_order(uow, order_id)
            return render_template("intake/order_live.html", followed=followed, **self._words())

    @allow(Role.REQUESTER)
    def rescan(self, translation_id: UUID) -> ResponseReturnValue:
        """Takes in the new scan that a piece waits for."""
        self.services.scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.services.scratch) as name:
            sent = _saved(request.files.getlist("file")[:1], Path(name))
            arrival = receive_alone(sent, self.services.door)
            files, refusals = arrival.files, told(arrival.refused, _in_words)
            with self.services.store.write(g.actor) as uow:
                if not files:
                    # Who may not know of the piece is not told what was wrong with the file.
                    order = scans.awaiting(uow, translation_id)
                else:
                    clock = Clock(self.services.pauses, self.services.today())
                    order = scans.receive(uow, translation_id, NewScan(files[0], self.services.terms, clock))
                    uow.commit()
        for refusal in refusals or ([] if files else told([Refused("", NoFileError())], _in_words)):
            flash(f"{refusal.name} : {refusal.message}" if refusal.name else refusal.message, "error")
        if files:
            flash(gettext("Nouveau scan reçu. Merci : la traduction de cette pièce continue."), "success")
        return redirect(url_for("intake.order", order_id=order.id), 303)

    @allow(*SEERS)
    def original(self, document_id: UUID) -> Response:
        """The file as it came, as a download."""
        with self.services.store.write(g.actor) as uow:
            document = _document(uow, document_id)
            document.check_open()
            source = open_verified(uow.blobs, document.blob_key, document.sha256, self.services.scratch)
            uow.record("download", "document", document.id, document.body_id)
            uow.commit()
        answer = send_file(
            source, mimetype=document.media_type, as_attachment=True, download_name=document.file_name, etag=False
        )
        answer.content_length = document.size
        return answer

    @allow(*SEERS)
    def container(self, container_id: UUID) -> Response:
        """The mail or the archive as it came, as a download. The antivirus, where there is one, looks at it each
        time: it holds files that became no document and were never examined."""
        with self.services.store.read(g.actor) as uow:
            container = receiving.find_container(uow, container_id)
            source = open_verified(uow.blobs, container.blob_key, container.sha256, self.services.scratch)
        receiving.check_clean(source, self.services.scanner)
        with self.services.store.write(g.actor) as uow:
            uow.record("download", "container", container.id, container.body_id)
            uow.commit()
        answer = send_file(
            source, mimetype=OCTETS, as_attachment=True, download_name=container.file_name, etag=False
        )
        answer.content_length = container.size
        return answer

    @allow(*SEERS)
    def page(self, document_id: UUID, number: int, width: int) -> Response:
        """A page as a picture, upright."""
        with self.services.store.write(g.actor) as uow:
            document = _document(uow, document_id)
            uow.record_view("document", document.id, document.body_id)
            uow.commit()
        with self.services.store.read(g.actor) as uow:
            picture = self.services.pictures.page(uow, document, number, width)
        answer = Response(picture, mimetype="image/webp")
        answer.headers["Cache-Control"] = "private, max-age=600"
        return answer

    def _make(self, asked: OrderRequest, arrival: Arrival) -> Order:
        terms, today = self.services.terms, self.services.today()
        with self.services.store.write(g.actor) as uow:
            order = service.create_order(uow, asked, arrival.files, terms, today, arrival.parcels)
            uow.commit()
        return order

    def _sent_before(self, asked: OrderRequest) -> Order | None:
        """The order that the same form with the same files made before."""
        if asked.key is None:
            return None
        with self.services.store.read(g.actor) as uow:
            return queries.order_of_request(uow.session, g.actor, asked.key)

    def _refused(self, refusals: list[Refusal]) -> ResponseReturnValue:
        if not refusals:
            refusals = told([Refused("", NoFileError())], _in_words)
        if _wants_json():
            return jsonify(refused=as_json(refusals)), 422
        page = render_template("intake/new.html", form=request.form, refusals=refusals, **self._form())
        return page, 422

    def _form(self) -> dict[str, Any]:
        name = name_en if g.actor.language == "en" else name_fr
        languages = sorted((name(code), code) for code in LANGUAGES if code != "fr")
        return {
            "languages": [(code, label) for label, code in languages],
            "accepted": ",".join((*ACCEPTED, *OPENED)),
            "limits": self.services.limits,
            "terms": self.services.terms,
            "full": bool(self.services.room.short()),
            "request_key": uuid4().hex,
        }

    def _words(self) -> dict[str, Any]:
        return {
            "sentence": self._sentence,
            "told_of": told_of,
            "origin_of": receiving.origin_of,
            "refused_in": lambda container: receiving.refused_in(container, _in_words),
        }

    @staticmethod
    def _sentence(code: str | None) -> str:
        return str(gettext(reasons.sentence(code)))


def _page_address(search: str, before: UUID | None) -> Callable[[int], str]:
    def address(page: int) -> str:
        return url_for("intake.orders", q=search or None, avant=before, page=page)

    return address


def _saved(uploads: list[FileStorage], folder: Path) -> list[tuple[Path, str]]:
    files = []
    for number, upload in enumerate(uploads):
        path = folder / str(number)
        upload.save(path)
        files.append((path, upload.filename or ""))
    return files


def _answer(order: Order, accepted: int, refusals: list[Refusal]) -> ResponseReturnValue:
    """Says that an order is there: made of so many files now, or, of none, made before."""
    if accepted:
        _tell(accepted, refusals)
    else:
        flash(_in_words(SentTwiceError.template), "info")
    address = url_for("intake.order", order_id=order.id)
    if _wants_json():
        return jsonify(location=address, number=order.number, refused=as_json(refusals)), 201
    return redirect(address, 303)


def _tell(accepted: int, refusals: list[Refusal]) -> None:
    said = ngettext("%(num)s pièce reçue.", "%(num)s pièces reçues.", accepted)
    flash(said + " " + gettext("Vous serez prévenu par courriel quand la traduction sera prête."), "success")
    for refusal in refusals:
        flash(f"{refusal.name} : {refusal.message}", "error")


def _document(uow: UnitOfWork, document_id: UUID) -> Document:
    document = uow.session.scalar(visible_documents(uow.actor).where(Document.id == document_id))
    if document is None:
        raise NotFoundError()
    return document


def _in_words(text: str) -> str:
    return str(gettext(text))


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def create_guard(room: Reserve) -> Callable[[], None]:
    """What is asked before the files of an order are received: whether there is room for them."""

    def guard() -> None:
        if request.endpoint in ("intake.create", "intake.rescan"):
            room.check(request.content_length or 0)

    return guard


def create_blueprint(services: Services) -> Blueprint:
    """The requester's screens."""
    blueprint = Blueprint(
        "intake", __name__, template_folder="templates", static_folder="static", url_prefix="/demandes"
    )
    views = Views(services)
    blueprint.get("")(views.orders)
    blueprint.get("/nouvelle")(views.new)
    blueprint.post("")(views.create)
    blueprint.get("/<uuid:order_id>")(views.order)
    blueprint.get("/<uuid:order_id>/avancement")(views.progress)
    blueprint.post("/traductions/<uuid:translation_id>/nouveau-scan")(views.rescan)
    blueprint.get("/pieces/<uuid:document_id>/original")(views.original)
    blueprint.get("/envois/<uuid:container_id>/original")(views.container)
    blueprint.get("/pieces/<uuid:document_id>/pages/<int:number>/<int:width>")(views.page)
    return blueprint
