"""Multilingual forms, by what stands where: the code, the head, the numbered boxes, the foot. Pure.

A number merely mentioned ("please send form E 104") is never enough: a form names itself in a place of its own and
is built as one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.recognition import forms_table as table
from intake.recognition.findings import Finding
from intake.recognition.view import Block, PageView
from intake.recognition.wording import find_phrase, fold

TITLE_ZONE: Final = 0.30
FOOT_ZONE: Final = 0.90
#: A phrase of a head of which so much is found is that head.
HEAD: Final = 0.62
LEAST: Final = 0.6
BOXES: Final = 4

#: What recognition makes of figures, put back where only a figure can stand.
_DIGITS: Final = str.maketrans("OoQIlí|!SsBZz", "0001111155822")
_LABEL: Final = re.compile(r"^\(?(\d{1,2})[.,](\d{1,2})\)?[.:]?(?:\s|$)")
_PLAIN_LABEL: Final = re.compile(r"^\(?(\d{1,2})\)?[.:)]?(?:\s|$)")
_PORTABLE: Final = re.compile(r"^(?:PD\s*)?(A|S|P|U|D\s?A)\s?([1-3Il|!íZz])$")
_E_FORM: Final = re.compile(r"^(?:E|É|Е|Ε|F)\s?[-.]?\s?([0-9OoQIlí|!SsBZz]{3})(?:\s?\(?[A-Z]{2}\)?|\s?\(\d\))*$")
_SED: Final = re.compile(rf"^(?:SED\s*[:\-–]?\s*)?({table.SED})(?:\s?[-–:]\s?.{{3,60}})?$")
_PAGE_OF: Final = re.compile(r"(\d{1,2})\s?[/|]\s?(\d{1,2})")
_REGULATION_1191: Final = re.compile(r"2[O0]16\s?[/|]\s?1191")
_REGULATION_1408: Final = re.compile(r"14[O0]8\s?[/|]\s?71")
_CIEC: Final = re.compile(rf"\b{table.CIEC_CODE}\s?([abc])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that is of a form: ``edition`` is the language of the print, ``evidence`` what told."""

    family: str
    part: str
    edition: str | None
    score: float
    evidence: tuple[str, ...]


def recognise_forms(pages: Sequence[PageView]) -> tuple[Finding, ...]:
    """A finding for each form, over all its pages that follow each other."""
    out: list[Finding] = []
    open_form: FormPage | None = None
    held: list[tuple[int, FormPage]] = []
    for page in pages:
        found = recognise_page(page)
        follows = open_form is not None and (
            (found is None and _continues(page, open_form))
            or (found is not None and _same(found, open_form, page))
        )
        if not follows:
            out += _closed(held)
            held = []
            open_form = found
        if found is not None or follows:
            assert open_form is not None
            held.append((page.number, found or open_form))
    return (*out, *_closed(held))


def _same(found: FormPage, first: FormPage, page: PageView) -> bool:
    if (found.family, found.part) != (first.family, first.part):
        return False
    place = _page_of(page)
    return place is None or place > 1


def _closed(held: Sequence[tuple[int, FormPage]]) -> Iterator[Finding]:
    if held:
        best = max((form for _, form in held), key=lambda form: form.score)
        yield Finding(
            "standard_form",
            tuple(number for number, _ in held),
            round(best.score, 2),
            {
                "family": best.family,
                "part": best.part,
                "edition": best.edition,
                # France left the CIEC in 2019: whether its extracts are still accepted is for the body to say.
                "to_verify": best.family == "ciec",
                "evidence": best.evidence,
            },
        )


def recognise_page(page: PageView) -> FormPage | None:
    """The form that this page says it is, or None."""
    found = [
        form for probe in (_portable, _e_form, _sed, _regulation_1191, _ciec) if (form := probe(page)) is not None
    ]
    best = max(found, key=lambda form: form.score, default=None)
    return best if best is not None and best.score >= LEAST else None


def _top(page: PageView) -> list[Block]:
    return [block for block in page.blocks if page.top(block) <= TITLE_ZONE]


def _edges(page: PageView) -> Iterator[tuple[str, bool]]:
    """Lines of the head and of the foot, and whether it is the foot."""
    for block in page.blocks:
        top = page.top(block)
        if top <= TITLE_ZONE or top >= FOOT_ZONE:
            yield from ((line, top >= FOOT_ZONE) for line in block.lines)


