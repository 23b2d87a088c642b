"""A mailbox as a way in, before a real IMAP server: each mail is an order once, whatever happens; what is not
taken stays there with its reason."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.checkup import ways as checkup
from app.collector import note
from app.mailboxes import mailbox_account
from app.settings import load
from app.settings_values import SettingError
from app.ways import mailbox
from intake.mailbox import heads, service
from intake.mailbox.errors import MailboxError, MailboxRefusedError, NotWaitingError
from intake.mailbox.imap import Mailbox, open_account
from intake.mailbox.step import MailboxStep
from storage.blobs import BlobStoreError
from storage.models import (
    Confidentiality,
    Container,
    Document,
    IncomingMail,
    IncomingStatus,
    Order,
    OutboxMessage,
    Role,
    Unit,
    User,
    WayIn,
)
from tests.application import TEST, environment
from tests.backends import ROOT
from tests.containers import mail, zipped
from tests.imap import PASSWORD, Imap, dovecot
from tests.integration.app.workshop import House, address, open_house
from tests.integration.ocr.papers import SPANISH, printed

SENDER = address(Role.REQUESTER)
#: A kill comes when so many orders more are there.
KILLS, MAILS = 5, 50
PATIENCE = 1500.0


@pytest.fixture(scope="module")
def imap() -> Iterator[Imap]:
    with dovecot() as server:
        yield server


@pytest.fixture(autouse=True)
def trust(imap: Imap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(imap.authority))


@pytest.fixture
def empty(imap: Imap) -> Iterator[None]:
    """No mail before and after."""
    yield
    with imap.client() as server:
        for name in ("INBOX", "Traites"):
            status, count = server.select(name)
            if status == "OK" and count != [b"0"]:
                server.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
                server.expunge()


@pytest.fixture
def house(imap: Imap, tmp_path: Path, empty: None) -> Iterator[House]:
    with open_house(tmp_path / "data", MAILBOX_URL=imap.url, MAIL_FROM="truchement@house.example") as opened:
        yield opened


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return printed(tmp_path_factory.mktemp("paper") / "acte.pdf", SPANISH).read_bytes()


def step(house: House) -> MailboxStep:
    account = mailbox_account(house.wiring.settings)
    assert account
    return mailbox(house.wiring, account)


def collect(house: House) -> int:
    return step(house).run_once(lambda: False)


def letter(*files: tuple[str, bytes], number: int = 0, sender: str = SENDER, **said: str) -> bytes:
    message = mail(files, sender=f"Someone <{sender}>", **said)
    message.replace_header("Message-ID", f"<{number}@house.example>")
    return bytes(message)


def rows(house: House) -> list[IncomingMail]:
    with house.wiring.store.read(TEST) as uow:
        return list(uow.session.scalars(select(IncomingMail).order_by(IncomingMail.uid)))


def orders(house: House) -> int:
    with house.wiring.store.read(TEST) as uow:
        return uow.session.scalar(select(func.count()).select_from(Order)) or 0


def letters(house: House) -> list[dict[str, str]]:
    with house.wiring.store.read(TEST) as uow:
        found = select(OutboxMessage).where(OutboxMessage.kind == "mail").order_by(OutboxMessage.created_at)
        return [row.payload for row in uow.session.scalars(found)]


def subjects(imap: Imap, folder: str = "INBOX") -> list[str]:
    return [re.findall(rb"Subject: (.*?)\r\n", head)[0].decode() for head, _ in imap.folder(folder)]


def test_a_mail_becomes_an_order_and_is_answered(house: House, imap: Imap, paper: bytes) -> None:
    text = "Bonjour, veuillez traduire ces deux pièces pour le dossier de pension de réversion en cours d'étude."
    files = [("acte.pdf", paper), ("lot.zip", zipped({"b.pdf": paper + b"\n%b", "x.exe": b"MZ"}))]
    imap.deliver(letter(*files, text=text, subject="Pension"))
    assert collect(house) == 1
    with house.wiring.store.read(TEST) as uow:
        order = uow.session.scalars(select(Order)).one()
        documents = uow.session.scalars(select(Document).order_by(Document.file_name)).all()
        assert (order.purpose, order.question) == ("Pension", text)
        assert order.created_by == house.actors[Role.REQUESTER].person
        assert [d.file_name for d in documents] == ["acte.pdf", "b.pdf"]
        container = uow.session.scalars(select(Container)).one()
        assert container.file_name == "Pension.eml"
    (row,) = rows(house)
    assert (row.status, row.order_id, row.sender) == (IncomingStatus.TAKEN, order.id, SENDER)
    (answer,) = letters(house)
    assert answer["to"] == SENDER
    assert order.number in answer["subject"]
    assert "acte.pdf (1 page)" in answer["text"]
    assert "x.exe" in answer["text"]
    assert imap.folder() == []
    assert subjects(imap, "Traites") == ["Pension"]


def test_a_second_round_takes_nothing_twice(house: House, imap: Imap, paper: bytes) -> None:
    imap.deliver(letter(("a.pdf", paper)))
    collect(house)
    with imap.client() as server:
        server.select("Traites")
        server.copy("1", "INBOX")
    # The same mail under another number, as after a restore of the mailbox.
    assert collect(house) == 0
    assert [row.status for row in rows(house)] == [IncomingStatus.TAKEN, IncomingStatus.DUPLICATE]
    assert orders(house) == 1
    assert len(letters(house)) == 1


def test_the_same_mail_by_two_ways_is_one_order(house: House, imap: Imap, paper: bytes) -> None:
    one = letter(("a.pdf", paper))
    imap.deliver(
        b"Received: from a by b\r\n" + one, b"Received: from c by d\r\n" + one, letter(("a.pdf", paper), number=2)
    )
    assert collect(house) == 2
    assert [row.status.value for row in rows(house)] == ["taken", "duplicate", "taken"]


def test_after_the_commit_a_mail_is_only_moved(
    house: House, imap: Imap, paper: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line breaks between the commit and the move."""
    imap.deliver(letter(("a.pdf", paper)))
    with monkeypatch.context() as patched:
        patched.setattr(Mailbox, "put_away", _broken)
        with pytest.raises(MailboxError):
            collect(house)
    assert orders(house) == 1
    assert len(imap.folder()) == 1
    assert collect(house) == 0
    assert orders(house) == 1
    assert imap.folder() == []


