"""What the recognisers make of the set, against the truth."""

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from intake.recognition.boundaries import boundary_findings
from intake.recognition.forms import recognise_forms
from intake.recognition.kinds import kind_findings, language_findings
from intake.recognition.passages import bilingual_findings, french_findings
from intake.recognition.pictures import turns as measure_turns
from intake.recognition.quality import picture_rotation, quality_findings
from intake.recognition.view import PageView, page_view
from ocr.languages import Detector
from tests.recognition import making
from tests.recognition.made import Bare, Case, Half, seen
from tests.recognition.tally import Tally


def forms(cases: Sequence[Case]) -> Iterator[Tally]:
    by_family: dict[str, Tally] = {}
    pages = Tally("pages of forms")
    for case in cases:
        found = [(f.details["family"], f.details["part"], f.pages) for f in recognise_forms(case.pages)]
        true = [case.paper.form] if case.paper.form else []
        name = true[0][0] if true else "no form (letters that speak of forms among them)"
        tally = by_family.setdefault(name, Tally(f"form: {name}"))
        tally.add([each[:2] for each in found], true, f"{case.paper.name} {case.condition}")
        if true:
            pages.add(
                {p for each in found for p in each[2]},
                range(1, len(case.pages) + 1),
                f"{case.paper.name} {case.condition}",
            )
    total = Tally("**forms, all**")
    for tally in by_family.values():
        for count in ("right", "wrong", "missed", "of"):
            setattr(total, count, getattr(total, count) + getattr(tally, count))
    yield from sorted(by_family.values(), key=lambda t: t.name)
    yield total
    yield pages


def kinds(cases: Sequence[Case]) -> Iterator[Tally]:
    by_kind: dict[str, Tally] = {}
    for case in cases:
        if case.paper.form or case.paper.mode == "side_by_side":
            continue
        found = [str(f.details["kind"]) for f in kind_findings(case.pages)]
        true = [case.paper.kind] if case.paper.kind else []
        where = f"{case.paper.name} {case.condition}"
        for kind in {*found, *true}:
            tally = by_kind.setdefault(kind, Tally(f"kind: {kind}"))
            tally.add([k for k in found if k == kind], [k for k in true if k == kind], where)
    total = Tally("**kinds, all**")
    for tally in by_kind.values():
        for count in ("right", "wrong", "missed"):
            setattr(total, count, getattr(total, count) + getattr(tally, count))
    total.of = sum(1 for case in cases if not case.paper.form and case.paper.mode != "side_by_side")
    yield from sorted(by_kind.values(), key=lambda t: t.name)
    yield total


def languages_of_pages(cases: Sequence[Case]) -> Iterator[Tally]:
    tally = Tally("language of a page")
    for case in cases:
        if case.paper.form or case.paper.mode == "side_by_side":
            continue
        found = {f.pages[0]: f.details["language"] for f in language_findings(case.pages)}
        for number, sheet in enumerate(case.paper.sheets, 1):
            tally.add(
                [found[number]] if number in found else [],
                [sheet.language],
                f"{case.paper.name} {case.condition} {number}",
            )
    yield tally


def french(cases: Sequence[Case]) -> Iterator[Tally]:
    passages, whole = Tally("page with a passage in French"), Tally("document in French")
    following, beside = Tally("translation on the pages that follow"), Tally("translation beside its source")
    for case in cases:
        where = f"{case.paper.name} {case.condition}"
        found = list(french_findings(case.pages))
        languages = {sheet.language for sheet in case.paper.sheets}
        whole.add(
            [True] if any(f.code == "french_document" for f in found) else [],
            [True] if languages == {"fr"} and not case.paper.form else [],
            where,
        )
        if not case.paper.form:
            held = {f.pages[0] for f in found if f.code == "french_passage"}
            if any(f.code == "french_document" for f in found):
                held = set(range(1, len(case.pages) + 1))
            true = [n for n, sheet in enumerate(case.paper.sheets, 1) if sheet.passage or sheet.language == "fr"]
            passages.add(held, true, where)
        modes = {str(f.details["mode"]) for f in bilingual_findings(case.pages)}
        following.add(modes & {"following"}, [case.paper.mode] if case.paper.mode == "following" else [], where)
        beside.add(modes & {"side_by_side"}, [case.paper.mode] if case.paper.mode == "side_by_side" else [], where)
    yield from (passages, whole, following, beside)


