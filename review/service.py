"""What a translator and a reviser do: take, correct, confirm, hand on, approve.

Each save names the version that it was made from, so that nobody overwrites what they have not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from review import queries
from review.errors import (
    BlockedError,
    BlockingFindingError,
    EmptyTargetError,
    NoReasonError,
    NothingKeptError,
    NotYoursError,
    SamePersonError,
    StaleSegmentError,
    TooLongTextError,
)
from review.findings import blocks, checked
from storage.errors import ForbiddenError, NotFoundError
from storage.flow import advance
from storage.models import Role, Segment, SegmentState, SegmentVersion, Translation, now
from storage.unit_of_work import UnitOfWork
from storage.workflow import TranslationStatus as T

LONGEST = 20_000


class Change(StrEnum):
    """What a save makes of a segment."""

    SAVE = "save"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Edit:
    """A save: the new text, the version that it was made from, and what is to become of the segment."""

    target: str
    version: int
    change: Change = Change.SAVE


@dataclass(frozen=True, slots=True)
class Waiver:
    """A check set aside: its place among the segment's findings, the version that was seen, and why."""

    index: int
    version: int
    reason: str


def open_translation(uow: UnitOfWork, translation_id: UUID, *, lock: bool = False) -> Translation:
    """A translation that the actor may see; raises NotFoundError."""
    found = queries.translation(uow.session, uow.actor, translation_id, lock=lock)
    if found is None:
        raise NotFoundError()
    return found


def open_segment(uow: UnitOfWork, translation_id: UUID, segment_id: UUID) -> Segment:
    """A segment of a translation that the actor may see; raises NotFoundError."""
    return find_segment(uow, open_translation(uow, translation_id), segment_id, lock=False)


def take(uow: UnitOfWork, translation_id: UUID) -> Translation:
    """The actor takes a draft to translate, or a translation to revise. Taking what one already has changes
    nothing; raises NotYoursError when another person has it, SamePersonError for one's own work to revise."""
    translation = open_translation(uow, translation_id, lock=True)
    if holder_of(translation) == uow.actor.user_id:
        if translation.status is T.RETURNED:
            # The reviser's remarks stay on the row: they are what the translator works from.
            advance(uow, translation, T.IN_TRANSLATION, translation.reason)
        return translation
    if translation.status is T.IN_REVISION:
        _take_to_revise(uow, translation)
        return translation
    if not uow.actor.has(Role.TRANSLATOR):
        raise ForbiddenError()
    if translation.status is T.IN_TRANSLATION or translation.status is T.RETURNED:
        raise NotYoursError(holder=queries.user_name(uow.session, translation.translator_id))
    advance(uow, translation, T.IN_TRANSLATION, translation.reason)
    translation.translator_id = uow.actor.person
    return translation


def may_take(uow: UnitOfWork, translation: Translation) -> bool:
    """Whether the actor could take it now; ``take`` is what decides."""
    if translation.status is T.IN_REVISION:
        free = translation.reviser_id is None and translation.translator_id != uow.actor.user_id
        return free and uow.actor.has(Role.REVISER)
    if translation.status is T.RETURNED:
        return translation.translator_id == uow.actor.user_id
    return translation.status is T.DRAFTED and uow.actor.has(Role.TRANSLATOR)


def _take_to_revise(uow: UnitOfWork, translation: Translation) -> None:
    if not uow.actor.has(Role.REVISER):
        raise ForbiddenError()
    if translation.translator_id == uow.actor.user_id or queries.has_translated(
        uow.session, translation.id, uow.actor.person
    ):
        raise SamePersonError()
    if translation.reviser_id is not None:
        raise NotYoursError(holder=queries.user_name(uow.session, translation.reviser_id))
    translation.reviser_id = uow.actor.person
    uow.record("revision_taken", "translation", translation.id, translation.document.body_id)


def release(uow: UnitOfWork, translation_id: UUID) -> None:
    """Gives the translation back to all; what was written stays. A coordinator may do it for an absent person."""
    translation = open_translation(uow, translation_id, lock=True)
    if holder_of(translation) != uow.actor.user_id and not uow.actor.has(Role.COORDINATOR):
        raise NotYoursError(holder=queries.user_name(uow.session, holder_of(translation)))
    translation.assigned_to = translation.assigned_by = translation.assigned_at = None
    if translation.status is T.IN_REVISION:
        translation.reviser_id = None
        uow.record("revision_released", "translation", translation.id, translation.document.body_id)
        return
    remarks = translation.reason
    if translation.status is T.RETURNED:
        advance(uow, translation, T.IN_TRANSLATION, remarks)
    advance(uow, translation, T.DRAFTED, remarks)
    translation.translator_id = None


def holder_of(translation: Translation) -> UUID | None:
    """Who works on the translation now, None when nobody does."""
    if translation.status in (T.IN_TRANSLATION, T.RETURNED):
        return translation.translator_id
    return translation.reviser_id if translation.status is T.IN_REVISION else None


def held(uow: UnitOfWork, translation_id: UUID) -> Translation:
    """The translation, locked, when the actor has it in hand; raises NotYoursError."""
    translation = open_translation(uow, translation_id, lock=True)
    holder = holder_of(translation)
    if holder is None or translation.status is T.RETURNED:
        # Opening the editor takes the translation; a save that finds it elsewhere comes from an old page.
        raise NotYoursError(holder=queries.user_name(uow.session, holder) or "—")
    if holder != uow.actor.user_id:
        raise NotYoursError(holder=queries.user_name(uow.session, holder))
    return translation