def _broken(*_: object) -> None:
    raise MailboxError()


def test_before_the_commit_nothing_is_moved(
    house: House, imap: Imap, paper: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap.deliver(letter(("a.pdf", paper)))

    def full(*_: object, **__: object) -> None:
        raise BlobStoreError()

    with monkeypatch.context() as patched:
        patched.setattr("intake.mailbox.service.create_order", full)
        with pytest.raises(BlobStoreError):
            collect(house)
    assert orders(house) == 0
    assert rows(house)[0].attempts == 0
    assert len(imap.folder()) == 1
    assert collect(house) == 1


def test_an_unknown_sender_is_left_flagged_and_taken_once_known(house: House, imap: Imap, paper: bytes) -> None:
    imap.deliver(letter(("a.pdf", paper), sender="new@house.example"), letter(("b.pdf", paper), number=1))
    assert collect(house) == 1
    (left,) = imap.folder()
    assert r"\Flagged" in left[1]
    row = rows(house)[0]
    assert (row.status, row.code, row.sender) == (IncomingStatus.LEFT, "unknown_sender", "new@house.example")
    assert [one["to"] for one in letters(house)] == [SENDER]
    assert collect(house) == 0
    with house.wiring.store.transaction(TEST) as uow:
        user = uow.session.get_one(User, house.actors[Role.REQUESTER].person)
        user.email = "New@House.example"
    assert collect(house) == 1
    assert imap.folder() == []


@pytest.mark.parametrize("reason", ["translator", "disabled"])
def test_who_may_not_order_is_unknown(house: House, imap: Imap, paper: bytes, reason: str) -> None:
    sender = SENDER if reason == "disabled" else address(Role.TRANSLATOR)
    if reason == "disabled":
        with house.wiring.store.transaction(TEST) as uow:
            user = uow.session.get_one(User, house.actors[Role.REQUESTER].person)
            user.disabled_at = user.created_at
    imap.deliver(letter(("a.pdf", paper), sender=sender))
    assert collect(house) == 0
    assert rows(house)[0].code == "unknown_sender"


def test_what_gives_nothing_is_answered_with_the_reasons(house: House, imap: Imap, paper: bytes) -> None:
    imap.deliver(letter(("a.exe", b"MZ")), letter(number=1, subject="Rien"))
    assert collect(house) == 0
    assert [row.code for row in rows(house)] == ["nothing_taken", "empty_container"]
    first, second = letters(house)
    assert "a.exe" in first["text"]
    assert "sans pièce jointe" in second["text"]
    assert len(imap.folder()) == 2
    assert collect(house) == 0
    assert len(letters(house)) == 2


@pytest.mark.parametrize(
    "said",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example>"},
        {"Return_Path": "<>"},
        {"sender": "MAILER-DAEMON@house.example"},
        {"sender": "truchement@house.example"},
    ],
)
def test_a_machine_is_never_answered(house: House, imap: Imap, paper: bytes, said: dict[str, str]) -> None:
    imap.deliver(letter(("a.pdf", paper), **said))
    assert collect(house) == 0
    assert rows(house)[0].code == "automatic_mail"
    assert letters(house) == []


