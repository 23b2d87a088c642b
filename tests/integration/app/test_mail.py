"""Mail leaves through a real SMTP server on this machine, encrypted and with a password where it wants that."""

import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from sqlalchemy import update

from app.mail import MailError, MailRefusedError, open_post
from app.settings import load
from app.wiring import Wiring, wire
from storage.actors import system
from storage.messages import Mail
from storage.migrations import upgrade
from storage.models import OutboxMessage
from storage.outbox import relay
from storage.unit_of_work import Store
from tests.service import free_port

TEST = system("test")
LETTER = Mail("lea.martin@caisse.invalid", "Truchement : la traduction est prête", "Bonjour Léa,\n\nC'est prêt.\n")
USER, PASSWORD = "robot", "p@ss/word"


class Inbox:
    """What the server took in; it refuses the recipient ``refused@…`` for good, ``full@…`` for now, and says
    ``goodbye`` when it is left."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.goodbye = "221 Bye"
        self.taken = "250 OK"

    async def handle_QUIT(self, _server: Any, _session: Any, _envelope: Envelope) -> str:  # noqa: N802
        if not self.goodbye:
            raise ConnectionResetError
        return self.goodbye

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address.startswith("refused@"):
            return "550 no such mailbox"
        if address.startswith("full@"):
            return "452 mailbox full"
        if address.startswith("stranger@"):
            return "530 sign in first"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return self.taken


def check_login(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=good)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def plain(inbox: Inbox) -> Iterator[str]:
    """A server without encryption; its address."""
    server = Controller(inbox, hostname="127.0.0.1", port=free_port())
    server.start()
    yield f"smtp://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture
def encrypted(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that wants STARTTLS and a password, under an authority that this process trusts."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    make = ssl.create_default_context

    def trusting() -> ssl.SSLContext:
        made = make()
        authority.configure_trust(made)
        return made

    monkeypatch.setattr(ssl, "create_default_context", trusting)
    server = Controller(
        inbox,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=check_login,
    )
    server.start()
    yield f"localhost:{server.port}"
    server.stop()


@pytest.fixture
def wiring(tmp_path: Path) -> Iterator[Wiring]:
    wiring = wire(load({"TRUCHEMENT_DATA": str(tmp_path)}))
    upgrade(wiring.engine)
    yield wiring
    wiring.engine.dispose()


def send(store: Store, address: str, letter: Mail = LETTER) -> None:
    """Puts the letter in the outbox and relays it."""
    post = open_post(load({"TRUCHEMENT_MAIL_URL": address, "TRUCHEMENT_MAIL_FROM": "truchement@liaison.invalid"}))
    with store.transaction(TEST) as uow:
        uow.send(letter)
    relay(store, {}, post.send)


def waiting(store: Store) -> list[tuple[int, str | None]]:
    """The attempts and the last failure of what has not left."""
    with store.read(TEST) as uow:
        rows = uow.session.query(OutboxMessage).filter(OutboxMessage.sent_at.is_(None)).all()
        return [(row.attempts, row.failure) for row in rows]


def given_up(store: Store) -> list[str]:
    """To whom what is no longer tried was to go."""
    with store.read(TEST) as uow:
        rows = uow.session.query(OutboxMessage).filter(OutboxMessage.failed_at.is_not(None)).all()
        return [row.payload["to"] for row in rows]


def test_a_letter_arrives_as_it_was_written_and_once(wiring: Wiring, plain: str, inbox: Inbox) -> None:
    send(wiring.store, plain)
    relay(wiring.store, {}, open_post(load({"TRUCHEMENT_MAIL_URL": plain})).send)
    [letter] = inbox.letters
    assert letter["To"] == LETTER.to
    assert letter["From"] == "truchement@liaison.invalid"
    assert letter["Subject"] == LETTER.subject
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().replace("\r\n", "\n") == LETTER.text
    assert waiting(wiring.store) == []


def test_a_password_goes_over_an_encrypted_line(wiring: Wiring, encrypted: str, inbox: Inbox) -> None:
    send(wiring.store, f"smtp://{USER}:p%40ss%2Fword@{encrypted}")
    assert len(inbox.letters) == 1


def test_a_wrong_password_keeps_the_letter(wiring: Wiring, encrypted: str, inbox: Inbox) -> None:
    send(wiring.store, f"smtp://{USER}:wrong@{encrypted}")
    assert inbox.letters == []
    assert waiting(wiring.store) == [(1, MailError.code)]


def test_a_password_is_not_said_in_the_clear(wiring: Wiring, plain: str, inbox: Inbox) -> None:
    send(wiring.store, plain.replace("smtp://", f"smtp://{USER}:{'secret'}@"))
    assert inbox.letters == []
    assert waiting(wiring.store) == [(1, MailError.code)]


def test_an_unknown_authority_is_refused(wiring: Wiring, encrypted: str, inbox: Inbox, monkeypatch: Any) -> None:
    monkeypatch.undo()
    send(wiring.store, f"smtp://{USER}:p%40ss%2Fword@{encrypted}")
    assert inbox.letters == []
    assert waiting(wiring.store) == [(1, MailError.code)]


def test_a_refused_recipient_and_a_silent_port_keep_the_letter(wiring: Wiring, plain: str, inbox: Inbox) -> None:
    send(wiring.store, plain, Mail("refused@caisse.invalid", "Objet", "Texte"))
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        send(wiring.store, f"smtp://127.0.0.1:{nobody.getsockname()[1]}")
    assert inbox.letters == []
    assert waiting(wiring.store) == [(1, f"{MailRefusedError.code}:550"), (1, MailError.code)]
    assert given_up(wiring.store) == ["refused@caisse.invalid"]


@pytest.mark.parametrize("name", ["full", "stranger"])
def test_what_may_be_cured_is_tried_again(wiring: Wiring, plain: str, name: str) -> None:
    send(wiring.store, plain, Mail(f"{name}@caisse.invalid", "Objet", "Texte"))
    assert waiting(wiring.store) == [(1, MailError.code)]
    assert given_up(wiring.store) == []


def test_a_text_that_is_refused_is_given_up(wiring: Wiring, plain: str, inbox: Inbox) -> None:
    inbox.taken = "554 5.7.1 refused by policy"
    send(wiring.store, plain)
    assert waiting(wiring.store) == [(1, f"{MailRefusedError.code}:554")]


@pytest.mark.parametrize("goodbye", ["421 too late", "nonsense", ""])
def test_a_bad_goodbye_is_no_failure(wiring: Wiring, plain: str, inbox: Inbox, goodbye: str) -> None:
    inbox.goodbye = goodbye
    send(wiring.store, plain)
    assert len(inbox.letters) == 1
    assert waiting(wiring.store) == []


def test_a_slow_server_holds_up_nobody(wiring: Wiring) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, ThreadPoolExecutor(1) as other:
        sending = other.submit(send, wiring.store, f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        line, _ = silent.accept()  # and it says nothing
        began = time.monotonic()
        with wiring.store.transaction(TEST) as uow:
            uow.session.execute(update(OutboxMessage).values(attempts=0))
        assert time.monotonic() - began < 5
        assert not sending.done()
        line.close()
        sending.result()
    assert waiting(wiring.store) == [(1, MailError.code)]
