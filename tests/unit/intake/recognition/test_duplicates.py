"""Documents known again by their fingerprints; versions that differ by one number are not the same."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.recognition.documents import (
    BANDS,
    PICTURE_BANDS,
    DocumentFingerprint,
    PageFingerprint,
    bands_of,
    fingerprint,
    likeness_of,
    page_bands,
    page_fingerprint,
    picture_likeness,
    shingles,
)
from intake.recognition.duplicates import compare_documents, compare_pages
from intake.recognition.findings import Finding
from intake.recognition.numbers import Number
from intake.recognition.recognise import duplicate_findings
from intake.recognition.view import DocumentView, Known
from tests.unit.intake.recognition.pages import reading

WORDS = [
    f"{a}{b}{c}en"
    for a in ("ver", "be", "ent", "zer")
    for b in ("sich", "trag", "fall", "lauf", "zahl")
    for c in ("er", "ung", "lich")
]


def text(seed: int, amount: str = "812,50", words: int = 120) -> str:
    rng = Random(seed)
    said = [rng.choice(WORDS) for _ in range(words)]
    return " ".join([*said, f"{amount} EUR am 03.04.2021, Nr. {seed * 7919 + 10007} {seed * 31 + 2204}"])


def one(seed: int, amount: str = "812,50", sha: str | None = None, pages: int = 1) -> DocumentFingerprint:
    read = [(reading([(0.1, text(seed * 100 + n, amount if n == 0 else "5,00"))]), None) for n in range(pages)]
    return fingerprint(sha or f"{seed}{amount}{pages}", read)


def misread(seed: int, share: float) -> DocumentFingerprint:
    rng = Random(f"{seed}{share}")
    said = [word + "x" if word.isalpha() and rng.random() < share else word for word in text(seed * 100).split()]
    return fingerprint(f"{seed} again", [(reading([(0.1, " ".join(said))]), None)])


def test_the_same_bytes_are_the_same_document() -> None:
    pair = compare_documents(one(1, sha="a"), one(2, sha="a"))
    assert pair is not None
    assert (pair.kind, pair.similarity, pair.same) == ("exact", 1.0, True)


def test_another_scan_with_a_word_in_eight_misread_is_the_same_and_shares_a_band() -> None:
    pairs = [(one(seed), misread(seed, 0.125)) for seed in range(1, 13)]
    assert all((pair := compare_documents(*both)) is not None and pair.kind == "same_text" for both in pairs)
    assert all(bands_of(left) & bands_of(right) for left, right in pairs)


def test_another_amount_makes_another_document_and_is_named() -> None:
    pair = compare_documents(one(1), one(1, "812,60"))
    assert pair is not None
    assert pair.kind == "other_numbers"
    assert not pair.same
    assert [(d.here, d.there) for d in pair.aligned[0].differing] == [("812,50", "812,60")]


def test_other_texts_are_not_compared() -> None:
    assert compare_documents(one(1), one(2)) is None
    assert not bands_of(one(1)) & bands_of(one(2))


def test_pages_are_aligned_whatever_their_order() -> None:
    whole = one(3, pages=3)
    turned = DocumentFingerprint("other", (whole.pages[2], whole.pages[0]))
    pair = compare_documents(whole, turned)
    assert pair is not None
    assert [(p.here, p.there) for p in pair.aligned] == [(1, 2), (3, 1)]
    assert pair.similarity < 0.7, "a page is missing"


def test_a_picture_never_speaks_against_what_can_be_read() -> None:
    left, right = (replace(one(seed).pages[0], picture=b"\x0f" * 16) for seed in (1, 2))
    assert compare_pages(left, right) is None


def test_pages_without_words_are_compared_by_their_pictures() -> None:
    picture = bytes(range(16))
    near = bytes([picture[0] ^ 0b11, *picture[1:]])
    left, right, other = (PageFingerprint((), p, (), 3) for p in (picture, near, bytes(255 - b for b in picture)))
    pair = compare_pages(left, right)
    assert pair is not None
    assert pair.kind == "same_picture"
    assert compare_pages(left, other) is None


def test_a_finding_names_the_document_and_its_translation() -> None:
    here = one(1)
    view = DocumentView(
        here, (), (Known("old", one(1, sha="x"), translated=True), Known("new", one(2), translated=True))
    )
    found = list(duplicate_findings(view))
    assert [(f.code, f.details["document"]) for f in found] == [
        ("duplicate", "old"),
        ("already_translated", "old"),
    ]


def test_another_version_is_told_and_never_answered_with_the_translation() -> None:
    view = DocumentView(one(1), (), (Known("old", one(1, "892,50"), translated=True),))
    found: list[Finding] = list(duplicate_findings(view))
    assert [f.code for f in found] == ["duplicate"]
    assert found[0].details["differing"] == ((1, "812,50", "892,50", False),)


def test_a_translation_of_one_page_does_not_answer_for_two() -> None:
    whole = one(3, pages=2)
    half = DocumentFingerprint("half", whole.pages[:1])
    known = (Known("old", half, translated=True),)
    assert [f.code for f in duplicate_findings(DocumentView(whole, (), known))] == ["duplicate"]
    empty = DocumentFingerprint("empty back", (whole.pages[0], PageFingerprint((), None, (), 0)))
    assert [f.code for f in duplicate_findings(DocumentView(empty, (), known))] == [
        "duplicate",
        "already_translated",
    ]


words = st.lists(st.sampled_from(WORDS), min_size=16, max_size=60)


@settings(max_examples=40)
@given(words, st.one_of(st.none(), st.binary(min_size=16, max_size=16)))
def test_a_fingerprint_survives_its_column(said: list[str], picture: bytes | None) -> None:
    page = page_fingerprint(reading([(0.1, " ".join([*said, "12,50", "3.4.2020"]))]), picture)
    document = DocumentFingerprint("ab" * 32, (page, replace(page, numbers=(Number("77", True),))))
    assert DocumentFingerprint.decode(document.encode()) == document
    assert len(page_bands(page)) <= BANDS + PICTURE_BANDS
    assert all(-(2**63) <= band < 2**63 for band in bands_of(document))


@settings(max_examples=40)
@given(words, words)
def test_likeness_is_symmetric_and_whole_for_the_same(left: list[str], right: list[str]) -> None:
    a, b = (page_fingerprint(reading([(0.1, " ".join(said))])).signature for said in (left, right))
    assert likeness_of(a, b) == likeness_of(b, a)
    assert likeness_of(a, a) == (1.0 if a else 0.0)


def test_likeness_estimates_the_common_share() -> None:
    base = [f"wort{n}" for n in range(400)]
    left, right = base[:300], base[100:]
    a, b = (page_fingerprint(reading([(0.1, " ".join(said))])).signature for said in (left, right))
    true = len(shingles(left) & shingles(right)) / len(shingles(left) | shingles(right))
    assert abs(likeness_of(a, b) - true) < 0.2


def test_pictures_agree_by_their_bits() -> None:
    assert picture_likeness(b"\xff" * 16, b"\xff" * 16) == 1.0
    assert picture_likeness(b"\xff" * 16, b"\x00" * 16) == 0.0
    assert picture_likeness(None, b"\x00" * 16) == 0.0
