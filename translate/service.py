"""What drafting changes: a translation gets its segments, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from storage import queue
from storage.errors import N_, ServiceError
from storage.flow import advance
from storage.models import Segment, Translation, now
from storage.queue import Claim
from storage.sheets import pages_of
from storage.unit_of_work import UnitOfWork
from storage.workflow import TranslationStatus
from translate import queries
from translate.queries import WordsBlob
from translate.renewal import Renewal, renew
from translate.segments import Draft

INTERRUPTED = "drafting_interrupted"


class WorkTouchedError(ServiceError):
    """A new draft would throw away what a person wrote."""

    code = "segments_already_edited"
    status = 409
    template = N_(
        "Des segments ont déjà été corrigés : un nouveau brouillon les effacerait. "
        "Rendez d'abord ces segments à l'état de brouillon."
    )


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """What a claim asks for: ``pages`` are the words to draft from: of every page that is translated, or of those
    that came after the others were drafted."""

    translation_id: UUID
    target_language: str
    source_language: str | None
    pages: tuple[WordsBlob, ...]


def request_page_draft(uow: UnitOfWork, translation: Translation) -> None:
    """Sends a translation to drafting for its new pages alone, or for all when nothing of it was drafted; what was
    written on its other pages stays."""
    advance(uow, translation, TranslationStatus.DRAFTING)


def request_draft(uow: UnitOfWork, translation: Translation) -> None:
    """Sends the translation to drafting; raises WorkTouchedError where a person's work would be lost."""
    if queries.touched(uow.session, translation.id):
        raise WorkTouchedError()
    advance(uow, translation, TranslationStatus.DRAFTING)


def request_first_draft(uow: UnitOfWork, translation: Translation) -> None:
    """Sends the translation to drafting, in the language that a person said in triage, that the requester told, or
    that was found."""
    document = translation.document
    if translation.triaged_at is None or translation.source_language is None:
        translation.source_language = document.told_language or document.language
    request_draft(uow, translation)


def start_draft(uow: UnitOfWork, claim: Claim) -> DraftRequest | None:
    """What to draft; None when the translation no longer wants a draft, and the claim is completed."""
    translation = queries.lock_translation(uow.session, claim.subject_id)
    if translation.status is not TranslationStatus.DRAFTING:
        queue.complete(uow.session, claim, failure="not_wanted")
        return None
    pages = pages_of(uow.session, translation)
    fresh = [laid for laid in pages if laid.redraft]
    return DraftRequest(
        translation_id=translation.id,
        target_language=translation.target_language,
        source_language=translation.source_language,
        pages=tuple(queries.words_blobs(fresh or pages)),
    )


def save_draft(uow: UnitOfWork, claim: Claim, drafts: Sequence[Draft], *, demonstration: bool) -> None:
    """Records the segments in one go and hands the translation to the translators."""
    queue.complete(uow.session, claim)
    translation = queries.lock_translation(uow.session, claim.subject_id)
    if translation.status is not TranslationStatus.DRAFTING:
        return
    fresh = {laid.position for laid in pages_of(uow.session, translation) if laid.redraft}
    before = queries.segments(uow.session, translation.id) if fresh else []
    kept_words = sum(len(s.source.split()) for s in before if s.page_number not in fresh)
    made = [_segment(translation, order, draft) for order, draft in enumerate(drafts)]
    if before:
        renew(uow.session, translation.id, Renewal(before, made, frozenset(fresh)))
    else:
        queries.remove_segments(uow.session, translation.id)
        uow.session.add_all(made)
    queries.drafted_now(uow.session, translation.id)
    engines = {draft.engine for draft in drafts if draft.engine} | {s.engine for s in before if s.engine}
    translation.engine = " ; ".join(sorted(engines))[:200] or None
    translation.demonstration = demonstration or (bool(before) and translation.demonstration)
    translation.words = kept_words + sum(draft.segment.words for draft in drafts)
    translation.drafted_at = now()
    advance(uow, translation, TranslationStatus.DRAFTED)
    if before and translation.translator_id is not None:
        # A new scan came while they had it in hand: they go on where they were.
        advance(uow, translation, TranslationStatus.IN_TRANSLATION)


def _segment(translation: Translation, order: int, draft: Draft) -> Segment:
    source = draft.segment
    return Segment(
        translation_id=translation.id,
        page_number=source.page,
        order=order,
        role=source.role.value,
        boxes=[[round(n, 2) for n in (b.x0, b.y0, b.x1, b.y1)] for b in source.boxes],
        table_number=source.table,
        row_number=source.row,
        column_number=source.column,
        source=source.text,
        source_language=source.language,
        reading_confidence=source.confidence,
        draft=draft.target,
        target=draft.target,
        origin=draft.origin.value,
        engine=draft.engine[:200] if draft.engine else None,
        score=draft.score,
        findings=[{"code": f.code, "blocking": f.blocking, "values": dict(f.values)} for f in draft.findings],
    )


def fail_draft(uow: UnitOfWork, claim: Claim, code: str) -> None:
    """The draft could not be made: the translation says why, and a person can ask for it again."""
    queue.complete(uow.session, claim, failure=code)
    translation = queries.lock_translation(uow.session, claim.subject_id)
    if translation.status is TranslationStatus.DRAFTING:
        advance(uow, translation, TranslationStatus.FAILED, code)
