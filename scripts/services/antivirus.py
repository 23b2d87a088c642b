"""The antivirus."""

import os
import socket
from pathlib import Path
from typing import ClassVar

from place import Place
from server import Server


class ClamAv(Server):
    """Debian's clamd with signatures of our own: the customary test file's, and one that nothing else bears. No
    network is needed, and no threat is on the machine."""

    name, label, offset = "clamav", "ClamAV (clamd)", 7
    # In hexadecimal, so that no antivirus takes this very file for the test file.
    signatures: ClassVar[dict[str, str]] = {
        "Eicar-Test-Signature": "58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e4441"
        "52442d414e544956495255532d544553542d46494c452124482b482a",
        "Truchement.Test.Threat": b"truchement-test-threat-7f3a".hex(),
    }

    def user(self, place: Place) -> str | None:  # noqa: ARG002
        return "clamav" if os.geteuid() == 0 else None

    def folder(self, place: Place) -> Path:
        return place.data(self.name, self.user(place))

    def prepare(self, place: Place) -> None:
        folder = self.folder(place)
        signatures = folder / "signatures"
        signatures.mkdir(exist_ok=True)
        lines = [f"{name}:0:*:{bytes_}\n" for name, bytes_ in self.signatures.items()]
        (signatures / "truchement.ndb").write_text("".join(lines))
        # A stream over the limit must be met in the tests; 25 MB is what Debian sets, too.
        (folder / "clamd.conf").write_text(
            f"DatabaseDirectory {signatures}\nTemporaryDirectory {folder}\n"
            f"TCPSocket {self.port(place)}\nTCPAddr 127.0.0.1\n"
            f"LocalSocket {folder}/clamd.sock\nLocalSocketMode 666\nFixStaleSocket yes\nForeground yes\n"
            "StreamMaxLength 25M\nMaxFileSize 25M\nMaxScanSize 100M\nAlertExceedsMax yes\n"
            "MaxThreads 4\nSelfCheck 86400\n"
        )

    def command(self, place: Place) -> list[str]:
        return ["/usr/sbin/clamd", "--config-file", str(self.folder(place) / "clamd.conf")]

    def answers(self, place: Place) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port(place)), timeout=1) as probe:
                probe.sendall(b"zPING\0")
                return probe.recv(5) == b"PONG\0"
        except OSError:
            return False

    def url(self, place: Place) -> str:
        return f"clamd://127.0.0.1:{self.port(place)}"
