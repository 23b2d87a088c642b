"""What a delivered translation is made of, whatever the file that it becomes."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Role = Literal["heading", "paragraph", "label", "cell", "mark"]
Mode = Literal["full", "extract"]


@dataclass(frozen=True, slots=True)
class RenderedSegment:
    """One segment with its French text.

    ``page`` counts from 1, ``order`` gives the reading order within the page; ``table``, ``row`` and ``column``
    count from 0 within the page and are None outside tables. An empty ``target`` means that nothing was
    translated. ``confirmed`` says that a person vouches for the target; ``in_scope`` is False for what an
    extract leaves out.
    """

    page: int
    order: int
    role: Role
    source: str
    target: str
    table: int | None = None
    row: int | None = None
    column: int | None = None
    confirmed: bool = False
    in_scope: bool = True


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of the document of origin: ``number`` from 1, size in PDF points, ``language`` in ISO 639-1.

    ``summary`` is the line that stands for what an extract leaves out of this page, None when nothing is said;
    ``dropped`` is why the page is not translated: ``blank``, ``duplicate`` or ``not_relevant``, empty when it is.
    ``origin`` is the page's number in the file received when that is another, ``file_name`` that of the file when
    it is not the one of the document: a page that was scanned again.
    """

    number: int
    width: float
    height: float
    language: str
    summary: str | None = None
    dropped: str = ""
    origin: int | None = None
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What was truly done: the delivered file says this and nothing more.

    ``engine`` names the machine that drafted (None without a machine draft), ``demonstration_engine`` is True
    when one of its models is a demonstration. ``post_edited``: a person went through the machine's draft;
    ``revised``: another person then compared it with the source.
    """

    machine_draft: bool
    engine: str | None
    demonstration_engine: bool
    post_edited: bool
    revised: bool
    translated_on: date
    revised_on: date | None = None


@dataclass(frozen=True, slots=True)
class TranslatedDocument:
    """A translation ready to become files.

    ``reference`` names the translation; ``source_language`` is in ISO 639-1; ``source_sha256`` is the
    fingerprint of the original's bytes (64 hexadecimal digits) and ``source_pages`` its number of pages;
    ``body`` is the name of the body that delivers. ``draft_only`` marks a machine draft that nobody has
    reviewed: every page of every file then says so; it contradicts post-editing and revision (ValueError).
    """

    reference: str
    file_name: str
    source_language: str
    source_sha256: str
    source_pages: int
    pages: tuple[SourcePage, ...]
    segments: tuple[RenderedSegment, ...]
    body: str
    work: WorkDone
    requester: str | None = None
    requester_reference: str | None = None
    mode: Mode = "full"
    version: int = 1
    draft_only: bool = False

    def __post_init__(self) -> None:
        if self.draft_only and (self.work.post_edited or self.work.revised):
            raise ValueError("a draft that nobody reviewed is neither post-edited nor revised")