def test_a_medical_unit_orders_medical_pieces(house: House, imap: Imap, paper: bytes) -> None:
    with house.wiring.store.transaction(TEST) as uow:
        unit = uow.session.get_one(Unit, house.actors[Role.REQUESTER].unit_id)
        unit.medical = True
    imap.deliver(letter(("a.pdf", paper)))
    collect(house)
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.scalars(select(Order)).one().confidentiality is Confidentiality.MEDICAL


def test_what_kills_its_reader_again_and_again_is_given_up(house: House, imap: Imap, paper: bytes) -> None:
    imap.deliver(letter(("a.pdf", paper)), letter(("b.pdf", paper), number=1))
    with step(house).account.open() as box:
        place = service.Place(step(house).account.label, box.uidvalidity, min(box.waiting()), 1)
    for _ in range(service.MOST_ATTEMPTS):
        with house.wiring.store.transaction(TEST) as uow:
            service.begin(uow, place)
    assert collect(house) == 1
    first = rows(house)[0]
    assert (first.status, first.code) == (IncomingStatus.LEFT, "mail_interrupted")
    with house.wiring.store.transaction(TEST) as uow:
        service.try_again(uow, first.id)
    assert collect(house) == 1
    with house.wiring.store.write(TEST) as uow, pytest.raises(NotWaitingError):
        service.put_away(uow, first.id)


