"""The translator's and the reviser's screens: the queue, the editor, and the acts on a whole translation."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ocr.showing import Pictures
from review import desk, service
from review.errors import BlockedError
from review.keys import KEYS
from review.segments.routes import SEERS, WORKERS, add_segment_routes, changes_shown, findings_shown, left_text
from storage.access import allow
from storage.models import Role
from storage.unit_of_work import Store


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
        with self.services.store.read(g.actor) as uow:
            part = "review/queue_live.html" if request.headers.get("HX-Request") else "review/queue.html"
            return render_template(part, work=desk.work_queue(uow), roles=Role)

    @allow(*WORKERS)
    def take(self, translation_id: UUID) -> ResponseReturnValue:
        """Takes a translation and opens it."""
        with self.services.store.write(g.actor) as uow:
            service.take(uow, translation_id)
            uow.commit()
        return redirect(url_for("review.desk", translation_id=translation_id), 303)

    @allow(*SEERS)
    def release(self, translation_id: UUID) -> ResponseReturnValue:
        """Gives a translation back to all."""
        with self.services.store.write(g.actor) as uow:
            service.release(uow, translation_id)
            uow.commit()
        flash(gettext("La traduction est rendue à la file ; ce qui était écrit est conservé."), "success")
        return redirect(url_for("review.queue"), 303)

    @allow(*SEERS)
    def desk(self, translation_id: UUID) -> ResponseReturnValue:
        """The editor; read-only for who does not hold the translation."""
        with self.services.store.write(g.actor) as uow:
            shown = desk.open_desk(uow, translation_id)
            uow.record_view("translation", translation_id, shown.document.body_id)
            g.shows_frames = True  # the delivered page, as it would be now
            page = render_template(
                "review/desk.html",
                desk=shown,
                findings=findings_shown,
                left=left_text(shown.tally),
                roles=Role,
                keys=KEYS,
            )
            uow.commit()
        return page

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
            document = desk.look(uow, translation_id).document
            uow.commit()
        with self.services.store.read(g.actor) as uow:
            picture = self.services.pictures.page(uow, document, number, width)
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
        except BlockedError as error:
            flash(_what_is_left(error), "error")
            return redirect(url_for("review.desk", translation_id=translation_id), 303)
        told = (
            gettext("La traduction est en relecture : une autre personne va la relire.")
            if revise
            else gettext("La traduction est approuvée : ses fichiers sont en préparation pour le demandeur.")
        )
        flash(told, "success")
        return redirect(url_for("review.queue"), 303)

    @allow(Role.REVISER)
    def send_back(self, translation_id: UUID) -> ResponseReturnValue:
        """Hands a translation back to its translator."""
        with self.services.store.write(g.actor) as uow:
            service.send_back(uow, translation_id, request.form.get("reason", ""))
            uow.commit()
        flash(gettext("La traduction est rendue à son traducteur avec vos remarques."), "success")
        return redirect(url_for("review.queue"), 303)


def _what_is_left(error: BlockedError) -> str:
    unconfirmed, blocking = error.values["unconfirmed"], error.values["blocking"]
    left = []
    if unconfirmed:
        left.append(ngettext("%(num)s segment à confirmer", "%(num)s segments à confirmer", unconfirmed))
    if blocking:
        left.append(ngettext("%(num)s contrôle bloquant", "%(num)s contrôles bloquants", blocking))
    return str(gettext("Pas encore terminé : il reste %(left)s.", left=", ".join(left)))


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