def save_segment(uow: UnitOfWork, translation_id: UUID, segment_id: UUID, edit: Edit) -> Segment:
    """Saves the text of a segment and checks it again.

    Raises StaleSegmentError with both texts when it was saved since ``edit.version``; EmptyTargetError and
    BlockingFindingError when it cannot be confirmed: the text itself is then kept by the caller's screen.
    """
    translation = held(uow, translation_id)
    segment = find_segment(uow, translation, segment_id)
    target = edit.target.strip()
    if len(target) > LONGEST:
        raise TooLongTextError(most=LONGEST)
    if segment.version != edit.version:
        author = queries.user_name(uow.session, segment.edited_by)
        raise StaleSegmentError(author=author or "—", mine=target, theirs=segment.target, version=segment.version)
    state = _state(edit.change, target, segment)
    findings = checked(segment, target) if target != segment.target else segment.findings
    if edit.change is Change.CONFIRM:
        _check_confirmable(target, findings)
    if (target, state) != (segment.target, segment.state):
        keep_version(uow, segment)
        segment.target, segment.state, segment.findings = target, state, list(findings)
    translation.position = segment.id
    return segment


def _state(change: Change, target: str, segment: Segment) -> SegmentState:
    if change is Change.CONFIRM:
        return SegmentState.CONFIRMED
    if change is Change.DISCARD:
        return SegmentState.DISCARDED
    if change is Change.REOPEN or target != segment.target:
        return SegmentState.DRAFT if target == segment.draft else SegmentState.EDITED
    return segment.state


def _check_confirmable(target: str, findings: Sequence[dict[str, Any]]) -> None:
    if not target:
        raise EmptyTargetError()
    if any(blocks(finding) for finding in findings):
        raise BlockingFindingError()


def waive(uow: UnitOfWork, translation_id: UUID, segment_id: UUID, waiver: Waiver) -> Segment:
    """Sets a blocking check aside, with its reason: the check is wrong here, and a person says why."""
    translation = held(uow, translation_id)
    segment = find_segment(uow, translation, segment_id)
    if segment.version != waiver.version:
        author = queries.user_name(uow.session, segment.edited_by)
        raise StaleSegmentError(
            author=author or "—", mine=segment.target, theirs=segment.target, version=segment.version
        )
    if not waiver.reason.strip():
        raise NoReasonError()
    if not 0 <= waiver.index < len(segment.findings):
        raise NotFoundError()
    findings = [dict(finding) for finding in segment.findings]
    findings[waiver.index]["waived"] = waiver.reason.strip()[:300]
    keep_version(uow, segment)
    segment.findings = findings
    uow.record(
        "check_waived",
        "segment",
        segment.id,
        translation.document.body_id,
        translation=translation.id,
        code=findings[waiver.index]["code"],
    )
    return segment


def confirm_copied(uow: UnitOfWork, translation_id: UUID) -> int:
    """Confirms at once every untouched segment that was copied as is and that no check stops; returns how many."""
    translation = held(uow, translation_id)
    count = 0
    for segment in queries.segments(uow.session, translation.id):
        untouched = segment.origin == "copied" and segment.state is SegmentState.DRAFT and segment.target
        if untouched and not any(blocks(finding) for finding in segment.findings):
            keep_version(uow, segment)
            segment.state = SegmentState.CONFIRMED
            count += 1
    return count


def find_segment(uow: UnitOfWork, translation: Translation, segment_id: UUID, *, lock: bool = True) -> Segment:
    """The segment of this translation, locked to be changed; raises NotFoundError."""
    segment = queries.segment(uow.session, translation.id, segment_id, lock=lock)
    if segment is None:
        raise NotFoundError()
    return segment


def keep_version(uow: UnitOfWork, segment: Segment) -> None:
    """Keeps the present text among the earlier ones, before the actor changes it."""
    uow.session.add(
        SegmentVersion(
            segment_id=segment.id,
            version=segment.version,
            target=segment.target,
            state=segment.state,
            author_id=segment.edited_by,
            at=segment.edited_at or segment.translation.drafted_at or now(),
        )
    )
    segment.version += 1
    segment.edited_by, segment.edited_at = uow.actor.user_id, now()


def check_finished(uow: UnitOfWork, translation: Translation) -> None:
    """Raises BlockedError with what is left unless every segment is settled and no check blocks."""
    segments = queries.segments(uow.session, translation.id)
    kept = [s for s in segments if s.state is not SegmentState.DISCARDED]
    if not kept:
        raise NothingKeptError()
    stopped = {s.id: sum(blocks(finding) for finding in s.findings) for s in kept}
    unsettled = [s for s in kept if s.state not in queries.SETTLED]
    standing = [s.id for s in kept if stopped[s.id] or s in unsettled]
    if standing:
        raise BlockedError(standing[0], unconfirmed=len(unsettled), blocking=sum(stopped.values()))


def send_to_revision(uow: UnitOfWork, translation_id: UUID) -> None:
    """The translator has finished and wants a second pair of eyes."""
    translation = held(uow, translation_id)
    check_finished(uow, translation)
    advance(uow, translation, T.IN_REVISION)
    translation.translated_at = now()


def approve(uow: UnitOfWork, translation_id: UUID) -> None:
    """The translator, or the reviser, vouches for the text: it is locked and its files are made."""
    translation = held(uow, translation_id)
    check_finished(uow, translation)
    if translation.status is T.IN_TRANSLATION:
        translation.translated_at = now()
    advance(uow, translation, T.APPROVED)
    translation.approved_by, translation.approved_at = uow.actor.person, now()


def send_back(uow: UnitOfWork, translation_id: UUID, reason: str) -> None:
    """The reviser hands the translation back to its translator, saying why."""
    translation = held(uow, translation_id)
    if not reason.strip():
        raise NoReasonError()
    advance(uow, translation, T.RETURNED, reason.strip()[:500])
    translation.reviser_id = None
