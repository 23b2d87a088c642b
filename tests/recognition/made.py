"""The made set: which papers, under which conditions, and what is true of them. Two halves that share no paper."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

import numpy as np

from intake.recognition import forms_table as table
from intake.recognition.view import PageView, page_view
from ocr.languages import Detector
from tests.recognition import making, papers
from tests.recognition.making import Condition, Printed
from tests.recognition.papers import Paper
from tests.recognition.texts import HELD_OUT, TONGUES, TUNING

Half = Literal["tuning", "held-out"]


@dataclass(frozen=True)
class Case:
    """A document of the set: its paper, its pages as printed and as read."""

    paper: Paper
    condition: Condition
    printed: tuple[Printed, ...]
    pages: tuple[PageView, ...]


@dataclass(frozen=True)
class Bare:
    """A page that is no paper: blank, or with hardly anything on it. ``truth`` is its code, None for a trap."""

    name: str
    truth: str | None
    page: PageView


def written(half: Half) -> list[Paper]:
    """The papers of one half, always the same."""
    rng = Random(f"recognition {half}")
    languages = TUNING if half == "tuning" else HELD_OUT
    looks = (0,) if half == "tuning" else (0, 1)
    out: list[Paper] = []
    for language in languages:
        look = rng.choice(looks)
        out += [
            papers.letter(language, rng, look, pages=rng.choice((1, 1, 2))),
            papers.with_passage(language, rng, look),
        ]
        out += [
            papers.titled(
                language,
                kind,
                rng,
                rng.choice(looks),
                pages=rng.choice((1, 2, 3)) if kind in {"decision", "judgment"} else 1,
            )
            for kind in TONGUES[language].titles
        ]
        out.append(
            papers.letter(language, rng, look, insert=rng.choice(papers.MENTIONS)(rng), trap="mentions forms")
        )
        out.append(papers.french_address(language, rng, look))
        out.append(rng.choice((papers.side_by_side, papers.translated_after))(language, rng, look))
        if rng.random() < 0.4:
            out.append(papers.answer_in_french(language, rng, look))
    out += [papers.french(rng, rng.choice(looks), pages) for pages in (1, 1, 2, 2)]
    return [*out, *_forms(half, rng, looks)]


def _forms(half: Half, rng: Random, looks: Sequence[int]) -> list[Paper]:
    """Forms in all languages of the Union; a language is in one half only."""
    codes = sorted(table.COORDINATION)
    own = [code for place, code in enumerate(codes) if (place % 2 == 0) == (half == "tuning")]
    out = [
        papers.portable(
            part,
            rng.choice(own),
            rng,
            rng.choice(looks),
            pages=rng.choice((1, 2, 3)),
            title=rng.choice(("", *titles[:1])),
        )
        for part, titles in table.TITLES.items()
        for _ in range(2)
    ]
    older = [code for code in sorted(table.COMMISSION) if code in own]
    out += [
        papers.e_form(rng.choice((101, 104, 106, 121, 205, 301, 411)), rng.choice(older), rng, rng.choice(looks))
        for _ in range(9)
    ]
    out += [papers.sed(code, rng.choice(("pl", "de", "es", "it", "en", "ro")), rng,
    rng.choice(looks)) for code in ("P5000", "A001", "H001", "S040", "U002", "X009", "P2000")]  # fmt: skip
    many = [code for code in sorted(table.MULTILINGUAL) if code in own]
    out += [papers.regulation_1191(part, (rng.choice(many), "en"), rng, rng.choice(looks)) for part in ("birth",
    "marriage", "death", "birth", "domicile", "being_alive")]  # fmt: skip
    out += [papers.ciec(part, rng.choice(("tr", "de", "it", "pt", "pl", "ro", "hr", "nl")), rng,
    rng.choice(looks)) for part in "AABBCC"]  # fmt: skip
    return out


CONDITIONS: Sequence[Condition] = ("born", "scan", "scan", "scan", "fax", "pale")


def make(half: Half, folder: Path, languages: Detector, *, every: int = 1) -> list[Case]:
    """The papers of a half, or every so many of them, printed and read."""
    found = written(half)[::every]
    printed = making.print_sheets([sheet for paper in found for sheet in paper.sheets], folder)
    out, at = [], 0
    for index, paper in enumerate(found):
        sheets = tuple(printed[at : at + len(paper.sheets)])
        at += len(paper.sheets)
        rng = Random(f"{half} {index}")
        condition = rng.choice(CONDITIONS)
        out.append(Case(paper, condition, sheets, seen(sheets, condition, languages, f"{half} {index}")))
    return out


def seen(sheets: Sequence[Printed], condition: Condition, languages: Detector, name: str) -> tuple[PageView, ...]:
    """Pages under a condition; ``name`` draws what chance does."""
    seed = zlib.crc32(name.encode())
    return tuple(
        making.seen(each, number, condition, languages, seed + number) for number, each in enumerate(sheets, 1)
    )


def bare_pages(half: Half, cases: Sequence[Case], languages: Detector) -> list[Bare]:
    """Blank pages of every sort, and pages with next to nothing on them that are not blank."""
    rng = np.random.default_rng(zlib.crc32(f"bare {half}".encode()))
    draw = Random(f"bare {half}")
    out = []
    for index in range(24):
        through = draw.choice(cases).printed[0].picture if index % 3 == 0 else None
        picture = making.blank(rng, holes=index % 2 == 0, through=through)
        reading = making.empty(1, picture, draw.choice((0, 0, 2, 5)), draw)
        out.append(Bare("blank", "blank_page", page_view(reading, languages, making.look(picture, "scan"))))
    for index in range(16):
        out.append(_sparse(index, rng, draw, languages))
    return out


def _sparse(index: int, rng: np.random.Generator, draw: Random, languages: Detector) -> Bare:
    """A signature, a stamp, a line of writing that was not read, on an empty page."""
    picture = making.blank(rng, holes=index % 2 == 0, through=None)
    levels = np.array(picture)
    height, width = levels.shape
    top, left = int(rng.integers(height // 5, height // 2)), int(rng.integers(width // 6, width // 2))
    if index % 2:
        x = np.linspace(0, 1, 900)
        xs = (left + 200 * x).astype(int)
        ys = (top + 25 * np.sin(25 * x) * (1 - x)).astype(int)
        for dy in (0, 1, 2):
            levels[np.clip(ys + dy, 0, height - 1), np.clip(xs, 0, width - 1)] = 60
    else:
        y, x = np.mgrid[0:height, 0:width]
        radius = np.hypot(x - left, y - top)
        for at in (48, 34):
            levels[np.abs(radius - at) < 1.6] = 70
    picture = making.noise(making.Image.fromarray(levels), 3, rng)
    reading = making.empty(1, picture, draw.choice((0, 2, 4)), draw)
    return Bare("mark alone", None, page_view(reading, languages, making.look(picture, "scan")))
