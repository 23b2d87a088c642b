"""What had to survive a draft, and how the documentation gets its table."""

from pathlib import Path

import pytest

from app.machine import Machine, look
from app.sample_results import BEGIN, END, Kept, names_kept, put

EPYC = "processor\t: 0\nmodel name\t: AMD EPYC\nflags\t: hypervisor\n\nprocessor\t: 1\nmodel name\t: AMD EPYC\n"


@pytest.mark.parametrize(
    "french",
    [
        "Monsieur Matthias Feldkamp, né",
        "MATTHIAS FELDKAMP",
        "Assuré : Matthias\nFeldkamp",
        "Matthias\u00a0Feldkamp.",
    ],
)
def test_a_name_is_kept_whatever_its_case_and_its_line(french: str) -> None:
    kept = names_kept(["Matthias Feldkamp"], french)
    assert (kept.count, kept.of, kept.lost) == (1, 1, ())


@pytest.mark.parametrize(
    ("name", "french"),
    [
        ("Rosa Emília", "Rose Emília"),
        ("Conceição", "Conceicao"),
        ("Laurent", "Laurentides"),
        ("Laurent", "Saint_Laurent"),
        ("Feldkamp, Matthias", "Matthias Feldkamp"),
        ("Feldkamp", ""),
    ],
)
def test_a_name_that_was_changed_is_lost(name: str, french: str) -> None:
    assert names_kept([name], french).lost == (name,)


def test_accents_may_stand_apart_from_their_letters() -> None:
    assert names_kept(["Conceição"], "Conceic\u0327a\u0303o").lost == ()


def test_a_name_that_french_cannot_hold_as_written_is_not_counted() -> None:
    kept = names_kept(["Соломія", "ياسين", "Hrytsenko Oksana"], "Hrytsenko Oksana")
    assert (kept.count, kept.of) == (1, 1)


def test_what_no_engine_took_is_told_apart() -> None:
    assert Kept(4, (), ("1846", "418273")).told("not drafted") == "4/4 (+ 2 not drafted)"
    assert Kept(4, ("1846",)).told("not drafted") == "3/4"
    assert Kept(0, ()).told("not drafted") == "—"


def test_the_machine_is_told_from_its_own_files(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text(EPYC)
    (tmp_path / "meminfo").write_text("MemTotal:       25165824 kB\nMemFree: 1 kB\n")
    (tmp_path / "loadavg").write_text("1.25 0.9 0.7 1/200 1\n")
    (tmp_path / "release").write_text('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')
    machine = look(tmp_path, tmp_path / "release")
    assert machine == Machine("AMD EPYC", 2, 24, "Debian GNU/Linux 12 (bookworm)", 1.25)
    assert "2 × AMD EPYC, 24 GiB, Debian GNU/Linux 12 (bookworm), with a load of 1.2" in machine.described


def test_a_processor_without_a_name_is_still_counted(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nBogoMIPS\t: 50\n")
    (tmp_path / "meminfo").write_text("MemTotal: 1048576 kB\n")
    (tmp_path / "loadavg").write_text("0.00 0.0 0.0 1/2 3\n")
    (tmp_path / "release").write_text("")
    machine = look(tmp_path, tmp_path / "release")
    assert machine.processor
    assert machine.cores >= 1
    assert (machine.memory, machine.system) == (1, "Linux")


def test_the_table_takes_its_place_and_leaves_the_rest(tmp_path: Path) -> None:
    page = tmp_path / "samples.md"
    page.write_text(f"# Title\n\n{BEGIN}\n\nold\n\n{END}\n\nWhat is missing.\n")
    put("new", page)
    put("newer", page)
    assert page.read_text() == f"# Title\n\n{BEGIN}\n\nnewer\n\n{END}\n\nWhat is missing.\n"
    assert list(tmp_path.iterdir()) == [page]


@pytest.mark.parametrize("before", ["# Title\n", "", None, f"# Title\n{BEGIN}\nno end"])
def test_the_table_goes_to_the_end_of_a_file_without_marks(tmp_path: Path, before: str | None) -> None:
    page = tmp_path / "samples.md"
    if before is not None:
        page.write_text(before)
    put("table", page)
    block = f"{BEGIN}\n\ntable\n\n{END}\n"
    assert page.read_text() == (f"{before.rstrip()}\n\n{block}" if before else block)
