"""Joins the engines and the detector of languages into what drafting asks for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from translate.engines.router import Router

from app.settings import Settings
from ocr.languages import Detector
from storage.words import PageWords
from translate.drafting import draft
from translate.engines.protocol import Engine, NoEngine
from translate.segmentation import segments
from translate.segments import SourceSegment
from translate.step import DraftedPages


@dataclass(frozen=True)
class Drafting:
    """The router of engines and the detector, shared by threads."""

    router: Router
    detector: Detector

    @classmethod
    def open(cls, settings: Settings) -> "Drafting":
        """The engines that are installed; their processes and models start when they are first used."""
        return cls(Router(settings.packages_folder, beam=settings.beam), Detector())

    def segments(self, pages: Sequence[PageWords]) -> list[SourceSegment]:
        """The segments of the pages, in the order of the document."""
        return [segment for page in pages for segment in segments(page, self._language)]

    def draft(
        self,
        pages: Sequence[PageWords],
        source_language: str | None,
        target_language: str,
        tick: Callable[[], None],
    ) -> DraftedPages:
        """Segments with drafts. A passage in no language that can be told is taken for ``source_language``."""
        used: dict[str, Engine] = {}

        def route(language: str) -> Engine | NoEngine:
            known = source_language if language == "und" and source_language else language
            found = self.router.route(known, target_language)
            if not isinstance(found, NoEngine):
                used[found.label] = found
            return found

        drafts = draft(self.segments(pages), route, target=target_language, tick=tick)
        labels = {d.engine for d in drafts}
        return DraftedPages(tuple(drafts), any(used[label].demonstration for label in labels if label in used))

    def _language(self, text: str) -> str | None:
        share = self.detector.guess(text)
        return share.language if share else None
