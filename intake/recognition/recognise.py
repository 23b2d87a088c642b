"""All that is recognised of one document. Pure."""

from collections.abc import Iterator

from intake.recognition.boundaries import boundary_findings
from intake.recognition.duplicates import Pair, compare_documents
from intake.recognition.findings import Detail, Finding
from intake.recognition.forms import recognise_forms
from intake.recognition.kinds import kind_findings, language_findings
from intake.recognition.passages import bilingual_findings, french_findings
from intake.recognition.quality import quality_findings
from intake.recognition.view import DocumentView, Known


def recognise(document_view: DocumentView) -> tuple[Finding, ...]:
    """Every proposal about a document, pages first; the caller decides which to show.

    Costs some 20 ms for a page, without any wait: it may run in a request or in a step.
    """
    pages = document_view.pages
    return (
        *language_findings(pages),
        *quality_findings(pages),
        *recognise_forms(pages),
        *kind_findings(pages),
        *bilingual_findings(pages),
        *french_findings(pages),
        *boundary_findings(pages),
        *duplicate_findings(document_view),
    )


def duplicate_findings(view: DocumentView) -> Iterator[Finding]:
    """What the candidates of the history have in common with the document, the nearest first."""
    pairs = [
        (known, pair) for known in view.known if (pair := compare_documents(view.fingerprint, known.fingerprint))
    ]
    for known, pair in sorted(pairs, key=lambda each: (not each[1].same, -each[1].similarity, each[0].id)):
        yield _duplicate(known, pair)
        if known.translated and pair.same and _covered(view, pair):
            details: dict[str, Detail] = {"document": known.id, "similarity": pair.similarity, "kind": pair.kind}
            yield Finding("already_translated", _pages(pair), _confidence(pair), details)


def _covered(view: DocumentView, pair: Pair) -> bool:
    """Whether every page with something on it stands in the other document: else its translation is not the
    answer."""
    told = {page.here for page in pair.aligned}
    return all(
        number in told or not (page.words or page.numbers or page.picture)
        for number, page in enumerate(view.fingerprint.pages, start=1)
    )


def _duplicate(known: Known, pair: Pair) -> Finding:
    differing: tuple[Detail, ...] = tuple(
        (page.here, difference.here, difference.there, difference.doubtful)
        for page in pair.aligned
        for difference in page.differing
    )
    return Finding(
        "duplicate",
        _pages(pair),
        _confidence(pair),
        {
            "kind": pair.kind,
            "document": known.id,
            "similarity": pair.similarity,
            "aligned": tuple((page.here, page.there) for page in pair.aligned),
            "differing": differing,
        },
    )


def _pages(pair: Pair) -> tuple[int, ...]:
    return tuple(page.here for page in pair.aligned)


def _confidence(pair: Pair) -> float:
    if pair.kind == "exact":
        return 1.0
    # Two scans of a page agree by half of their shingles: that is already near certainty.
    best = sum(page.similarity for page in pair.aligned) / len(pair.aligned)
    return round(min(0.99, 0.4 + 0.6 * best), 2)
