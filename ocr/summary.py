"""A page as a record for the command line's JSON. Pure."""

from collections.abc import Sequence
from typing import Any

from ocr.warnings import active_sentences, page_message_fr
from storage.words import PageWords


def active_records(codes: Sequence[str]) -> list[dict[str, str]]:
    """``code`` and ``message`` of what a document contains beside its pages."""
    return [{"code": code, "message": text} for code, text in zip(codes, active_sentences(codes), strict=True)]


def page_record(page: PageWords) -> dict[str, Any]:
    """``number, width, height, rotation, source, languages, confidence, text, words`` and ``warnings``; boxes are
    [x0, y0, x1, y1] in points, origin top left, page upright."""
    return {
        "number": page.number,
        "width": round(page.width, 2),
        "height": round(page.height, 2),
        "rotation": page.rotation,
        "source": page.source,
        "languages": list(page.languages),
        "confidence": round(page.confidence, 1),
        "warnings": [{"code": code, "message": page_message_fr(code, page.number)} for code in page.warnings],
        "text": page.text,
        "words": [
            {
                "text": word.text,
                "box": [round(n, 2) for n in (word.box.x0, word.box.y0, word.box.x1, word.box.y1)],
                "confidence": round(word.confidence, 1),
            }
            for word in page.words
        ],
    }
