"""What became of the samples: what had to survive the draft, and how that is written down."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.machine import Machine
from app.pipeline import Drafted
from storage.errors import ServiceError
from translate.critical.addresses import holds
from translate.critical.compare import compare

DATA = ("numbers", "dates", "identifiers", "amounts")
BEGIN, END = "<!-- truchement demo: begin -->", "<!-- truchement demo: end -->"
_COLUMNS = (
    "document",
    "pages",
    "language",
    "confidence",
    "words",
    "engine",
    "reading, s",
    "drafting, s",
    "kept",
    "names kept",
    "addresses kept",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of the items are in the French, and which are not. ``of`` counts those that stood in what was
    drafted; the ``undrafted`` stood only in segments that no engine took."""

    of: int
    lost: tuple[str, ...]
    undrafted: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Those that are there."""
        return self.of - len(self.lost)

    def told(self, not_drafted: str) -> str:
        """``4/4 (+ 4 not drafted)``, a dash where there is nothing to count."""
        if not self.of and not self.undrafted:
            return "—"
        rest = f" (+ {len(self.undrafted)} {not_drafted})" if self.undrafted else ""
        return f"{self.count}/{self.of}{rest}"


@dataclass(frozen=True, slots=True)
class Passed:
    """A sample that went through. ``data`` are numbers, dates, amounts and identifiers, compared by value;
    ``names`` are the names of persons, by their spelling; ``addresses`` the lines of postal addresses, word by
    word. All are None where no engine drafted."""

    name: str
    result: Drafted
    data: Kept | None
    names: Kept | None
    addresses: Kept | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A sample that did not go through."""

    name: str
    error: ServiceError


def assess(truth: dict[str, Any], result: Drafted) -> Passed:
    """Compares the draft with the truth of its sample."""
    if result.engines is None:
        return Passed(truth["file"], result, None, None, None)
    critical, french = truth["critical"], "\n".join(draft.target for draft in result.drafts)
    items = [item for kind in DATA for item in critical[kind]]
    waiting = "\n".join(draft.segment.text for draft in result.drafts if not draft.target.strip())

    def kept_data(text: str) -> Callable[[str], bool]:
        return lambda item: not compare(item, text, result.language).missing

    def kept_address(text: str) -> Callable[[str], bool]:
        return lambda line: holds(line, text)

    return Passed(
        truth["file"],
        result,
        _kept_of(items, kept_data(french), kept_data(waiting)),
        names_kept(critical["names"], french),
        _kept_of(critical["addresses"], kept_address(french), kept_address(waiting)),
    )


def _kept_of(items: Sequence[str], kept: Callable[[str], bool], waiting: Callable[[str], bool]) -> Kept:
    absent = [item for item in items if not kept(item)]
    undrafted = tuple(item for item in absent if waiting(item))
    return Kept(len(items) - len(undrafted), tuple(item for item in absent if item not in undrafted), undrafted)


def names_kept(names: Iterable[str], french: str) -> Kept:
    """A name must come out as it went in: letter by letter with its accents, whatever its case and the line on
    which it stands. One that is not in Latin letters is not counted: French cannot hold it as it is written."""
    wanted, text = [name for name in names if _latin(name)], _plain(french)
    lost = tuple(name for name in wanted if not re.search(rf"(?<!\w){re.escape(_plain(name))}(?!\w)", text))
    return Kept(len(wanted), lost)


def _latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).split())


def row(one: Passed | Failed, not_drafted: str = "non traduits") -> list[str]:
    """The cells of a table, as many as it has columns, with the words for what no engine took."""
    if isinstance(one, Failed):
        return [one.name, one.error.code, *[""] * (len(_COLUMNS) - 2)]
    result = one.result
    return [
        one.name,
        str(len(result.pages)),
        result.language,
        f"{result.confidence:.0f} %",
        str(result.words),
        result.engines or "—",
        f"{result.seconds['reading']:.1f}",
        f"{result.seconds['drafting']:.1f}",
        *(kept.told(not_drafted) if kept else "—" for kept in (one.data, one.names, one.addresses)),
    ]


def record(one: Passed | Failed) -> dict[str, Any]:
    """The JSON of a sample."""
    if isinstance(one, Failed):
        return {"file": one.name, "error": {"code": one.error.code, "message": one.error.message}}
    result = one.result
    return {
        "file": one.name,
        "pages": len(result.pages),
        "language": result.language,
        "confidence": round(result.confidence, 1),
        "words": result.words,
        "engine": result.engines,
        "seconds": {stage: round(value, 2) for stage, value in result.seconds.items()},
        "kept": _kept(one.data),
        "names_kept": _kept(one.names),
        "addresses_kept": _kept(one.addresses),
    }


def _kept(kept: Kept | None) -> dict[str, Any] | None:
    return (
        None
        if kept is None
        else {
            "count": kept.count,
            "of": kept.of,
            "lost": list(kept.lost),
            "not_drafted": list(kept.undrafted),
        }
    )


def markdown(results: Sequence[Passed | Failed], machine: Machine) -> str:
    """The table for the documentation, in English, under the machine that it was measured on."""
    lines = [f"Measured on {machine.described}.", ""]
    for cells in (_COLUMNS, ["---"] * len(_COLUMNS), *(row(result, "not drafted") for result in results)):
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def put(table: str, file: Path) -> None:
    """Writes the table between its two marks in the file, and leaves the rest; a file without them gets it at its
    end, a new file holds nothing else."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    block = f"{BEGIN}\n\n{table}\n\n{END}"
    before, begun, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    whole = before + block + after if begun and ended else f"{text.rstrip()}\n\n{block}\n".lstrip()
    aside = file.with_name(f".{file.name}.part")
    aside.write_text(whole, encoding="utf-8")
    aside.replace(file)
