"""The pipeline without the service: a file in, its words, its draft, its files out.

For scripts and the demonstration; the same readers, engines and renderers as the service.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from app import outputs
from delivery.document import RenderedSegment, SourcePage, TranslatedDocument, WorkDone
from intake.checks import CheckedFile
from ocr.errors import UnreadableDocumentError
from ocr.warnings import active_sentences, page_message_fr
from storage.words import PageWords
from translate.findings import message_fr
from translate.segments import Draft, Origin
from translate.step import Drafter

Read = Callable[[CheckedFile, tuple[str, ...]], Iterator[PageWords]]
#: Told after each piece of work: the stage in French, what is done, what there is to do in all.
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Pipeline:
    """The parts. ``body`` names the liaison body on the files."""

    check: Callable[[Path, str], CheckedFile]
    read: Read
    draft: Drafter
    render: Callable[[TranslatedDocument], Mapping[str, bytes]]
    body: str
    today: Callable[[], date]


@dataclass(frozen=True, slots=True)
class Request:
    """What to do with a file: ``source`` is the language told, None to find it; the files go into ``out`` under
    the name ``stem``."""

    path: Path
    source: str | None
    target: str
    out: Path
    stem: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """A file that went through. ``told`` is the language that a person named;
    ``confidence`` is 0 to 100 over all words; ``seconds`` are by stage."""

    file: CheckedFile
    pages: tuple[PageWords, ...]
    drafts: tuple[Draft, ...]
    told: str | None
    demonstration: bool
    seconds: dict[str, float]
    outputs: dict[str, Path]

    @property
    def language(self) -> str:
        """The language that was told, else the main one as the service finds it: each page counts with its words
        for its first language; ``und`` when there is none."""
        if self.told is not None:
            return self.told
        shares: Counter[str] = Counter()
        for page in self.pages:
            if page.languages:
                shares[page.languages[0]] += len(page.words)
        return shares.most_common(1)[0][0] if shares else "und"

    @property
    def words(self) -> int:
        """The words of the source."""
        return sum(draft.segment.words for draft in self.drafts)

    @property
    def confidence(self) -> float:
        """The pages' confidence weighted by their words."""
        weights = [(page.confidence, len(page.words)) for page in self.pages]
        total = sum(count for _, count in weights)
        return sum(confidence * count for confidence, count in weights) / total if total else 0.0

    @property
    def engines(self) -> str | None:
        """The engines that took part."""
        return " ; ".join(sorted({draft.engine for draft in self.drafts if draft.engine})) or None


def run(parts: Pipeline, request: Request, tell: Tell) -> Drafted:
    """Takes one file all the way. Raises ServiceError."""
    outputs.prepare(request.out)
    file = parts.check(request.path, request.path.name)
    total = file.pages + 2
    began = time.monotonic()
    pages: list[PageWords] = []
    tell(f"lecture, {file.pages} p.", 0, total)
    for page in parts.read(file, (request.source,) if request.source else ()):
        pages.append(page)
        tell(f"lecture, {len(pages)} p. sur {file.pages}", len(pages), total)
    pages = readable(pages)
    read = time.monotonic()
    tell("brouillon", file.pages, total)
    done = parts.draft(pages, request.source, request.target, lambda: None)
    drafted = time.monotonic()
    tell("mise en page", file.pages + 1, total)
    result = Drafted(file, tuple(pages), done.drafts, request.source, done.demonstration, {}, {})
    written = outputs.write(parts.render(describe(result, request, parts)), request.out, request.stem)
    seconds = {
        "reading": read - began,
        "drafting": drafted - read,
        "rendering": time.monotonic() - drafted,
    }
    return replace(result, seconds=seconds, outputs=written)


def readable(pages: Iterable[PageWords]) -> list[PageWords]:
    """The pages in order; raises UnreadableDocumentError when there is not a word on any of them."""
    ordered = sorted(pages, key=lambda page: page.number)
    if not any(page.words for page in ordered):
        raise UnreadableDocumentError()
    return ordered


def describe(result: Drafted, request: Request, parts: Pipeline) -> TranslatedDocument:
    """The draft as a document that says on every page that nobody has reviewed it."""
    return TranslatedDocument(
        reference=request.stem,
        file_name=result.file.name,
        source_language=result.language,
        source_sha256=_sha256(request.path),
        source_pages=len(result.pages),
        pages=tuple(
            SourcePage(p.number, p.width, p.height, p.languages[0] if p.languages else "und") for p in result.pages
        ),
        segments=tuple(_segment(order, draft) for order, draft in enumerate(result.drafts)),
        body=parts.body,
        work=WorkDone(
            machine_draft=any(d.origin is Origin.machine for d in result.drafts),
            engine=result.engines,
            demonstration_engine=result.demonstration,
            post_edited=False,
            revised=False,
            translated_on=parts.today(),
        ),
        draft_only=True,
    )


def _segment(order: int, draft: Draft) -> RenderedSegment:
    source = draft.segment
    return RenderedSegment(
        page=source.page,
        order=order,
        role=source.role.value,
        source=source.text,
        target=draft.target,
        table=source.table,
        row=source.row,
        column=source.column,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def record(result: Drafted) -> dict[str, Any]:
    """The JSON of ``truchement draft``."""
    return {
        "file": str(result.file.path),
        "pages": len(result.pages),
        "language": result.language,
        "words": result.words,
        "confidence": round(result.confidence, 1),
        "engine": result.engines,
        "segments": [_segment_record(draft) for draft in result.drafts],
        "warnings": _warnings(result),
        "seconds": {stage: round(value, 2) for stage, value in result.seconds.items()},
        "outputs": {kind: str(path) for kind, path in result.outputs.items()},
    }


def _segment_record(draft: Draft) -> dict[str, Any]:
    source = draft.segment
    return {
        "page": source.page,
        "role": source.role.value,
        "language": source.language,
        "source": source.text,
        "target": draft.target,
        "origin": draft.origin.value,
        "engine": draft.engine,
        "score": None if draft.score is None else round(draft.score, 3),
        "warnings": [{"code": finding.code, "message": message_fr(finding)} for finding in draft.findings],
    }


def _warnings(result: Drafted) -> list[dict[str, str]]:
    """What the file contains beside its pages, what must be looked at there, the languages without engine."""
    pages = [(code, page_message_fr(code, page.number)) for page in result.pages for code in page.warnings]
    missing = [
        (finding.code, finding.values["reason"])
        for draft in result.drafts
        for finding in draft.findings
        if finding.code == "no_engine"
    ]
    active = list(zip(result.file.active, active_sentences(result.file.active), strict=True))
    return [{"code": code, "message": message} for code, message in dict.fromkeys([*active, *pages, *missing])]
