"""What the list and the desk of triage show."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from intake.sorting import queries, service
from intake.sorting.words import PROPOSALS, Proposal
from storage.models import Document, OutsideWork, ScanRequest, Translation, Triage, TriageAct, TriageFinding
from storage.sheets import Laid, pages_of
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus
from storage.workflow import TranslationStatus as T


@dataclass(frozen=True, slots=True)
class Row:
    """A file to sort: its first document in line, how many there are, what was noticed."""

    translation: Translation
    parts: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """What waits for a person here, for its requester, for somebody outside."""

    to_sort: tuple[Row, ...]
    awaited: tuple[tuple[Translation, ScanRequest | None], ...]
    outside: tuple[tuple[Translation, OutsideWork | None], ...]


@dataclass(frozen=True, slots=True)
class PageCard:
    """A page on the desk. ``number`` is its number in its file, ``turning`` says that it is not read yet as it was
    turned, ``codes`` what was noticed on it."""

    laid: Laid
    turning: bool
    fresh: bool
    codes: tuple[str, ...]

    @property
    def number(self) -> int:
        """Its number in the file that holds it."""
        return self.laid.page.number


@dataclass(frozen=True, slots=True)
class PartShown:
    """A document on the desk. ``sortable`` says that its pages may move, ``going`` that it goes on by itself once
    its turned pages are read."""

    translation: Translation
    cards: tuple[PageCard, ...]
    language: str | None
    sortable: bool
    going: bool
    request: ScanRequest | None
    work: OutsideWork | None

    @property
    def positions(self) -> tuple[int, ...]:
        """The places of its pages."""
        return tuple(card.laid.position for card in self.cards)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with the findings on which it rests, for the document in which their first page lies;
    ``positions`` are the places of their pages there."""

    proposal: Proposal
    findings: tuple[TriageFinding, ...]
    part: PartShown
    positions: tuple[int, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        """The numbers of the pages concerned."""
        return tuple(sorted({int(page) for finding in self.findings for page in finding.pages}))


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one file."""

    document: Document
    version: int
    parts: tuple[PartShown, ...]
    proposals: tuple[Proposed, ...]
    acts: tuple[TriageAct, ...]
    undoable: TriageAct | None
    reading: bool

    @property
    def translation(self) -> Translation:
        """Its first document."""
        return self.parts[0].translation

    @property
    def ready(self) -> int:
        """How many documents can be sent on."""
        return sum(part.sortable for part in self.parts)


def list_files(uow: UnitOfWork) -> Listing:
    """What the actor may sort, as work."""
    found = queries.to_sort(uow.session, uow.actor)
    by_file: dict[UUID, list[Translation]] = {}
    for translation in found:
        by_file.setdefault(translation.document_id, []).append(translation)
    codes = queries.finding_codes(uow.session, list(by_file))
    awaited = queries.waiting(uow.session, uow.actor, T.AWAITING_REQUESTER)
    outside = queries.waiting(uow.session, uow.actor, T.SENT_OUTSIDE)
    asked = queries.last_requests(uow.session, [each.id for each in awaited])
    works = queries.outside_work(uow.session, [each.id for each in outside])
    return Listing(
        tuple(Row(some[0], len(some), tuple(codes.get(file_id, ()))) for file_id, some in by_file.items()),
        tuple((each, asked.get(each.id)) for each in awaited),
        tuple((each, works.get(each.id)) for each in outside),
    )


def open_desk(uow: UnitOfWork, document_id: UUID) -> Desk:
    """The desk of a file; raises NotFoundError."""
    document = service.open_file(uow, document_id)
    found = queries.translations(uow.session, document.id)
    triage = uow.session.get(Triage, document.id)
    findings = queries.findings(uow.session, document.id)
    acts = queries.acts(uow.session, document.id)
    ids = [translation.id for translation in found]
    asked, works = queries.last_requests(uow.session, ids), queries.outside_work(uow.session, ids)
    noticed: dict[int, list[str]] = {}
    for finding in findings:
        for number in finding.pages if finding.judgement is None else ():
            noticed.setdefault(int(number), []).append(finding.code)
    waits = _Waits(asked, works)
    parts = tuple(_part(uow, document, translation, noticed, waits) for translation in found)
    return Desk(
        document=document,
        version=triage.version if triage else 0,
        parts=parts,
        proposals=tuple(_proposals(findings, parts)),
        acts=tuple(acts[:12]),
        undoable=service.last_undoable(acts),
        reading=document.status is DocumentStatus.READING,
    )


@dataclass(frozen=True, slots=True)
class _Waits:
    """What the documents of a file wait for, by their identifiers."""

    asked: Mapping[UUID, ScanRequest]
    works: Mapping[UUID, OutsideWork]


def _part(
    uow: UnitOfWork,
    document: Document,
    translation: Translation,
    noticed: Mapping[int, Sequence[str]],
    waits: _Waits,
) -> PartShown:
    pages = pages_of(uow.session, translation)
    here = translation.status is T.TO_TRIAGE
    return PartShown(
        translation=translation,
        cards=tuple(_card(document, laid, noticed) for laid in pages),
        language=translation.source_language or document.told_language or document.language,
        sortable=here and translation.triaged_at is None,
        going=here and translation.triaged_at is not None,
        request=waits.asked.get(translation.id),
        work=waits.works.get(translation.id),
    )


def _card(document: Document, laid: Laid, noticed: Mapping[int, Sequence[str]]) -> PageCard:
    turn, reading = laid.page.turn, laid.reading
    fresh = laid.file.id != document.id
    return PageCard(
        laid=laid,
        turning=turn is not None and (reading is None or reading.rotation != turn),
        fresh=fresh,
        codes=() if fresh else tuple(noticed.get(laid.page.number, ())),
    )


def _proposals(findings: Sequence[TriageFinding], parts: Sequence[PartShown]) -> Iterator[Proposed]:
    """One proposal by code; none for a document that has left triage."""
    by_code: dict[str, list[TriageFinding]] = {}
    for finding in findings:
        if finding.judgement is None and finding.code in PROPOSALS:
            by_code.setdefault(finding.code, []).append(finding)
    for code, some in by_code.items():
        numbers = {int(page) for finding in some for page in finding.pages}
        part = next((part for part in parts if part.sortable and _places(part, numbers)), None)
        if part is not None:
            yield Proposed(PROPOSALS[code], tuple(some), part, _places(part, numbers))


def _places(part: PartShown, numbers: Collection[int]) -> tuple[int, ...]:
    return tuple(card.laid.position for card in part.cards if not card.fresh and card.number in numbers)