def _head(page: PageView, phrases: Mapping[str, str]) -> tuple[str | None, float]:
    """The language whose phrase stands at the head of the page, and how much of it."""
    best: tuple[str | None, float] = (None, 0.0)
    texts = [fold(block.text) for block in _top(page) if block.letters <= 500]
    for language, phrase in phrases.items():
        score = max((find_phrase(phrase, text) for text in texts), default=0.0)
        if score > best[1]:
            best = (language, score)
    return best if best[1] >= HEAD else (None, 0.0)


def _any_of(phrases: Sequence[str], blocks: Sequence[Block]) -> float:
    texts = [fold(block.text) for block in blocks]
    return max((find_phrase(phrase, text) for phrase in phrases for text in texts), default=0.0)


def numbered_boxes(page: PageView) -> int:
    """How many different labels such as 1.2 begin a line: the build of all these forms."""
    found = {
        match.groups()
        for block in page.blocks
        for line in block.lines
        if (match := _LABEL.match(line)) is not None
    }
    return len({label for label in found if 1 <= int(label[0]) <= 20 and int(label[1]) <= 30})


def _plain_boxes(page: PageView) -> int:
    found = {
        int(match.group(1))
        for block in page.blocks
        if block.letters <= 120 and (match := _PLAIN_LABEL.match(block.text)) is not None
    }
    return len({number for number in found if 1 <= number <= 20})


def greets(page: PageView) -> bool:
    """Whether somebody is greeted: a line that begins as letters begin."""
    lines = (
        fold(line) for block in page.blocks if page.top(block) < 0.7 for line in block.lines if len(line) < 70
    )
    greetings = [f"{word} " for word in table.SALUTATIONS]
    return any(f"{line} ".startswith(word) for line in lines if len(line.split()) <= 7 for word in greetings)


def _page_of(page: PageView) -> int | None:
    for line, foot in _edges(page):
        if foot and (match := _PAGE_OF.search(line)):
            return int(match.group(1))
    return None


def _scored(page: PageView, evidence: dict[str, float]) -> tuple[float, tuple[str, ...]]:
    miss = 1.0
    for weight in evidence.values():
        miss *= 1 - weight
    score = 1 - miss
    if greets(page):
        score *= 0.55
    return round(score, 3), tuple(name for name, weight in evidence.items() if weight)


def _boxes(page: PageView) -> float:
    return min(1.0, numbered_boxes(page) / (2 * BOXES)) * 0.5 if numbered_boxes(page) >= BOXES else 0.0


def _codes(page: PageView, pattern: "re.Pattern[str]") -> Iterator[tuple["re.Match[str]", bool]]:
    """Lines of head and foot that are nothing but a code, a page number aside."""
    for line, foot in _edges(page):
        alone = _PAGE_OF.sub("", line) if foot else line
        for part in (alone, *alone.split("©")[:1]):
            if match := pattern.match(part.strip(" .,;:©")):
                yield match, foot
                break


def _portable(page: PageView) -> FormPage | None:
    codes: dict[str, dict[str, float]] = {}
    for match, foot in _codes(page, _PORTABLE):
        part = match.group(1).replace(" ", "") + match.group(2).translate(_DIGITS)
        if part in table.PORTABLE:
            codes.setdefault(part, {})["foot" if foot else "code"] = 0.3 if foot else 0.4
    edition, head = _head(page, table.COORDINATION)
    titles = {part: _any_of(phrases, _top(page)) for part, phrases in table.TITLES.items()}
    titled = max(titles, key=lambda part: titles[part])
    if titles[titled] >= HEAD:
        codes.setdefault(titled, {})["title"] = 0.45
    if not codes:
        return None
    part = max(codes, key=lambda each: sum(codes[each].values()))
    evidence = {**codes[part], "head": 0.45 if head else 0.0, "boxes": _boxes(page)}
    if not evidence["head"] and "title" not in evidence and not ("foot" in evidence and evidence["boxes"]):
        return None
    score, told = _scored(page, evidence)
    return FormPage("portable_document", part, edition or page.language, score, told)


