"""The translator's and the reviser's screens: the queue, the editor, and the acts on a whole translation."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ocr.showing import Pictures
from ocr.warnings import told_of
from review import desk, service
from review.errors import BlockedError, NoReasonError, NotYoursError, SamePersonError
from review.keys import KEYS
from review.segments.routes import (
    SEERS,
    WORKERS,
    add_segment_routes,
    changes_shown,
    findings_shown,
    for_script,
    left_text,
    told,
)
from storage.access import allow
from storage.errors import ServiceError
from storage.models import Role
from storage.unit_of_work import Store
from storage.workflow import MoveError


@dataclass(frozen=True)
class Services:
    """What the screens need."""

    store: Store
    pictures: Pictures


@dataclass(frozen=True)
class Views:
    """The views, as methods."""

    services: Services

    @allow(*WORKERS)
    def queue(self) -> ResponseReturnValue:
        """What is in hand and what can be taken; as a fragment when it asks again by itself."""
        return self._queue("review/queue_live.html" if request.headers.get("HX-Request") else "review/queue.html")

    def _queue(self, template: str, refused: str = "") -> str:
        place = desk.Place(request.args.get("apres", type=UUID), request.args.get("relire_apres", type=UUID))
        with self.services.store.read(g.actor) as uow:
            return render_template(template, work=desk.work_queue(uow, place), roles=Role, refused=refused)

    @allow(*WORKERS)
    def take(self, translation_id: UUID) -> ResponseReturnValue:
        """Takes a translation and opens it; back to the queue, with the reason, when another person was first."""
        try:
            with self.services.store.write(g.actor) as uow:
                service.take(uow, translation_id)
                uow.commit()
        except (NotYoursError, SamePersonError, MoveError) as error:
            if for_script():
                raise
            return self._queue("review/queue.html", told(error)), error.status
        return redirect(url_for("review.desk", translation_id=translation_id), 303)

    @allow(*SEERS)
    def release(self, translation_id: UUID) -> ResponseReturnValue:
        """Gives a translation back to all. A coordinator who does it for somebody has no queue to go to."""
        with self.services.store.write(g.actor) as uow:
            service.release(uow, translation_id)
            uow.commit()
        flash(gettext("La traduction est rendue à la file ; ce qui était écrit est conservé."), "success")
        return redirect(url_for("review.queue" if g.actor.has(*WORKERS) else "board.show"), 303)

    @allow(*SEERS)
    def desk(self, translation_id: UUID) -> ResponseReturnValue:
        """The editor; read-only for who does not hold the translation."""
        return self._desk(translation_id, None)

    def _desk(self, translation_id: UUID, refused: ServiceError | None) -> str:
        """The editor, with the reason why an act on the whole translation was ``refused``."""
        first = refused.first if isinstance(refused, BlockedError) else None
        with self.services.store.write(g.actor) as uow:
            shown = desk.open_desk(uow, translation_id)
            uow.record_view("translation", translation_id, shown.document.body_id)
            g.shows_frames = True  # the delivered page, as it would be now
            page = render_template(
                "review/desk.html",
                desk=shown,
                findings=findings_shown,
                told_of=told_of,
                left=left_text(shown.tally),
                roles=Role,
                keys=KEYS,
                refused=told(refused) if refused else "",
                first=next((s for s in shown.segments if s.id == first), None),
            )
            uow.commit()
        return page

    def _not_done(self, translation_id: UUID, error: ServiceError) -> ResponseReturnValue:
        """The reason, on the desk itself: nobody loses the place where they were working."""
        if not for_script():
            return self._desk(translation_id, error), error.status
        first = error.first if isinstance(error, BlockedError) else None
        return jsonify(code=error.code, detail=told(error), first=str(first) if first else None), error.status

    @allow(*SEERS)
    def changes(self, translation_id: UUID) -> ResponseReturnValue:
        """What people changed in the draft, by segment."""
        with self.services.store.write(g.actor) as uow:
            shown = changes_shown(desk.look(uow, translation_id))
            uow.commit()
        return jsonify(shown)

    @allow(*SEERS)
    def picture(self, translation_id: UUID, number: int, width: int) -> Response:
        """A page of the original as a picture."""
        with self.services.store.write(g.actor) as uow:
            document, page = desk.page_file(uow, desk.look(uow, translation_id), number)
            uow.commit()
        with self.services.store.read(g.actor) as uow:
            picture = self.services.pictures.page(uow, document, page, width)
        answer = Response(picture, mimetype="image/webp")
        answer.headers["Cache-Control"] = "private, max-age=600"
        return answer

    @allow(*WORKERS)
    def confirm_copied(self, translation_id: UUID) -> ResponseReturnValue:
        """Confirms what was copied as it is."""
        with self.services.store.write(g.actor) as uow:
            count = service.confirm_copied(uow, translation_id)
            uow.commit()
        flash(ngettext("%(num)s segment confirmé.", "%(num)s segments confirmés.", count), "success")
        return redirect(url_for("review.desk", translation_id=translation_id), 303)

    @allow(*WORKERS)
    def finish(self, translation_id: UUID) -> ResponseReturnValue:
        """Approves, or sends to revision."""
        revise = request.form.get("to") == "revision"
        try:
            with self.services.store.write(g.actor) as uow:
                (service.send_to_revision if revise else service.approve)(uow, translation_id)
                uow.commit()
        except (BlockedError, NotYoursError, MoveError) as error:
            return self._not_done(translation_id, error)
        said = (
            gettext("La traduction est en relecture : une autre personne va la relire.")
            if revise
            else gettext("La traduction est approuvée : ses fichiers sont en préparation pour le demandeur.")
        )
        return self._done(said)

    @allow(Role.REVISER)
    def send_back(self, translation_id: UUID) -> ResponseReturnValue:
        """Hands a translation back to its translator."""
        try:
            with self.services.store.write(g.actor) as uow:
                service.send_back(uow, translation_id, request.form.get("reason", ""))
                uow.commit()
        except (NoReasonError, NotYoursError, MoveError) as error:
            return self._not_done(translation_id, error)
        return self._done(gettext("La traduction est rendue à son traducteur avec vos remarques."))

    @staticmethod
    def _done(said: str) -> ResponseReturnValue:
        """Back to the queue, which says what was done; the editor's script goes there by itself."""
        flash(said, "success")
        address = url_for("review.queue")
        return jsonify(location=address) if for_script() else redirect(address, 303)


def create_blueprint(services: Services) -> Blueprint:
    """The translator's and the reviser's screens."""
    blueprint = Blueprint(
        "review", __name__, template_folder="templates", static_folder="static", url_prefix="/atelier"
    )
    views = Views(services)
    blueprint.get("")(views.queue)
    blueprint.get("/<uuid:translation_id>")(views.desk)
    blueprint.post("/<uuid:translation_id>/prendre")(views.take)
    blueprint.post("/<uuid:translation_id>/rendre")(views.release)
    blueprint.post("/<uuid:translation_id>/copies")(views.confirm_copied)
    blueprint.post("/<uuid:translation_id>/terminer")(views.finish)
    blueprint.post("/<uuid:translation_id>/renvoyer")(views.send_back)
    blueprint.get("/<uuid:translation_id>/modifications")(views.changes)
    blueprint.get("/<uuid:translation_id>/pages/<int:number>/<int:width>")(views.picture)
    add_segment_routes(blueprint, services.store)
    return blueprint
