"""Duplicates: the same page scanned again, the same decision with another amount, another person's copy of one
form."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Literal

import numpy as np
from PIL import Image

from intake.recognition.documents import (
    DocumentFingerprint,
    PageFingerprint,
    bands_of,
    fingerprint,
    shingles,
    signature_of,
)
from intake.recognition.duplicates import compare_documents
from intake.recognition.numbers import Number, canonical
from intake.recognition.pictures import picture_hash
from intake.recognition.wording import fold
from ocr.languages import Detector
from samples.defects import skew
from tests.recognition import making
from tests.recognition.made import Case, Half, make
from tests.recognition.making import Condition, Printed
from tests.recognition.tally import Tally
from tests.recognition.texts import NAMES, TONGUES, TOWNS

Again = Literal["another scan", "skew of 2°", "fax", "darker", "cropped by 6 %"]
AGAIN: Sequence[Again] = ("another scan", "skew of 2°", "fax", "darker", "cropped by 6 %")


def apart(half: Half, documents: int, every: int) -> tuple[list[Tally], str]:
    """Everything here, in a process of its own: a quarter of the papers, and the search among ``documents``."""
    detector = Detector()
    with tempfile.TemporaryDirectory() as folder:
        cases = make(half, Path(folder), detector, every=4 * every)
    return list(duplicates(cases, half, detector)), search(documents)


def scanned(
    pages: Sequence[Printed], condition: Condition, name: str, languages: Detector, again: Again | None = None
) -> DocumentFingerprint:
    """The fingerprint of pages that were scanned, or scanned again in a certain way."""
    rng, draw = np.random.default_rng(abs(hash_of(name))), Random(name)
    out = []
    for number, page in enumerate(pages, 1):
        kind: Condition = "fax" if again == "fax" else condition
        picture = _again(making.spoil(page.picture, kind, rng), again)
        reading = making.read(page, number, kind, draw, languages)
        if again == "cropped by 6 %":
            least = 0.06 * page.height
            reading = replace(reading, words=tuple(w for w in reading.words if w.box.y0 > least))
        out.append((reading, picture_hash(np.asarray(picture.convert("L")))))
    return fingerprint(f"{hash_of(name):064x}", out)


def hash_of(name: str) -> int:
    return int.from_bytes(name.encode()[:24], "big") ^ len(name)


def _again(picture: Image.Image, again: Again | None) -> Image.Image:
    if again == "skew of 2°":
        return skew(picture, 2.0)
    if again == "darker":
        return picture.point(lambda level: max(0, level - 45))
    if again == "cropped by 6 %":
        return picture.crop((0, round(picture.height * 0.06), picture.width, picture.height))
    return picture


def changed(pages: Sequence[Printed], rng: Random) -> tuple[tuple[Printed, ...], str, str] | None:
    """The pages with one number of four figures or more changed by one figure."""
    places = [
        (p, i, j)
        for p, page in enumerate(pages)
        for i, line in enumerate(page.raw.lines)
        for j, token in enumerate(line)
        if sum(c.isdigit() for c in token.text) >= 4
    ]
    if not places:
        return None
    p, i, j = rng.choice(places)
    token = pages[p].raw.lines[i][j]
    at = rng.choice([n for n, c in enumerate(token.text) if c.isdigit()])
    other = rng.choice([d for d in "123456789" if d != token.text[at]])
    text = token.text[:at] + other + token.text[at + 1 :]
    line = (*pages[p].raw.lines[i][:j], replace(token, text=text), *pages[p].raw.lines[i][j + 1 :])
    lines = (*pages[p].raw.lines[:i], line, *pages[p].raw.lines[i + 1 :])
    page = replace(pages[p], raw=replace(pages[p].raw, lines=lines))
    return (
        (*pages[:p], page, *pages[p + 1 :]),
        canonical(token.text.strip(".,;:()")),
        canonical(text.strip(".,;:()")),
    )


def duplicates(cases: Sequence[Case], half: Half, languages: Detector) -> Iterator[Tally]:
    """Every case against another scan of itself, against itself with a number changed, and against all the
    others."""
    chosen = [case for case in cases if case.condition != "born"][:60]
    first = [
        scanned(case.printed, case.condition, f"{half} {n} first", languages) for n, case in enumerate(chosen)
    ]
    by_way = {way: Tally(f"the same document again: {way}") for way in AGAIN}
    as_either = Tally("the same document again: found, as the same or as a version")
    found_by_band = Tally("the same document again: shares a band")
    versions, told = (
        Tally("one number changed: told from the same document"),
        Tally("one number changed: which one"),
    )
    for n, (case, kept) in enumerate(zip(chosen, first, strict=True)):
        way = AGAIN[n % len(AGAIN)]
        twin = scanned(case.printed, "scan", f"{half} {n} again", languages, way)
        pair = compare_documents(kept, twin)
        where = f"{case.paper.name} {case.condition}"
        by_way[way].add(
            [pair.same] if pair else [],
            [True],
            f"{where} {pair and [(p.kind, p.similarity, p.differing[:3]) for p in pair.aligned]}",
        )
        as_either.add([True] if pair else [], [True], where)
        found_by_band.add({True} if bands_of(kept) & bands_of(twin) else set(), [True], where)
        altered = changed(case.printed, Random(f"{half} {n}"))
        if altered is not None:
            pages, here, there = altered
            pair = compare_documents(kept, scanned(pages, "scan", f"{half} {n} altered", languages))
            versions.add(
                [pair.kind] if pair and pair.kind == "other_numbers" else [],
                ["other_numbers"],
                f"{where} {here} {there} {pair and pair.kind}",
            )
            differing = {(d.here, d.there) for p in pair.aligned for d in p.differing} if pair else set()
            told.add({(here, there)} & differing, {(here, there)}, f"{where} {differing}")
    yield from (*by_way.values(), as_either, found_by_band, versions, told)
    others = Tally(f"two different documents, {len(first) * (len(first) - 1) // 2} pairs: taken for one")
    near = Tally("two different documents: taken for versions of one")
    for (a, left), (b, right) in combinations(enumerate(first), 2):
        pair = compare_documents(left, right)
        where = f"{chosen[a].paper.name} / {chosen[b].paper.name}"
        if pair:
            (others if pair.same else near).add(
                [pair.kind], [], f"{where} {pair.similarity} {pair.aligned[0].kind}"
            )
    others.of = near.of = len(first) * (len(first) - 1) // 2
    yield from (others, near)


def search(documents: int) -> str:
    """How many of a hundred thousand one-page documents share a band with another scan of one: measured on
    fewer."""
    rng = Random("search")
    index: dict[int, list[int]] = {}
    started = perf_counter()
    pages = [_page(rng) for _ in range(documents)]
    for number, page in enumerate(pages):
        for band in bands_of(DocumentFingerprint(f"{number}", (page,))):
            index.setdefault(band, []).append(number)
    filled = perf_counter() - started
    probes, brought, found, longest = 200, 0, 0, 0.0
    for number in range(0, documents, documents // probes):
        twin = _noisy(pages[number], rng)
        started = perf_counter()
        near = {other for band in bands_of(DocumentFingerprint("?", (twin,))) for other in index.get(band, ())}
        longest = max(longest, perf_counter() - started)
        brought += len(near)
        found += number in near
    return (
        f"Among {documents:,} documents of one page (two sentences of six, their own names and numbers, in {len(TONGUES)} languages), "
        f"another reading of one in which a word in eight is misread brings up {brought / probes:.0f} candidates on average, the right one in "
        f"{100 * found / probes:.0f} % of {probes} trials; the slowest look-up took {1000 * longest:.1f} ms "
        f"(filling the index: {filled:.0f} s)."
    )


_KEPT: dict[int, tuple[list[str], list[str]]] = {}


def _page(rng: Random) -> PageFingerprint:
    language = rng.choice(list(TONGUES))
    said = " ".join(rng.sample(TONGUES[language].sentences, 3))
    names = [rng.choice((*NAMES, *TOWNS)) for _ in range(14)]
    words = said.replace("{", " ").replace("}", " ").split() + names
    numbers = [str(rng.randint(10**4, 10**8)) for _ in range(12)]
    page = _fingerprinted(words, numbers, rng)
    _KEPT[id(page)] = (words, numbers)
    return page


def _fingerprinted(words: Sequence[str], numbers: Sequence[str], rng: Random) -> PageFingerprint:
    held = tuple(Number(n, False) for n in numbers)
    return PageFingerprint(
        signature_of(shingles([fold(w) for w in words], held)), rng.randbytes(16), held, len(words)
    )


def _noisy(page: PageFingerprint, rng: Random) -> PageFingerprint:
    words, numbers = _KEPT[id(page)]
    misread = [word + "x" if rng.random() < 0.125 else word for word in words]
    return _fingerprinted(misread, [n if rng.random() > 0.05 else n[:-1] + "0" for n in numbers], rng)