def test_a_fault_of_ours_leaves_one_mail_and_no_other(
    house: House, imap: Imap, paper: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap.deliver(letter(("a.pdf", paper)), letter(("b.pdf", paper), number=1))
    with monkeypatch.context() as patched:
        patched.setattr("intake.mailbox.step.receive_mail", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            collect(house)
    assert [row.code for row in rows(house)] == ["mail_defect"]
    assert collect(house) == 1


def test_wrong_passwords_and_absent_servers_are_told_without_secrets(imap: Imap) -> None:
    wrong = open_account(imap.url.replace("secret", "wrong"))
    with pytest.raises(MailboxRefusedError), wrong.open():
        pass
    absent = open_account(imap.url.replace("INBOX", "Absent"))
    with pytest.raises(MailboxRefusedError), absent.open():
        pass
    nobody = open_account("imaps://a:secret@127.0.0.1:9/INBOX")
    with pytest.raises(MailboxError) as caught, nobody.open():
        pass
    assert "secret" not in repr(nobody) + str(caught.value) + nobody.label


@pytest.mark.parametrize(
    "url",
    ["imap://host", "https://a:b@host/INBOX", "imaps://a:b@host:port/x", "imaps://a@host", "imaps://a:b@h/é"],
)
def test_an_address_that_cannot_be_one_is_a_wrong_setting(url: str) -> None:
    settings = load({"TRUCHEMENT_MAILBOX_URL": url})
    with pytest.raises(SettingError, match="MAILBOX_URL") as caught:
        mailbox_account(settings)
    assert "a:b" not in str(caught.value)
    assert url not in repr(settings)


def test_the_check_up_says_whether_the_mailbox_opens(imap: Imap, empty: None, paper: bytes) -> None:
    assert checkup.mailbox(load({})) == []
    imap.deliver(letter(("a.pdf", paper)))
    (line,) = checkup.mailbox(load({"TRUCHEMENT_MAILBOX_URL": imap.url}))
    assert line.good
    assert line.said.endswith("messages présents : 1")
    for wrong in (imap.url.replace("secret", "wrong"), "imaps://a@host"):
        (line,) = checkup.mailbox(load({"TRUCHEMENT_MAILBOX_URL": wrong}))
        assert not line.good
        assert line.remedy
        assert "wrong" not in line.said


def head(*lines: str) -> bytes:
    return "\r\n".join([*lines, "", ""]).encode()


def test_the_word_of_the_trusted_server_counts_and_no_other() -> None:
    sender = "From: Léa <lea@cpam.example>"
    passed = "Authentication-Results: mx.house.example; spf=pass; dmarc=pass (p=reject) header.from=cpam.example"

    def verified(*lines: str) -> bool:
        return heads.read(head(*lines), "mx.house.example", "").verified

    assert verified(passed, sender)
    assert heads.read(head(sender), "", "").verified
    assert not verified(sender)
    assert not verified(passed.replace("dmarc=pass", "dmarc=fail"), sender)
    assert not verified(passed.replace("mx.house", "mx.other"), sender)
    assert not verified(passed.replace("=cpam", "=evil"), sender)
    # The mail brought the second one along.
    assert not verified(passed.replace("dmarc=pass", "dmarc=fail"), passed, sender)


@pytest.mark.parametrize(
    ("lines", "sender"),
    [
        (("From: Léa <LEA@cpam.example>",), "lea@cpam.example"),
        (("From: lea@cpam.example, eve@evil.example",), ""),
        (("From: lea@cpam.example", "From: eve@evil.example"), ""),
        (('From: "lea@cpam.example" <eve@evil.example>',), "eve@evil.example"),
        (("Subject: x",), ""),
    ],
)
def test_there_is_one_sender_or_none(lines: tuple[str, ...], sender: str) -> None:
    assert heads.read(head(*lines), "", "").sender == sender


def test_what_hinders_a_way_in_is_noted(house: House) -> None:
    note(house.wiring.store, "mailbox", "mailbox_unreachable")
    note(house.wiring.store, "mailbox", None)
    with house.wiring.store.read(TEST) as uow:
        assert uow.session.get_one(WayIn, "mailbox").failure is None


@pytest.mark.timeout(1800)
def test_fifty_mails_and_five_kills_are_every_attachment_once(house: House, imap: Imap, paper: bytes) -> None:
    """The process that collects is killed while it works, whenever some more orders are there."""
    wanted = []
    for number in range(MAILS):
        names = [f"{number}-{n}.pdf" for n in range(1 + (number % 10 == 0))]
        wanted += names
        imap.deliver(letter(*((name, paper + f"\n%{name}".encode()) for name in names), number=number))
    settings = {"MAILBOX_URL": imap.url, "COLLECT_SECONDS": "1"}
    told = os.environ | environment(house.wiring.settings.data, settings)
    killed = 0
    deadline = time.monotonic() + PATIENCE
    while killed <= KILLS:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "collect"], cwd=ROOT, env=told, stderr=subprocess.DEVNULL
        )
        try:
            target = MAILS if killed == KILLS else orders(house) + 5
            while orders(house) < target or (killed == KILLS and imap.folder()):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        killed += 1
    with house.wiring.store.read(TEST) as uow:
        names = uow.session.scalars(select(Document.file_name)).all()
        assert sorted(names) == sorted(wanted)
        assert len(uow.session.scalars(select(Order)).all()) == MAILS
    assert {row.status for row in rows(house)} == {IncomingStatus.TAKEN}
    assert len(letters(house)) == MAILS
    assert len(imap.folder("Traites")) == MAILS
    assert PASSWORD not in "".join(path.read_text(errors="replace") for path in _logs(house))


def _logs(house: House) -> list[Path]:
    return [path for path in house.wiring.settings.data.rglob("*.log") if path.is_file()]
