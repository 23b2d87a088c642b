"""Quarantine: what the antivirus holds, and what administrators decide about it. No content is shown here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.administration import quarantine_queries as queries
from app.administration import quarantine_words as words
from app.administration.quarantine_queries import Shelf
from app.display import JUST_NOW
from app.failures import filled
from intake.antivirus import quarantine
from intake.antivirus.errors import ReasonMissingError
from ocr.showing import Pictures
from storage.access import allow
from storage.models import Role, now
from storage.unit_of_work import Store


@dataclass(frozen=True)
class Views:
    """The views. ``scanning`` says that there is an antivirus; ``forget`` has the database give up what it keeps
    of deleted rows."""

    store: Store
    scanning: bool
    pictures: Pictures
    forget: Callable[[], None]

    @allow(Role.ADMINISTRATOR)
    def held(self) -> str:
        shelf, search = _shelf(request.args.get("etat")), request.args.get("q", "")
        with self.store.read(g.actor) as uow:
            found = queries.listing(uow.session, g.actor, shelf, search, request.args.get("page", 1, int))
        return render_template(
            "app/administration/quarantine.html",
            listing=found,
            shelf=shelf,
            search=search,
            address=lambda page: url_for(
                "administration_quarantine.held", etat=shelf.value, q=search or None, page=page
            ),
            **self._common(),
        )

    @allow(Role.ADMINISTRATOR)
    def piece(self, document_id: UUID) -> str:
        return self._page(document_id)

    @allow(Role.ADMINISTRATOR)
    def release(self, document_id: UUID) -> Response | tuple[str, int]:
        reason = request.form.get("reason", "")
        try:
            with self.store.write(g.actor) as uow:
                document = quarantine.release(uow, document_id, reason)
                uow.commit()
        except ReasonMissingError as error:
            return self._page(document_id, wanting="release", error=filled(error.template, error.values)), 422
        flash(gettext("« %(name)s » est libéré : sa lecture commence.", name=document.file_name), "success")
        return _back(document_id)

    @allow(Role.ADMINISTRATOR)
    def discard(self, document_id: UUID) -> Response | tuple[str, int]:
        reason = request.form.get("reason", "")
        try:
            with self.store.write(g.actor) as uow:
                document = quarantine.discard(uow, document_id, reason)
                uow.commit()
        except ReasonMissingError as error:
            return self._page(document_id, wanting="discard", error=filled(error.template, error.values)), 422
        said = gettext("« %(name)s » est écarté ; le demandeur est prévenu.", name=document.file_name)
        flash(said, "success")
        return _back(document_id)

    @allow(Role.ADMINISTRATOR)
    def hold_again(self, document_id: UUID) -> Response:
        with self.store.write(g.actor) as uow:
            document = quarantine.hold_again(uow, document_id)
            uow.commit()
        flash(gettext("« %(name)s » est de nouveau en quarantaine.", name=document.file_name), "success")
        return _back(document_id)

    @allow(Role.ADMINISTRATOR)
    def examine_again(self, document_id: UUID) -> Response:
        with self.store.write(g.actor) as uow:
            document = quarantine.examine_again(uow, document_id, possible=self.scanning)
            uow.commit()
        said = gettext("Le contrôle de « %(name)s » est demandé : rechargez la page.", name=document.file_name)
        flash(said, "info")
        return _back(document_id)

    @allow(Role.ADMINISTRATOR)
    def erase(self, document_id: UUID) -> Response:
        name = request.form.get("name", "")
        with self.store.write(g.actor) as uow:
            keys = quarantine.erase(uow, document_id, name, self.pictures)
            uow.commit()
        # After the commit: what a crash leaves here is an orphan, which the audit of blobs removes.
        for key in keys:
            self.store.blobs.delete(key)
        self.forget()
        flash(gettext("Le fichier « %(name)s » est effacé.", name=name), "success")
        return _back(document_id)

    def _page(self, document_id: UUID, wanting: str = "", error: str = "") -> str:
        with self.store.read(g.actor) as uow:
            held = queries.find(uow.session, g.actor, document_id)
            next_at = queries.next_attempt(uow.session, document_id)
        return render_template(
            "app/administration/quarantine_piece.html",
            held=held,
            next_at=next_at,
            soon=now() + JUST_NOW,
            wanting=wanting,
            error=error,
            typed=request.form.get("reason", ""),
            **self._common(),
        )

    def _common(self) -> dict[str, Any]:
        return {"Shelf": Shelf, "scanning": self.scanning, "words": words}


def _shelf(text: str | None) -> Shelf:
    return next((shelf for shelf in Shelf if shelf.value == text), Shelf.HELD)


def _back(document_id: UUID) -> Response:
    return redirect(url_for("administration_quarantine.piece", document_id=document_id))


def create_blueprint(store: Store, pictures: Pictures, forget: Callable[[], None], *, scanning: bool) -> Blueprint:
    """The blueprint ``administration_quarantine``."""
    pages = Blueprint("administration_quarantine", __name__, url_prefix="/administration/quarantaine")
    views = Views(store, scanning, pictures, forget)
    pages.get("")(views.held)
    pages.get("/<uuid:document_id>")(views.piece)
    pages.post("/<uuid:document_id>/liberer")(views.release)
    pages.post("/<uuid:document_id>/ecarter")(views.discard)
    pages.post("/<uuid:document_id>/remettre")(views.hold_again)
    pages.post("/<uuid:document_id>/controler")(views.examine_again)
    pages.post("/<uuid:document_id>/effacer")(views.erase)
    return pages
