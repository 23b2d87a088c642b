"""Apertium's mode files: shell pipelines in form, read here as lists of programs so that no shell is needed."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

MODES_FOLDER = Path("/usr/share/apertium/modes")

# The programs of language data are these families only; anything else in a mode file is not run.
_PROGRAM = re.compile(
    r"(?:lt|cg|lrx|lsx|hfst)-proc|apertium-(?:tagger|pretransfer|transfer|interchunk|postchunk|anaphora)"
)


@dataclass(frozen=True, slots=True)
class Mode:
    """One direction of translation: the argument lists of its programs, in order."""

    name: str
    stages: tuple[tuple[str, ...], ...]


def parse(name: str, text: str) -> Mode:
    """The mode that a mode file describes, each program told to answer at every NUL (``-z``).

    ``$1`` is what the generator does with unknown words (``-g``: mark them), ``$2`` the tagger's option (none).

    Raises:
        ValueError: the file is not a pipeline of Apertium's own programs.
    """
    stages: list[tuple[str, ...]] = []
    for part in _split(shlex.split(text.replace("$1", "-g").replace("$2", ""))):
        program, *arguments = part or [""]
        if not _PROGRAM.fullmatch(program):
            raise ValueError(f"{name}: {program!r} is not a program of Apertium")
        stages.append((program, "-z", *arguments))
    return Mode(name, tuple(stages))


def read(name: str, folder: Path = MODES_FOLDER) -> Mode | None:
    """The mode of that name when it is installed with all its data files, otherwise None."""
    try:
        mode = parse(name, (folder / f"{name}.mode").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    files = (Path(word) for stage in mode.stages for word in stage[1:] if word.startswith("/"))
    return mode if all(file.is_file() for file in files) else None


def _split(words: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word == "|":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts
