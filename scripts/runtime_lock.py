"""Prints the part of requirements.lock that the service itself needs: what ``[project.dependencies]`` reach.

The lock says by whom each package is wanted; packages that only the development group wants stay out.
"""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = "truchement (pyproject.toml)"


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; (]", name.strip())[0]).lower()


def entries(lock: str) -> dict[str, str]:
    """Each package of the lock with its text, which may hold several versions, each for some Pythons."""
    found = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"\A(#.*\n)+", "", lock))
    texts: dict[str, str] = {}
    for entry in (entry for entry in found if "==" in entry):
        name = normal(entry.split("==")[0])
        texts[name] = texts.get(name, "") + entry.rstrip() + "\n"
    return texts


def wanted_by(entry: str) -> set[str]:
    """Who wants a package, as the lock says under « via »."""
    lines = re.findall(r"^ +# (?:via)? *(.*)$", entry, re.MULTILINE)
    return {OURS if line == OURS else normal(line) for line in lines if line}


def runtime(lock: str) -> dict[str, str]:
    """The packages that are reached from the project's own dependencies."""
    every = entries(lock)
    wanted = {name: wanted_by(text) for name, text in every.items()}
    reached = {name for name, by in wanted.items() if OURS in by}
    while more := {name for name, by in wanted.items() if by & reached} - reached:
        reached |= more
    return {name: every[name] for name in sorted(reached)}


def main() -> None:
    """Prints it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = runtime((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    missing = {normal(each) for each in project["dependencies"]} - found.keys()
    if missing:
        raise SystemExit(f"not in requirements.lock: {', '.join(sorted(missing))}")
    print("# Made of requirements.lock by scripts/runtime_lock.py: the packages that the service itself needs.")
    print("".join(found.values()), end="")


if __name__ == "__main__":
    main()
