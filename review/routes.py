"""The translator's and the reviser's screens: the queue, the editor, and every act on a segment."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ocr.showing import Pictures
from review import desk, queries, service
from review.errors import StaleSegmentError
from review.findings import blocks
from review.service import Change, Edit, Waiver
from storage.access import allow
from storage.models import Role, Segment
from storage.unit_of_work import Store, UnitOfWork

WORKERS = (Role.TRANSLATOR, Role.REVISER)
CHANGES = {change.value: change for change in Change}
SEERS = (Role.TRANSLATOR, Role.REVISER, Role.COORDINATOR)


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
            page = render_template("review/desk.html", desk=shown, findings=_findings)
            uow.commit()
        return page

    @allow(*SEERS)
    def picture(self, translation_id: UUID, number: int, width: int) -> Response:
        """A page of the original as a picture."""
        with self.services.store.read(g.actor) as uow:
            document = service.open_translation(uow, translation_id).document
            picture = self.services.pictures.page(uow, document, number, width)
        answer = Response(picture, mimetype="image/webp")
        answer.headers["Cache-Control"] = "private, max-age=600"
        return answer

    @allow(*WORKERS)
    def save(self, translation_id: UUID, segment_id: UUID) -> ResponseReturnValue:
        """Saves a segment; 409 with both texts when somebody else was first."""
        edit = Edit(
            target=request.form.get("target", ""),
            version=request.form.get("version", 0, type=int),
            change=CHANGES.get(request.form.get("change", ""), Change.SAVE),
        )
        try:
            with self.services.store.write(g.actor) as uow:
                segment = service.save_segment(uow, translation_id, segment_id, edit)
                answer = self._segment_answer(uow, translation_id, segment)
                uow.commit()
        except StaleSegmentError as stale:
            return self._stale(translation_id, segment_id, stale)
        return answer

    @allow(*WORKERS)
    def waive(self, translation_id: UUID, segment_id: UUID) -> ResponseReturnValue:
        """Sets a check aside, with its reason."""
        waiver = Waiver(
            index=request.form.get("index", -1, type=int),
            version=request.form.get("version", 0, type=int),
            reason=request.form.get("reason", ""),
        )
        with self.services.store.write(g.actor) as uow:
            segment = service.waive(uow, translation_id, segment_id, waiver)
            answer = self._segment_answer(uow, translation_id, segment)
            uow.commit()
        return answer

    @allow(*SEERS)
    def history(self, translation_id: UUID, segment_id: UUID) -> ResponseReturnValue:
        """The earlier texts of a segment."""
        with self.services.store.read(g.actor) as uow:
            segment = service.open_segment(uow, translation_id, segment_id)
            versions = queries.history(uow.session, segment.id)
            return render_template("review/history.html", segment=segment, versions=versions)

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
        with self.services.store.write(g.actor) as uow:
            (service.send_to_revision if revise else service.approve)(uow, translation_id)
            uow.commit()
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

    def _segment_answer(self, uow: UnitOfWork, translation_id: UUID, segment: Segment) -> ResponseReturnValue:
        if request.accept_mimetypes.best != "application/json":
            return redirect(
                url_for("review.desk", translation_id=translation_id, _anchor=f"s{segment.order}"), 303
            )
        uow.session.flush()
        left = desk.tally(uow, translation_id)
        return jsonify(
            id=str(segment.id),
            version=segment.version,
            state=segment.state.value,
            target=segment.target,
            findings=_findings(segment),
            progress={
                "segments": left.progress.segments,
                "settled": left.progress.settled,
                "percent": left.progress.percent,
                "blocking": left.blocking,
            },
        )

    def _stale(self, translation_id: UUID, segment_id: UUID, stale: StaleSegmentError) -> ResponseReturnValue:
        text = str(gettext(stale.template)).format(**stale.values)
        if request.accept_mimetypes.best == "application/json":
            answer = jsonify(
                code=stale.code, detail=text, mine=stale.mine, theirs=stale.theirs, version=stale.version
            )
            return answer, stale.status
        with self.services.store.read(g.actor) as uow:
            segment = service.open_segment(uow, translation_id, segment_id)
            page = render_template(
                "review/stale.html", segment=segment, translation_id=translation_id, stale=stale, text=text
            )
        return page, stale.status


def _findings(segment: Segment) -> list[dict[str, Any]]:
    """The findings of a segment in the reader's words."""
    shown = []
    for index, finding in enumerate(segment.findings):
        template, values = desk.finding_text(finding)
        text = str(gettext(template)).format_map(defaultdict(lambda: "…", values))
        shown.append(
            {
                "index": index,
                "text": text,
                "blocking": blocks(finding),
                "waived": finding.get("waived"),
                "fix": values.get("fix"),
            }
        )
    return shown


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
    blueprint.get("/<uuid:translation_id>/pages/<int:number>/<int:width>")(views.picture)
    blueprint.post("/<uuid:translation_id>/segments/<uuid:segment_id>")(views.save)
    blueprint.post("/<uuid:translation_id>/segments/<uuid:segment_id>/controles")(views.waive)
    blueprint.get("/<uuid:translation_id>/segments/<uuid:segment_id>/historique")(views.history)
    return blueprint
