"""Every act on one segment of a translation: save, waive, add, move, spread, and its history."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from review import desk, placing, queries, service, spreading
from review.changes import changes
from review.errors import StaleSegmentError
from review.findings import blocks
from review.placing import Addition, Kind, Step
from review.service import Change, Edit, Waiver
from storage.access import allow
from storage.errors import ServiceError
from storage.models import Role, Segment, Translation
from storage.unit_of_work import Store, UnitOfWork
from storage.words import Box

WORKERS = (Role.TRANSLATOR, Role.REVISER)
SEERS = (Role.TRANSLATOR, Role.REVISER, Role.COORDINATOR)
CHANGES = {change.value: change for change in Change}
KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True)
class Views:
    """The views, as methods."""

    store: Store

    @allow(*WORKERS)
    def save(self, translation_id: UUID, segment_id: UUID) -> ResponseReturnValue:
        """Saves a segment; 409 with both texts when somebody else was first."""
        edit = Edit(
            target=request.form.get("target", ""),
            version=request.form.get("version", 0, type=int),
            change=CHANGES.get(request.form.get("change", ""), Change.SAVE),
        )
        try:
            with self.store.write(g.actor) as uow:
                segment = service.save_segment(uow, translation_id, segment_id, edit)
                answer = _answer(uow, translation_id, segment, confirmed=edit.change is Change.CONFIRM)
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
        with self.store.write(g.actor) as uow:
            segment = service.waive(uow, translation_id, segment_id, waiver)
            answer = _answer(uow, translation_id, segment)
            uow.commit()
        return answer

    @allow(*WORKERS)
    def add(self, translation_id: UUID) -> ResponseReturnValue:
        """Adds what the reading missed."""
        with self.store.write(g.actor) as uow:
            segment = placing.add_segment(uow, translation_id, _addition())
            answer = _placed(uow, translation_id, segment)
            uow.commit()
        return answer

    @allow(*WORKERS)
    def move(self, translation_id: UUID, segment_id: UUID) -> ResponseReturnValue:
        """Moves a segment up or down on its page."""
        with self.store.write(g.actor) as uow:
            step = Step(up=request.form.get("to") == "up", seen_after=request.form.get("seen_after"))
            placing.move(uow, translation_id, segment_id, step)
            answer = _placed(uow, translation_id, service.open_segment(uow, translation_id, segment_id))
            uow.commit()
        return answer

    @allow(*WORKERS)
    def spread(self, translation_id: UUID, segment_id: UUID) -> ResponseReturnValue:
        """Gives a confirmed text to the identical sources."""
        with self.store.write(g.actor) as uow:
            version = request.form.get("version", 0, type=int)
            changed = spreading.spread(uow, translation_id, segment_id, version)
            uow.session.flush()
            said = ngettext(
                "%(num)s autre segment a reçu ce texte et est confirmé.",
                "%(num)s autres segments ont reçu ce texte et sont confirmés.",
                len(changed),
            )
            answer = jsonify(
                said=said, changed=[_shown(s) for s in changed], progress=_progress(uow, translation_id)
            )
            uow.commit()
        return answer

    @allow(*SEERS)
    def history(self, translation_id: UUID, segment_id: UUID) -> ResponseReturnValue:
        """The earlier texts of a segment; as a fragment for the editor's panel."""
        fragment = request.headers.get("X-Fragment") == "true"
        part = "review/history_part.html" if fragment else "review/history.html"
        with self.store.write(g.actor) as uow:
            desk.look(uow, translation_id)
            shown = desk.open_history(uow, translation_id, segment_id)
            page = render_template(part, history=shown, translation_id=translation_id)
            uow.commit()
        return page

    def _stale(self, translation_id: UUID, segment_id: UUID, stale: StaleSegmentError) -> ResponseReturnValue:
        text = told(stale)
        if for_script():
            answer = jsonify(
                code=stale.code, detail=text, mine=stale.mine, theirs=stale.theirs, version=stale.version
            )
            return answer, stale.status
        with self.store.read(g.actor) as uow:
            segment = service.open_segment(uow, translation_id, segment_id)
            page = render_template(
                "review/stale.html", segment=segment, translation_id=translation_id, stale=stale, text=text
            )
        return page, stale.status


def told(error: ServiceError) -> str:
    """What an error says, in the reader's language."""
    text = str(gettext(error.template))
    return text.format(**error.values) if error.values else text


def for_script() -> bool:
    """Whether the editor's script asks, rather than a form."""
    return request.accept_mimetypes.best == "application/json"


