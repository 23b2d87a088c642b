"""Another system, on loopback, by https: writes down what it is told, and answers as it is told to."""

import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import trustme


@dataclass
class Heard:
    """What came, and what to answer: ``answers`` in turn, the last for ever."""

    url: str
    context: ssl.SSLContext
    answers: list[int] = field(default_factory=lambda: [204])
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    stall: threading.Event = field(default_factory=threading.Event)
    stalls: bool = False


class _Handler(http.server.BaseHTTPRequestHandler):
    heard: Heard

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.heard.calls.append((self.path, headers, body))
        answers = self.heard.answers
        status = answers.pop(0) if len(answers) > 1 else answers[0]
        if self.heard.stalls:
            self.heard.stall.wait(120)
            return
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "https://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def listening() -> Iterator[Heard]:
    """The system, and what trusts its certificate."""
    authority, server_side = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("system.example", "127.0.0.1").configure_cert(server_side)
    client_side = ssl.create_default_context()
    authority.configure_trust(client_side)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.socket = server_side.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    heard = Heard(f"https://system.example:{server.server_address[1]}/hook", client_side)
    server.RequestHandlerClass = type("Handler", (_Handler,), {"heard": heard})
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        heard.stall.set()
        server.shutdown()
        server.server_close()
        thread.join()
