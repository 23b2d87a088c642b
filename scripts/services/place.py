"""Where the services keep what they have, on which ports, with which passwords."""

import json
import os
import pwd
import secrets
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST_PORT = 24700
USER = "truchement"


@dataclass(frozen=True)
class Place:
    """``folder`` holds data, logs and process ids; ports follow ``first_port``; one ``password`` serves all."""

    folder: Path
    first_port: int
    password: str

    @classmethod
    def here(cls) -> "Place":
        """The place of this clone; ``TRUCHEMENT_SERVICES`` and ``TRUCHEMENT_SERVICES_PORT`` choose another."""
        folder = Path(os.environ.get("TRUCHEMENT_SERVICES", ROOT / "build" / "services")).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        port = int(os.environ.get("TRUCHEMENT_SERVICES_PORT", FIRST_PORT))
        return cls(folder, port, _password(folder / "credentials.json"))

    def data(self, name: str, owner: str | None = None) -> Path:
        """The folder of one server. ``owner`` is another user than ours who must be able to get there: when a
        folder on the way is closed to them, one below /var/tmp is taken instead."""
        if owner is None:
            folder = self.folder / name
            folder.mkdir(parents=True, exist_ok=True)
            return folder
        entry = pwd.getpwnam(owner)
        if _reaches(owner, self.folder):
            folder = self.folder / name
            folder.mkdir(parents=True, exist_ok=True)
        else:
            folder = self._elsewhere(name, entry.pw_uid)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
        return folder

    def _elsewhere(self, name: str, owner: int) -> Path:
        """A folder of /var/tmp that nobody could have made before us, noted in ours so that it is found again."""
        note = self.folder / f"{name}.elsewhere"
        if note.exists():
            noted = Path(note.read_text(encoding="utf-8").strip())
            if _is_own(noted, owner):
                return noted
        made = tempfile.mkdtemp(prefix=f"truchement-{name}-", dir="/var/tmp")
        note.write_text(f"{made}\n", encoding="utf-8")
        return Path(made)


def _is_own(folder: Path, owner: int) -> bool:
    """Whether this is a folder, and no link to one, that belongs to ``owner`` or to us and is closed to others."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid in {owner, os.getuid()} and not found.st_mode & 0o022


def _password(path: Path) -> str:
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump({"password": secrets.token_hex(16)}, file)
    return str(json.loads(path.read_text())["password"])


def _reaches(owner: str, folder: Path) -> bool:
    found = subprocess.run(
        ["setpriv", "--reuid", owner, "--regid", owner, "--clear-groups", "test", "-x", str(folder)], check=False
    )
    return found.returncode == 0