def _addition() -> Addition:
    form = request.form
    corners = [form.get(name, type=float) for name in ("x0", "y0", "x1", "y1")]
    known = [c for c in corners if c is not None and abs(c) < desk.FAR]
    box = None
    if len(known) == len(corners):
        (x0, x1), (y0, y1) = sorted(known[::2]), sorted(known[1::2])
        box = Box(max(x0, 0.0), max(y0, 0.0), x1, y1)
    return Addition(
        kind=KINDS.get(form.get("kind", ""), Kind.TEXT),
        text=form.get("text", ""),
        source=form.get("source", ""),
        page=form.get("page", 0, type=int),
        box=box,
        after=form.get("after", None, type=UUID) if box is None else None,
        key=form.get("key", None, type=UUID),
    )


def _placed(uow: UnitOfWork, translation_id: UUID, segment: Segment) -> ResponseReturnValue:
    """The row of a segment with its place: after which other it comes now."""
    if not for_script():
        return _back(translation_id, segment)
    uow.session.flush()
    ordered = queries.segments(uow.session, translation_id)
    row = render_template(
        "review/row.html", row=desk.plain_row(segment), findings=findings_shown, translation_id=translation_id
    )
    return jsonify(
        id=str(segment.id),
        row=row,
        after=placing.follows(ordered, segment),
        page=segment.page_number,
        progress=_progress(uow, translation_id),
    )


def _back(translation_id: UUID, segment: Segment) -> ResponseReturnValue:
    return redirect(url_for("review.desk", translation_id=translation_id, _anchor=f"s{segment.order}"), 303)


def _answer(
    uow: UnitOfWork, translation_id: UUID, segment: Segment, *, confirmed: bool = False
) -> ResponseReturnValue:
    if not for_script():
        return _back(translation_id, segment)
    uow.session.flush()
    same = spreading.count_same(uow, segment) if confirmed else 0
    offer = ngettext(
        "%(num)s autre segment a la même source.", "%(num)s autres segments ont la même source.", same
    )
    answer: Response = jsonify(
        **_shown(segment), same=same, offer=offer if same else "", progress=_progress(uow, translation_id)
    )
    return answer


def _shown(segment: Segment) -> dict[str, Any]:
    """What the editor needs of a segment after a save."""
    return {
        "id": str(segment.id),
        "version": segment.version,
        "state": segment.state.value,
        "target": segment.target,
        "findings": findings_shown(segment),
    }


def _progress(uow: UnitOfWork, translation_id: UUID) -> dict[str, Any]:
    left = desk.tally(uow, translation_id)
    return {
        "segments": left.progress.segments,
        "settled": left.progress.settled,
        "percent": left.progress.percent,
        "blocking": left.blocking,
        "done": left.done,
        "left": left_text(left),
    }


def left_text(left: desk.Tally) -> str:
    """What is left to do, in words."""
    open_ones = left.progress.segments - left.progress.settled
    told = []
    if open_ones:
        told.append(gettext("%(n)s à confirmer", n=open_ones))
    if left.blocking:
        told.append(ngettext("%(num)s contrôle bloquant", "%(num)s contrôles bloquants", left.blocking))
    return ", ".join(told) or gettext("Tout est confirmé")


def findings_shown(segment: Segment) -> list[dict[str, Any]]:
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
                "instead": desk.instead_of(segment.findings, index),
            }
        )
    return shown


def changes_shown(translation: Translation) -> dict[str, list[tuple[str, str]]]:
    """What differs from the draft, by segment; those that do not differ are left out."""
    return {
        str(s.id): [(part.act, part.text) for part in changes(s.draft, s.target)]
        for s in translation.segments
        if s.draft != s.target
    }


def add_segment_routes(blueprint: Blueprint, store: Store) -> None:
    """Adds the acts on a segment to the blueprint of the editor."""
    views = Views(store)
    blueprint.post("/<uuid:translation_id>/segments")(views.add)
    blueprint.post("/<uuid:translation_id>/segments/<uuid:segment_id>")(views.save)
    blueprint.post("/<uuid:translation_id>/segments/<uuid:segment_id>/controles")(views.waive)
    blueprint.post("/<uuid:translation_id>/segments/<uuid:segment_id>/place")(views.move)
    blueprint.post("/<uuid:translation_id>/segments/<uuid:segment_id>/propager")(views.spread)
    blueprint.get("/<uuid:translation_id>/segments/<uuid:segment_id>/historique")(views.history)
