"""Statuses, the moves allowed between them, and the queue that each status feeds: the pipeline on one screen."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from storage.errors import N_, ServiceError


class Queue(StrEnum):
    """The kinds of work. One row of work belongs to one queue."""

    SCAN = "scan"
    READ = "read"
    DRAFT = "draft"
    DELIVER = "deliver"
    RELAY = "relay"
    CALL = "call"


class DocumentStatus(StrEnum):
    """What happens to a file. With an antivirus it begins by waiting for it, and what that holds back goes no
    further without an administrator; without one, the first four do not exist."""

    TO_SCAN = "to_scan"
    QUARANTINED = "quarantined"
    DISCARDED = "discarded"
    ERASED = "erased"
    RECEIVED = "received"
    READING = "reading"
    READ = "read"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PageStatus(StrEnum):
    """What happens to one page of it."""

    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"


class TranslationStatus(StrEnum):
    """What happens to the work of translating a document."""

    TO_TRIAGE = "to_triage"
    AWAITING_REQUESTER = "awaiting_requester"
    SENT_OUTSIDE = "sent_outside"
    DRAFTING = "drafting"
    DRAFTED = "drafted"
    IN_TRANSLATION = "in_translation"
    IN_REVISION = "in_revision"
    RETURNED = "returned"
    APPROVED = "approved"
    DELIVERED = "delivered"
    CLOSED_WITHOUT_TRANSLATION = "closed_without_translation"
    CANCELLED = "cancelled"
    FAILED = "failed"


D, T = DocumentStatus, TranslationStatus

DOCUMENT_MOVES: Mapping[DocumentStatus, frozenset[DocumentStatus]] = MappingProxyType(
    {
        D.TO_SCAN: frozenset({D.RECEIVED, D.QUARANTINED, D.FAILED, D.CANCELLED}),
        D.QUARANTINED: frozenset({D.RECEIVED, D.TO_SCAN, D.DISCARDED}),
        D.DISCARDED: frozenset({D.QUARANTINED, D.ERASED}),
        D.ERASED: frozenset(),
        # Back to the antivirus: what was taken in before there was one. Back to quarantine: what was released.
        D.RECEIVED: frozenset({D.READING, D.FAILED, D.CANCELLED, D.TO_SCAN, D.QUARANTINED}),
        D.READING: frozenset({D.READ, D.FAILED, D.CANCELLED, D.TO_SCAN, D.QUARANTINED}),
        D.READ: frozenset({D.READING, D.CANCELLED, D.QUARANTINED}),
        D.FAILED: frozenset({D.READING, D.CANCELLED, D.QUARANTINED}),
        D.CANCELLED: frozenset({D.READING}),
    }
)

# Nobody opens, draws, downloads or reads a file while it stands here.
WITHHELD: frozenset[DocumentStatus] = frozenset({D.TO_SCAN, D.QUARANTINED, D.DISCARDED, D.ERASED})

TRANSLATION_MOVES: Mapping[TranslationStatus, frozenset[TranslationStatus]] = MappingProxyType(
    {
        T.TO_TRIAGE: frozenset(
            {
                T.DRAFTING,
                T.AWAITING_REQUESTER,
                T.SENT_OUTSIDE,
                T.CLOSED_WITHOUT_TRANSLATION,
                T.CANCELLED,
                T.FAILED,
            }
        ),
        # Back to where the work stood; to drafting for the pages of a new scan.
        T.AWAITING_REQUESTER: frozenset(
            {T.TO_TRIAGE, T.DRAFTING, T.DRAFTED, T.IN_TRANSLATION, T.CLOSED_WITHOUT_TRANSLATION, T.CANCELLED}
        ),
        T.SENT_OUTSIDE: frozenset({T.TO_TRIAGE, T.DRAFTED, T.CLOSED_WITHOUT_TRANSLATION, T.CANCELLED}),
        T.DRAFTING: frozenset({T.DRAFTED, T.CANCELLED, T.FAILED}),
        # Back to triage while pages that had failed are read again, or because a person sorts it once more.
        T.DRAFTED: frozenset(
            {
                T.IN_TRANSLATION,
                T.DRAFTING,
                T.TO_TRIAGE,
                T.AWAITING_REQUESTER,
                T.SENT_OUTSIDE,
                T.CLOSED_WITHOUT_TRANSLATION,
                T.CANCELLED,
            }
        ),
        T.IN_TRANSLATION: frozenset(
            {
                T.IN_REVISION,
                T.APPROVED,
                T.DRAFTED,
                T.AWAITING_REQUESTER,
                T.CLOSED_WITHOUT_TRANSLATION,
                T.CANCELLED,
            }
        ),
        T.IN_REVISION: frozenset({T.APPROVED, T.RETURNED, T.CANCELLED}),
        T.RETURNED: frozenset({T.IN_TRANSLATION, T.CANCELLED}),
        T.APPROVED: frozenset({T.DELIVERED, T.FAILED}),
        T.DELIVERED: frozenset(),
        T.CLOSED_WITHOUT_TRANSLATION: frozenset({T.TO_TRIAGE, T.DRAFTED}),
        T.CANCELLED: frozenset({T.TO_TRIAGE, T.DRAFTED}),
        T.FAILED: frozenset(
            {
                T.TO_TRIAGE,
                T.DRAFTING,
                T.APPROVED,
                T.AWAITING_REQUESTER,
                T.CANCELLED,
                T.CLOSED_WITHOUT_TRANSLATION,
            }
        ),
    }
)

# Work starts when a row takes one of these statuses.
DOCUMENT_QUEUE: Mapping[DocumentStatus, Queue] = MappingProxyType(
    {D.TO_SCAN: Queue.SCAN, D.RECEIVED: Queue.READ, D.READING: Queue.READ}
)
TRANSLATION_QUEUE: Mapping[TranslationStatus, Queue] = MappingProxyType(
    {T.DRAFTING: Queue.DRAFT, T.APPROVED: Queue.DELIVER}
)


class MoveError(ServiceError):
    """The object is no longer where the actor saw it."""

    code = "move_not_allowed"
    status = 409
    template = N_("Cette action n'est plus possible dans l'état actuel : rechargez la page.")


S = TypeVar("S", DocumentStatus, TranslationStatus)


def check_move(moves: Mapping[S, frozenset[S]], before: S, after: S) -> None:
    """Raises MoveError unless the table allows the move."""
    if after not in moves[before]:
        raise MoveError()


# What a requester reads, in five words; the remaining statuses are told in a sentence of their own.
STEPS = ("received", "read", "in_translation", "in_revision", "delivered")


def requester_step(document: DocumentStatus, translation: TranslationStatus) -> int:
    """How far the work is on the requester's bar: an index into STEPS."""
    if translation is T.DELIVERED:
        return 4
    if translation in (T.IN_REVISION, T.APPROVED):
        return 3
    if translation in (T.IN_TRANSLATION, T.RETURNED, T.SENT_OUTSIDE):
        return 2
    return 1 if document is D.READ else 0
