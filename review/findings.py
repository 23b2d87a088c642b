"""The checks of a segment as recorded: which still block, and which a person set aside."""

from typing import Any

from storage.models import Segment
from translate.checks import check
from translate.seals import CODE as SEAL

# What the reading itself found holds whatever is written.
OF_THE_READING = ("reading_noise", "doubtful_reading", SEAL)


def blocks(finding: dict[str, Any]) -> bool:
    """Whether a recorded finding still forbids confirming."""
    return bool(finding["blocking"]) and not finding.get("waived")


def checked(segment: Segment, target: str) -> list[dict[str, Any]]:
    """The findings on a new text; a check that was set aside stays so as long as it finds the same."""
    waived = {_same(f): f["waived"] for f in segment.findings if f.get("waived")}
    kept = [f for f in segment.findings if f["code"] in OF_THE_READING]
    if not segment.source.strip() or (target.strip() and any(f["code"] == SEAL for f in kept)):
        # A seal or a note that is named: the page holds no text that the French could be compared with.
        return kept
    found = [
        {"code": f.code, "blocking": f.blocking, "values": dict(f.values)}
        for f in check(segment.source, target, segment.source_language)
    ]
    for finding in found:
        reason = waived.get(_same(finding))
        if reason:
            finding["waived"] = reason
    return kept + found


def _same(finding: dict[str, Any]) -> tuple[str, tuple[tuple[str, str], ...]]:
    return finding["code"], tuple(sorted(finding["values"].items()))
