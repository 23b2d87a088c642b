"""Pages in, drafts out: segmentation and drafting as the step wants them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from storage.words import PageWords
from translate.drafting import Unavailable, draft
from translate.engines.protocol import Engine
from translate.segmentation import Detect, segments
from translate.segments import Origin
from translate.step import DraftedPages


@dataclass(frozen=True)
class PageDrafter:
    """``route`` gives the engine for two languages (ISO 639-1), or says why there is none; ``detect`` the language
    of a text, or None."""

    route: Callable[[str, str], Engine | Unavailable]
    detect: Detect | None = None

    def __call__(
        self,
        pages: Sequence[PageWords],
        source_language: str | None,
        target_language: str,
        tick: Callable[[], None],
    ) -> DraftedPages:
        """Drafts of all segments of the pages, in order. A source language that a person named counts for the
        pages where the reading found none, or a single other one."""
        cut = [segment for page in pages for segment in segments(_in_language(page, source_language), self.detect)]
        drafts = draft(
            cut, lambda language: self.route(language, target_language), target=target_language, tick=tick
        )
        languages = {item.segment.language for item in drafts if item.origin is Origin.machine}
        engines = [self.route(language, target_language) for language in sorted(languages)]
        demonstration = any(not isinstance(engine, Unavailable) and engine.demonstration for engine in engines)
        return DraftedPages(tuple(drafts), demonstration)


def _in_language(page: PageWords, language: str | None) -> PageWords:
    if language is None or len(page.languages) > 1:
        return page
    return replace(page, languages=(language,))
