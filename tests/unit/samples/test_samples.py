"""The samples are what their truth says: complete, consistent, legible where they claim it, reproducible."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
import pypdfium2
import pytest
from PIL import Image

from samples import identifiers
from samples.documents import SAMPLES
from samples.generate import ROOT, filled, main, make
from samples.truth import CRITICAL, truth_of

NAMES = sorted(SAMPLES)
KEYS = {
    "file",
    "kind",
    "pages",
    "language",
    "languages",
    "from",
    "scanned",
    "defects",
    "critical",
    "description_fr",
}


def truth(name: str) -> dict[str, Any]:
    return json.loads((ROOT / f"{name}.truth.json").read_text(encoding="utf-8"))


def bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def text_layer(path: Path) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def pictures(path: Path) -> list[Image.Image]:
    if path.suffix != ".pdf":
        with Image.open(path) as image:
            return [image.convert("L")]
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=1).to_pil().convert("L") for page in document]


@pytest.mark.parametrize("name", NAMES)
def test_truth_is_complete(name: str) -> None:
    told = truth(name)
    assert set(told) == KEYS
    assert (ROOT / told["file"]).stat().st_size > 10_000
    assert told["from"] == told["language"] == told["languages"][0]
    assert [page["number"] for page in told["pages"]] == list(range(1, len(told["pages"]) + 1))
    assert len(pictures(ROOT / told["file"])) == len(told["pages"])
    assert set(told["critical"]) == set(CRITICAL.values())
    assert told["critical"]["dates"]
    assert told["critical"]["identifiers"]
    assert told["critical"]["names"]
    for page in told["pages"]:
        assert 80 <= len(page["text"].split()) <= 500
        assert page["language"] in told["languages"]


@pytest.mark.parametrize("name", NAMES)
def test_critical_items_stand_in_the_text(name: str) -> None:
    told = truth(name)
    text = " ".join(" ".join(page["text"] for page in told["pages"]).split())
    items = [item for kind in told["critical"].values() for item in kind]
    assert len(items) >= 10
    assert [item for item in items if item not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_kept_truth_is_that_of_the_document(name: str) -> None:
    assert truth(name) == truth_of(SAMPLES[name], filled(SAMPLES[name]))


@pytest.mark.parametrize(
    ("name", "number", "is_valid"),
    [
        ("pl_akt_urodzenia", "22271404624", identifiers.is_pesel),
        ("pl_akt_urodzenia", "92041807124", identifiers.is_pesel),
        ("pl_akt_urodzenia", "89110519358", identifiers.is_pesel),
        ("it_fattura_sanitaria", "BRNLNE67D52L219T", identifiers.is_codice_fiscale),
        ("it_fattura_sanitaria", "07481260011", identifiers.is_partita_iva),
        ("it_fattura_sanitaria", "IT96 X030 6902 1171 0000 0048 217", identifiers.is_iban),
        ("de_rentenbescheid", "FR69 1450 8000 3047 1629 0385 K", identifiers.is_iban),
        ("de_rentenbescheid", "53 070659 F 413", identifiers.is_versicherungsnummer),
        ("de_arbeitsunfaehigkeit", "S419073628", identifiers.is_kvnr),
        ("es_informe_alta", "28614093T", identifiers.is_dni),
        ("es_informe_alta", "28 10384756 70", identifiers.is_spanish_affiliation),
        ("es_vida_laboral", "51830276Y", identifiers.is_dni),
        ("es_vida_laboral", "03 41905827 33", identifiers.is_spanish_affiliation),
        ("es_vida_laboral", "28 1048372 87", identifiers.is_spanish_affiliation),
        ("es_vida_laboral", "03 1170583 21", identifiers.is_spanish_affiliation),
        ("pt_certidao_nascimento", "218407394", identifiers.is_nif_pt),
        ("pt_certidao_nascimento", "11938462055", identifiers.is_niss_pt),
        ("ro_sentinta_civila", "2860903223186", identifiers.is_cnp),
        ("ro_sentinta_civila", "1840614221077", identifiers.is_cnp),
        ("ro_sentinta_civila", "5150320220942", identifiers.is_cnp),
        ("en_gp_letter", "618 402 9576", identifiers.is_nhs_number),
        ("tr_formul_a", "48216395794", identifiers.is_tc_kimlik),
    ],
)
def test_check_digits_hold(name: str, number: str, is_valid: Any) -> None:
    assert number in truth(name)["critical"]["identifiers"]
    assert is_valid(number)
    # One digit misread is what a check digit is there to find.
    place = max(i for i, char in enumerate(number[:-1]) if char.isdigit())
    misread = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert not is_valid(misread)


@pytest.mark.parametrize("name", [n for n in NAMES if SAMPLES[n].scan is None])
def test_text_layer_holds_the_critical_items(name: str) -> None:
    told = truth(name)
    layer = bare(text_layer(ROOT / told["file"]))
    items = [item for kind in told["critical"].values() for item in kind]
    if told["language"] == "ar":
        # The order of Arabic runs in the layer is the reader's business; that of Latin letters and figures is not.
        items = [item for item in items if item.isascii()]
    assert [item for item in items if bare(item) not in layer] == []


@pytest.mark.parametrize("name", [n for n in NAMES if SAMPLES[n].scan is not None])
def test_a_scan_has_no_text_layer(name: str) -> None:
    path = ROOT / SAMPLES[name].file
    assert path.suffix != ".pdf" or text_layer(path).strip() == ""


@pytest.mark.parametrize("name", ["de_arbeitsunfaehigkeit", "en_gp_letter", "pt_certidao_nascimento"])
def test_made_again_it_is_the_same(name: str, tmp_path: Path) -> None:
    path = make(SAMPLES[name], tmp_path)
    kept = ROOT / path.name
    assert (tmp_path / f"{name}.truth.json").read_bytes() == (ROOT / f"{name}.truth.json").read_bytes()
    if SAMPLES[name].scan is None:
        assert text_layer(path) == text_layer(kept)
    for new, old in zip(pictures(path), pictures(kept), strict=True):
        apart = np.abs(np.asarray(new, dtype=float) - np.asarray(old, dtype=float))
        assert apart.mean() < 1.0


def test_only_the_named_sample_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "tr_formul_a", "--out", str(tmp_path / "new")]) == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "tr_formul_a.png",
        "tr_formul_a.truth.json",
    ]
    assert capsys.readouterr().out.startswith("tr_formul_a.png: ")


def test_the_set_covers_what_the_demonstration_needs() -> None:
    told = [truth(name) for name in NAMES]
    assert len(told) >= 10
    assert len({one["language"] for one in told}) >= 9
    assert {Path(one["file"]).suffix for one in told} == {".pdf", ".png", ".tiff", ".jpg"}
    assert any(one["scanned"] and len(one["pages"]) > 1 for one in told)
    assert any("phone photo" in one["defects"] for one in told)
    assert any("skew 2.5°" in one["defects"] for one in told)
    assert sum((ROOT / one["file"]).stat().st_size for one in told) < 5_000_000
