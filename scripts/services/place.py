"""Where the services keep what they have, on which ports, with which passwords."""

import hashlib
import json
import os
import pwd
import secrets
import subprocess
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
        folder = self.folder / name
        if owner is not None and not _reaches(owner, self.folder):
            mark = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
            folder = Path("/var/tmp") / f"truchement-{mark}" / name
        folder.mkdir(parents=True, exist_ok=True)
        if owner is not None:
            entry = pwd.getpwnam(owner)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
        return folder


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
