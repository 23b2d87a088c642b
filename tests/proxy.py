"""A line between the service and a server, which can hang or be cut, where others use the server too."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

CHUNK = 65536


@dataclass
class Line:
    """Passes bytes between its own port and ``target``. ``taken`` counts connections."""

    target: tuple[str, int]
    server: socket.socket
    taken: int = 0
    _open: threading.Event = field(default_factory=threading.Event)
    _ends: list[socket.socket] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.server.getsockname()[1])

    def hang(self) -> None:
        """Connections are taken and kept, and no byte passes any more."""
        self._open.clear()

    def go(self) -> None:
        """Bytes pass again, those that waited first."""
        self._open.set()

    def cut(self) -> None:
        """Every connection breaks; new ones are taken as before."""
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve(self) -> None:
        while True:
            try:
                near = self.server.accept()[0]
            except OSError:
                return
            self.taken += 1
            far = socket.create_connection(self.target)
            self._ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(CHUNK):
                self._open.wait()
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.server.shutdown(socket.SHUT_RDWR)
        self.go()
        self.cut()


@contextmanager
def line(host: str, port: int) -> Iterator[Line]:
    """A line to a server, open."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Line((host, port), server)
        made.go()
        thread = threading.Thread(target=made.serve)
        thread.start()
        try:
            yield made
        finally:
            made.close()
            thread.join()
            for end in made._ends:
                end.close()