def quality(cases: Sequence[Case], bare: Sequence[Bare], half: Half, languages: Detector) -> Iterator[Tally]:
    blank, poor, screens, halftones = (
        Tally("blank page"),
        Tally("page too poor to read"),
        Tally("photograph of a screen"),
        Tally("photograph of a screen, halftone pictures as traps"),
    )
    papers = [case for case in cases if not case.paper.form][:: max(1, len(cases) // 40)]
    for each in bare:
        blank.add(_codes([each.page]) & {"blank_page"}, [each.truth] if each.truth else [], each.name)
    for case in cases:
        where = f"{case.paper.name} {case.condition}"
        for page in case.pages:
            codes = _codes([page])
            blank.add(codes & {"blank_page"}, [], where)
            poor.add(codes & {"poor_page"}, [], where)
            screens.add(codes & {"screen_photograph"}, [], where)
    for number, case in enumerate(papers):
        name = f"{half} quality {number}"
        bad = seen(case.printed[:1], "poor", languages, name)
        poor.add(_codes(bad) & {"poor_page"}, ["poor_page"], f"{case.paper.name} poor")
        photo = seen(case.printed[:1], "screen", languages, name)
        screens.add(_codes(photo) & {"screen_photograph"}, ["screen_photograph"], f"{case.paper.name} screen")
        poor.add(_codes(photo) & {"poor_page"}, [], f"{case.paper.name} screen")
        dots = making.halftone(case.printed[0].picture, np.random.default_rng(number))
        page = page_view(case.pages[0].reading, languages, making.look(dots, "scan"))
        halftones.add(
            _codes([page]) & {"screen_photograph"},
            [],
            f"{case.paper.name} halftone {page.picture and page.picture.screen_peak}",
        )
    yield from (blank, poor, screens, halftones)


def _codes(pages: Sequence[PageView]) -> set[str]:
    return {finding.code for finding in quality_findings(pages)}


def turns(cases: Sequence[Case]) -> Iterator[Tally]:
    """From the picture alone, as where the reader could not tell."""
    sideways, upside, right = (
        Tally("page lying on its side, by its picture"),
        Tally("page upside down, by its picture"),
        Tally("a page laid right again, by its picture"),
    )
    for number, case in enumerate(cases[:: max(1, len(cases) // 70)]):
        where = f"{case.paper.name} {case.condition}"
        rng = np.random.default_rng(number)
        picture = making.spoil(case.printed[0].picture, case.condition, rng)
        for turn in (0, 90, 180, 270):
            # Turned counter-clockwise by what a clockwise turn then sets right.
            lying, standing = measure_turns(np.asarray(picture.rotate(turn, expand=True)))
            told = picture_rotation(lying, standing)
            sideways.add({True} if told in {90, 270} else set(), {True} if turn in {90, 270} else set(), where)
            if turn in {0, 180}:
                upside.add(
                    {True} if told == 180 else set(), {True} if turn == 180 else set(), f"{where} {standing}"
                )
            right.add({told} if told else set(), {turn} if turn else set(), f"{where} {turn}")
    yield from (sideways, upside, right)


def boundaries(cases: Sequence[Case], half: Half) -> Iterator[Tally]:
    """Scans of two to five documents one after the other; and every document alone, which must stay whole."""
    rng = Random(f"bundles {half}")
    scanned = [
        case
        for case in cases
        if case.condition != "born" and case.paper.mode is None and "no translation" not in case.paper.traps
    ]
    bundles, alone = Tally("first page of a document in a bundle"), Tally("boundary inside one document")
    for index in range(90):
        # Two bundles of three are in one language, as a person's file is: nothing but the papers tells them apart.
        language = rng.choice(sorted({case.paper.sheets[0].language for case in scanned}))
        own = [case for case in scanned if case.paper.sheets[0].language == language]
        source = own if index % 3 and len(own) > 1 else scanned
        chosen = rng.sample(source, min(len(source), rng.randint(2, 5)))
        pages = list(making.renumbered([page for case in chosen for page in case.pages]))
        true, at = [], 1
        for case in chosen[:-1]:
            at += len(case.pages)
            true.append(at)
        found = list(boundary_findings(pages))
        where = "+".join(f"{case.paper.name}:{len(case.pages)}" for case in chosen)
        bundles.add(
            [f.pages[0] for f in found], true, where + str([(f.pages[0], f.details["reasons"]) for f in found])
        )
    for case in scanned:
        if len(case.pages) > 1:
            found = list(boundary_findings(case.pages))
            alone.add([f.pages[0] for f in found], [], f"{case.paper.name} {[f.details for f in found]}")
    yield from (bundles, alone)


def everything(cases: Sequence[Case], bare: Sequence[Bare], half: Half, languages: Detector) -> Iterator[Tally]:
    yield from forms(cases)
    yield from kinds(cases)
    yield from languages_of_pages(cases)
    yield from french(cases)
    yield from quality(cases, bare, half, languages)
    yield from turns(cases)
    yield from boundaries(cases, half)
