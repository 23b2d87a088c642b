"""``truchement demo`` on one sample, with the real engines: what it says was kept, and its table."""

from pathlib import Path

from app.machine import look
from tests.integration.cli.command import truchement

SPANISH = "es_informe_alta.pdf"
RECORD = [
    "file",
    "pages",
    "language",
    "confidence",
    "words",
    "engine",
    "seconds",
    "kept",
    "names_kept",
    "addresses_kept",
]


def test_the_table_and_the_record_say_the_same(tmp_path: Path) -> None:
    page = tmp_path / "samples.md"
    page.write_text("# The samples\n")
    done = truchement(
        "demo",
        "--only",
        "es_informe_alta",
        "--out",
        tmp_path / "out",
        "--table",
        page,
        "--json",
        data=tmp_path / "data",
    )
    assert done.status == 0, done.err
    (record,) = done.json()
    assert list(record) == RECORD
    assert (record["file"], record["pages"], record["language"]) == (SPANISH, 2, "es")
    for kept in (record["kept"], record["names_kept"], record["addresses_kept"]):
        assert list(kept) == ["count", "of", "lost", "not_drafted"]
        assert kept["count"] + len(kept["lost"]) == kept["of"] > 0
    assert record["names_kept"]["of"] == 2
    text = page.read_text()
    assert text.startswith("# The samples\n")
    (row,) = [line for line in text.splitlines() if line.startswith(f"| {SPANISH} |")]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    names, addresses = record["names_kept"], record["addresses_kept"]
    assert cells[1:3] == ["2", "es"]
    assert cells[-2] == f"{names['count']}/{names['of']}"
    assert cells[-1] == f"{addresses['count']}/{addresses['of']}" == "3/3"
    assert look().processor in text


def test_a_document_that_is_no_sample_is_refused(tmp_path: Path) -> None:
    done = truchement("demo", "--only", "passeport", "--out", tmp_path / "out", data=tmp_path / "data")
    assert done.status == 2
    assert "« --only »" in done.err
    assert "es_informe_alta" in done.err


def test_a_table_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    table = tmp_path / "absent" / "samples.md"
    done = truchement(
        "demo", "--only", "tr_formul_a", "--out", tmp_path / "out", "--table", table, data=tmp_path / "data"
    )
    assert done.status == 1
    assert "output_unwritable" in done.err


def test_no_name_of_the_portuguese_certificate_is_translated(tmp_path: Path) -> None:
    # Apertium alone makes "Magellan" of "Magalhães" and "de la Côte" of "da Costa".
    arguments = ("demo", "--only", "pt_certidao_nascimento", "--out", tmp_path / "out", "--json")
    (record,) = truchement(*arguments, data=tmp_path / "data").json()
    assert record["names_kept"] == {"count": 17, "of": 17, "lost": [], "not_drafted": []}
    assert record["kept"]["lost"] == []
    assert record["addresses_kept"]["count"] == record["addresses_kept"]["of"] == 1


def test_what_stands_where_no_engine_drafted_is_told_apart(tmp_path: Path) -> None:
    arguments = ("demo", "--only", "ua_birth_certificate", "--out", tmp_path / "out", "--json")
    (record,) = truchement(*arguments, data=tmp_path / "data").json()
    kept = record["kept"]
    assert (kept["count"], kept["of"], kept["lost"]) == (4, 4, [])
    assert len(kept["not_drafted"]) == 4
