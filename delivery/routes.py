"""Handing over the delivered files."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, g, request, send_file, url_for

from delivery.preview import html, preview, record_view
from delivery.printing import screen_style
from delivery.service import House
from storage.access import HANDLERS, allow, allow_signed_in, visible_files
from storage.blobs import open_verified
from storage.errors import NotFoundError
from storage.models import DeliveryFile, Role
from storage.unit_of_work import Store

SEERS = (Role.REQUESTER, Role.COORDINATOR, Role.TRANSLATOR, Role.REVISER)


@dataclass(frozen=True)
class Views:
    """The views, as methods."""

    store: Store
    scratch: Path
    house: House

    @allow(*HANDLERS)
    def preview(self, translation_id: UUID) -> Response:
        """The French page as it would be delivered now, marked as a draft; shown inside the editor."""
        with self.store.write(g.actor) as uow:
            record_view(uow, translation_id)
            uow.commit()
        with self.store.read(g.actor) as uow:
            shown = preview(uow, translation_id, self.house)
        # Nobody waits for the layout: neither who writes nor a connection.
        page = html(shown, url_for("delivery.preview_style"))
        g.framed = True
        return Response(page, mimetype="text/html")

    @allow_signed_in
    def preview_style(self) -> Response:
        """The style of the preview."""
        return Response(screen_style(), mimetype="text/css")

    @allow(*SEERS)
    def file(self, file_id: UUID) -> Response:
        """A delivered file: shown when ``?voir=1`` and it is a PDF, else a download. Each counts in the log."""
        with self.store.write(g.actor) as uow:
            found = uow.session.scalar(visible_files(uow.actor).where(DeliveryFile.id == file_id))
            if found is None:
                raise NotFoundError()
            found.delivery.translation.document.check_open()
            source = open_verified(uow.blobs, found.blob_key, found.sha256, self.scratch)
            uow.record("download", "delivery_file", found.id, found.delivery.translation.document.body_id)
            uow.commit()
        shown = bool(request.args.get("voir")) and found.media_type == "application/pdf"
        answer = send_file(
            source,
            mimetype=found.media_type,
            as_attachment=not shown,
            download_name=found.file_name,
            etag=False,
        )
        answer.content_length = found.size
        return answer


def create_blueprint(store: Store, scratch: Path, house: House) -> Blueprint:
    """The downloads; ``scratch`` is for the checked copies while they are sent."""
    blueprint, views = Blueprint("delivery", __name__, url_prefix="/livraisons"), Views(store, scratch, house)
    blueprint.get("/apercu/<uuid:translation_id>")(views.preview)
    blueprint.get("/apercu.css")(views.preview_style)
    blueprint.get("/<uuid:file_id>")(views.file)
    return blueprint
