"""Makes the environment this repository's: removes packages that the lock no longer names, puts the repository on
the import path under its name and version, writes the commands that pyproject.toml declares.

Run by the environment's own Python. Nothing is built, so no build tool is needed and a moved repository is
mended by running it again.
"""

import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What venv itself brings, and ourselves.
KEPT = {"pip", "setuptools", "truchement"}

# Read first by the shell, then by Python: a "#!" line takes neither spaces nor long paths.
COMMAND = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

from {module} import {function}

if __name__ == "__main__":
    sys.exit({function}())
"""

METADATA = """\
Metadata-Version: 2.1
Name: {name}
Version: {version}
Summary: {description}
"""


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(text: str) -> set[str]:
    """The names in a lock file."""
    return {normal(name) for name in re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", text, re.MULTILINE)}


def main() -> None:
    """Prunes, links, writes the commands."""
    if sys.prefix == sys.base_prefix:
        raise SystemExit("run by the Python of .venv")
    packages = Path(sysconfig.get_path("purelib"))
    wanted = locked((ROOT / "requirements.lock").read_text(encoding="utf-8")) | KEPT
    installed = {normal(found.metadata["Name"]) for found in distributions(path=[str(packages)])}
    if stray := sorted(installed - wanted):
        subprocess.run([sys.executable, "-m", "pip", "uninstall", "-q", "-y", *stray], check=True)
    (packages / "truchement.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for old in packages.glob("truchement-*.dist-info"):
        shutil.rmtree(old)
    described = packages / f"truchement-{project['version']}.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(METADATA.format(**project), encoding="utf-8")
    for name, target in project["scripts"].items():
        module, function = target.split(":")
        command = Path(sysconfig.get_path("scripts")) / name
        text = COMMAND.format(python=sys.executable, module=module, function=function)
        command.write_text(text, encoding="utf-8")
        command.chmod(0o755)


if __name__ == "__main__":
    main()
