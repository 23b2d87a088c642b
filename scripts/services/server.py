"""What every server is: how it is prepared, started, asked whether it is there, and addressed."""

import signal
import socket
from typing import ClassVar

from place import Place


class Server:
    """One server. ``port`` counts from the place's first; ``ending`` asks it to end in order."""

    name: ClassVar[str]
    label: ClassVar[str]
    offset: ClassVar[int]
    ending: ClassVar[signal.Signals] = signal.SIGTERM
    patience: ClassVar[float] = 60.0

    def port(self, place: Place) -> int:
        return place.first_port + self.offset

    def prepare(self, place: Place) -> None:
        """What must be there before the first start."""

    def complete(self, place: Place) -> None:
        """What can only be done once it answers."""

    def command(self, place: Place) -> list[str]:
        raise NotImplementedError

    def environment(self, place: Place) -> dict[str, str]:
        return {"HOME": str(place.data(self.name))}

    def user(self, place: Place) -> str | None:  # noqa: ARG002
        return None

    def answers(self, place: Place) -> bool:
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self.port(place))) == 0

    def url(self, place: Place) -> str:
        raise NotImplementedError

    def shown(self, place: Place) -> str:
        """The address without the password."""
        return f"127.0.0.1:{self.port(place)}"
