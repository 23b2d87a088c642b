"""The pipeline without the service: a file in, its words, its draft, its files out.

For scripts and the demonstration; the same readers, engines and renderers as the service.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from delivery.document import RenderedSegment, SourcePage, TranslatedDocument, WorkDone
from intake.checks import CheckedFile
from storage.words import PageWords
from translate.findings import message_fr
from translate.segments import Draft, Origin
from translate.step import Drafter

Read = Callable[[CheckedFile, tuple[str, ...]], Iterator[PageWords]]
Render = Callable[[TranslatedDocument], dict[str, bytes]]
ENDS = {"pdf": "fr.pdf", "bilingual": "bilingue.pdf", "docx": "fr.docx"}


@dataclass(frozen=True)
class Pipeline:
    """The parts. ``body`` names the liaison body on the files."""

    check: Callable[[Path, str], CheckedFile]
    read: Read
    draft: Drafter
    render: Callable[[TranslatedDocument], Any]
    body: str
    today: Callable[[], date]


@dataclass(frozen=True, slots=True)
class Request:
    """What to do with a file: ``source`` is the language told, None to find it; ``out`` is for the files."""

    path: Path
    source: str | None
    target: str
    out: Path


@dataclass(frozen=True, slots=True)
class Drafted:
    """A file that went through. ``confidence`` is 0 to 100 over all words; ``seconds`` are by stage."""

    file: CheckedFile
    pages: tuple[PageWords, ...]
    drafts: tuple[Draft, ...]
    demonstration: bool
    seconds: dict[str, float]
    outputs: dict[str, Path]

    @property
    def language(self) -> str:
        """The language of most words, ``und`` when there is none."""
        shares: dict[str, int] = {}
        for draft in self.drafts:
            shares[draft.segment.language] = shares.get(draft.segment.language, 0) + draft.segment.words
        return max(shares, key=lambda code: shares[code]) if shares else "und"

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


def run(parts: Pipeline, request: Request, step: Callable[[], None]) -> Drafted:
    """Takes one file all the way; ``step`` is called after each page and each stage. Raises ServiceError."""
    file = parts.check(request.path, request.path.name)
    began = time.monotonic()
    pages = []
    for page in parts.read(file, (request.source,) if request.source else ()):
        pages.append(page)
        step()
    read = time.monotonic()
    done = parts.draft(pages, request.source, request.target, lambda: None)
    drafted = time.monotonic()
    result = Drafted(file, tuple(pages), done.drafts, done.demonstration, {}, {})
    outputs = _write(parts.render(describe(result, request, parts)), request)
    seconds = {
        "reading": read - began,
        "drafting": drafted - read,
        "rendering": time.monotonic() - drafted,
    }
    step()
    return Drafted(file, result.pages, result.drafts, result.demonstration, seconds, outputs)


def describe(result: Drafted, request: Request, parts: Pipeline) -> TranslatedDocument:
    """The draft as a document that says on every page that nobody has reviewed it."""
    return TranslatedDocument(
        reference=request.path.stem,
        file_name=request.path.name,
        source_language=request.source or result.language,
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


def _write(files: dict[str, bytes], request: Request) -> dict[str, Path]:
    request.out.mkdir(parents=True, exist_ok=True)
    outputs = {}
    for kind, data in files.items():
        path = request.out / f"{request.path.stem}.{ENDS[kind]}"
        path.write_bytes(data)
        outputs[kind] = path
    return outputs


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
        "warnings": sorted({warning for page in result.pages for warning in page.warnings}),
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
        "warnings": [message_fr(finding) for finding in draft.findings],
    }


def texts(drafts: Sequence[Draft]) -> str:
    """All the French of a document, for checks."""
    return "\n".join(draft.target for draft in drafts)