def _e_form(page: PageView) -> FormPage | None:
    codes: dict[str, dict[str, float]] = {}
    for match, foot in _codes(page, _E_FORM):
        digits = match.group(1).translate(_DIGITS)
        if digits.isdigit() and int(digits) in table.E_FORMS:
            codes.setdefault(digits, {})["foot" if foot else "code"] = 0.3 if foot else 0.4
    if not codes:
        return None
    part = max(codes, key=lambda each: sum(codes[each].values()))
    edition, head = _head(page, table.COMMISSION)
    law = any(_REGULATION_1408.search(block.text) for block in _top(page))
    boxes = max(_boxes(page), 0.3 if _plain_boxes(page) >= BOXES else 0.0)
    evidence = {**codes[part], "head": 0.45 if head else 0.0, "law": 0.25 if law else 0.0, "boxes": boxes}
    if not (evidence["head"] or (law and boxes) or ("code" in evidence and boxes >= 0.3)):
        return None
    score, told = _scored(page, evidence)
    return FormPage("e_form", f"E {part}", edition or page.language, score, told)


def _sed(page: PageView) -> FormPage | None:
    found = [match.group(1) for match, _ in _codes(page, _SED)]
    if not found:
        return None
    marks = _any_of(table.EXCHANGE, page.blocks) >= HEAD
    named = any(re.match(r"SED\b", line) for line, _ in _edges(page))
    evidence = {
        "code": 0.45, "head": 0.4 if marks else 0.0, "named": 0.25 if named else 0.0, "boxes": _boxes(page),
    }  # fmt: skip
    if not evidence["boxes"] and not (marks and named):
        return None
    score, told = _scored(page, evidence)
    return FormPage("sed", found[0], page.language, score, told)


def _regulation_1191(page: PageView) -> FormPage | None:
    edition, head = _head(page, table.MULTILINGUAL)
    law = any(_REGULATION_1191.search(line) for block in _top(page) for line in block.lines)
    labels = max(numbered_boxes(page), _plain_boxes(page))
    if not (head or law) or labels < BOXES:
        return None
    part = _civil_part(page)
    evidence = {
        "head": 0.5 if head else 0.0, "law": 0.4 if law else 0.0,
        "title": 0.3 if part else 0.0, "boxes": 0.3,
    }  # fmt: skip
    score, told = _scored(page, evidence)
    return FormPage("regulation_2016_1191", part or "", edition or page.language, score, told)


def _civil_part(page: PageView) -> str | None:
    text = " ".join(fold(block.text) for block in _top(page))
    counts = {part: sum(find_phrase(word, text) >= 0.8 for word in words) for part, words in table.CIVIL.items()}
    part = max(counts, key=lambda each: counts[each])
    return part if counts[part] else None


def _ciec(page: PageView) -> FormPage | None:
    top = _top(page)
    letter = next(
        (m.group(1).upper() for b in top if b.letters <= 160 and (m := _CIEC.search(fold(b.text)))), None
    )
    french = {part: _any_of((phrase,), top) for part, phrase in table.CIEC_FRENCH.items()}
    named = max(french, key=lambda part: french[part])
    titled = french[named] >= 0.75
    marked = _any_of(table.CIEC_MARK[:3], page.blocks) >= HEAD
    legend = sum(f" {word} " in f" {fold(page.reading.text)} " for word in ("jo", "mo", "an")) == 3
    part = letter or (named if titled else None)
    if part is None or not (marked or legend) or _plain_boxes(page) < BOXES:
        return None
    evidence = {
        "code": 0.35 if letter else 0.0, "title": 0.35 if titled else 0.0, "head": 0.45 if marked else 0.0,
        "legend": 0.3 if legend else 0.0, "boxes": 0.25,
    }  # fmt: skip
    score, told = _scored(page, evidence)
    own = [code for code in page.reading.languages if code != "fr"]
    edition = page.language if page.language != "fr" else next(iter(own), "fr")
    return FormPage("ciec", part, edition, score, told)


def _continues(page: PageView, form: FormPage) -> bool:
    """Whether a page that does not name its form is the next page of one."""
    if greets(page) or page.language not in (None, form.edition):
        return False
    place = _page_of(page)
    return numbered_boxes(page) >= BOXES and (place is None or place > 1)
