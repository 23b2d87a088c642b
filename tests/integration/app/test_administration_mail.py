"""The mail page: what is kept as files, what waits for the server, and who may read it."""

import os
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.i18n import LANGUAGES, in_language
from app.mail import FilePost, open_post
from app.mailroom.kept import PER_PAGE, list_kept, read_kept
from app.signin.letters import INVITATION_SUBJECT, RESET_SUBJECT
from intake.letters import STOPPED, STOPPED_SUBJECT
from storage.backup.aftermath import settle
from storage.errors import NotFoundError
from storage.messages import Mail
from storage.models import OutboxMessage, Role, now
from storage.outbox import relay
from tests.application import TEST
from tests.integration.app.house import OUTSIDE, House, make_house, notice, post

LIST = "/administration/courriels/"
SERVER = "smtp://robot:s3cret-w0rd@smtp.liaison.example:587"
LONG = "https://truchement.organisme-de-liaison.example/" + "mot-de-passe#" + "aB3-_x9Z" * 12


@pytest.fixture
def house(tmp_path: Path) -> House:
    return make_house(tmp_path / "data")


def folder(house: House) -> Path:
    return house.wiring.settings.data / "mail"


def send(house: House, *mails: Mail) -> None:
    """Through the outbox and the relay, as the service does."""
    with house.wiring.store.transaction(TEST) as uow:
        for mail in mails:
            uow.send(mail)
    relay(house.wiring.store, {}, open_post(house.wiring.settings).send)


def letters(page: str) -> Sequence[str]:
    return re.findall(r'href="(/administration/courriels/[^"?/]+)"', page)


def test_kept_mails_are_listed_newest_first_without_their_text(house: House) -> None:
    send(house, Mail("a@cpam.example", "Premier", "corps un"))
    only = next(folder(house).iterdir())
    only.rename(only.with_name("20260101-080000-00000001.eml"))
    send(house, Mail("b@cpam.example", "Deuxième é <b>", "corps deux"))
    admin = house.signed_in()
    page = admin.get(LIST).text
    assert re.findall(r"[ab]@cpam\.example", page) == ["b@cpam.example", "a@cpam.example"]
    assert "Deuxième é &lt;b&gt;" in page
    assert "corps" not in page
    assert house.acts()[-1][0] != "view"


def test_a_mail_is_shown_as_text_and_its_reading_recorded(house: House) -> None:
    text = "Bonjour Zoé,\n<script>alert(1)</script>\n<a href='x'>lien</a>\n" + LONG + "\n"
    send(house, Mail("zoe@cpam.example", INVITATION_SUBJECT, text))
    admin = house.signed_in()
    path = letters(admin.get(LIST).text)[0]
    page = admin.get(path).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n&lt;a href=&#39;x&#39;&gt;lien&lt;/a&gt;\n" + LONG in page
    assert "<script>alert" not in page
    assert house.acts()[-1] == ("view", "mail", path.rsplit("/", 1)[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_links_that_have_to_be_handed_over_are_shown_in_every_language(house: House, language: str) -> None:
    subjects = [in_language(language, each) for each in (INVITATION_SUBJECT, RESET_SUBJECT)]
    send(house, *(Mail("zoe@cpam.example", subject, LONG) for subject in subjects))
    admin = house.signed_in()
    assert [LONG in admin.get(path).text for path in letters(admin.get(LIST).text)] == [True, True]


def test_what_a_coordinator_wrote_about_an_order_is_not_for_administrators(house: House) -> None:
    reason = "Madame Rossi est hospitalisée à Turin."
    order = {"number": "2026-000042", "own": "", "address": "https://t", "order_id": "o"}
    text = STOPPED.format(name="Léa", reason=reason, **order)
    send(house, Mail("lea@cpam.example", STOPPED_SUBJECT.format(number="2026-000042"), text))
    admin = house.signed_in()
    path = letters(admin.get(LIST).text)[0]
    page = admin.get(path).text
    assert "lea@cpam.example" in page
    assert "2026-000042" in page
    assert "n'est pas montré ici" in page
    assert "Rossi" not in page
    assert "https://t" not in page
    assert house.acts()[-1] == ("view", "mail", path.rsplit("/", 1)[1])


def test_the_link_can_be_copied_from_the_file_itself(house: House) -> None:
    # Without a mail server the first administrator has nothing but the file.
    send(house, Mail("a@cpam.example", "Objet", f"Un mot accentué :\n\n{LONG}\n"))
    file = next(folder(house).iterdir())
    assert f"Un mot accentué :\n\n{LONG}\n" in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR, Role.REQUESTER])
def test_nobody_else_sees_a_secret(house: House, role: Role) -> None:
    send(house, Mail("zoe@cpam.example", "Objet", LONG))
    path = letters(house.signed_in().get(LIST).text)[0]
    email = OUTSIDE if role is Role.REQUESTER else "other@liaison.example"
    if role is not Role.REQUESTER:
        house.add("desk", email, role)
    other, before = house.signed_in(email), house.acts()
    for asked in (LIST, path):
        response = other.get(asked)
        assert response.status_code == 403
        assert LONG not in response.text
        assert "zoe@cpam.example" not in response.text
    assert house.app.test_client().get(path).headers["Location"].startswith("/connexion")
    assert house.acts() == before


@pytest.mark.parametrize(
    "name",
    [
        "../truchement.db",
        "..%2Ftruchement.db",
        "%2e%2e%2fsecret",
        "secret",
        ".20260101-080000-00000001.eml",
        "20260101-080000-00000001.eml.bak",
        "20260101-080000-00000001.eml%0A",
        "20260101-080000-00000001.eml%00",
        "20260101-080000-0000000A.eml",
        "٢٠260101-080000-00000001.eml",
        "20260101-080000-00000009.eml",
        "20260101-080000-0000000c.eml",
        "20260101-080000-0000000d.eml",
        "20260101-080000-0000000e.eml",
    ],
)
def test_no_name_leads_out_of_the_folder(house: House, name: str) -> None:
    send(house, Mail("zoe@cpam.example", "Objet", "texte"))
    box, secret = folder(house), house.wiring.settings.data / "secret"
    assert secret.is_file() or not secret.write_text("kept from everybody")
    for near in (
        ".20260101-080000-00000001.eml",
        "20260101-080000-00000001.eml.bak",
        "20260101-080000-0000000A.eml",
    ):
        (box / near).write_text("near miss")
    (box / "20260101-080000-0000000c.eml").symlink_to(secret)
    (box / "20260101-080000-0000000d.eml").mkdir()
    os.mkfifo(box / "20260101-080000-0000000e.eml")
    admin = house.signed_in()
    assert len(letters(admin.get(LIST).text)) == 1
    before = house.acts()
    response = admin.get(LIST + name)
    assert response.status_code == 404
    assert "near miss" not in response.text
    assert secret.read_text() not in response.text
    assert house.acts() == before
    with pytest.raises(NotFoundError):
        read_kept(box, name)


def test_a_mail_that_is_no_mail_harms_nothing(house: House) -> None:
    send(house, Mail("zoe@cpam.example", "Objet", "texte"))
    (folder(house) / "20260101-080000-00000001.eml").write_bytes(b"\xff\xfe\x00 rubbish \x80")
    (folder(house) / "20260101-080000-00000002.eml").write_bytes(
        b"Subject: =?utf-9?b?!!?=\nDate: never\nContent-Type: text/plain; charset=klingon\n\nA\xe9\n"
    )
    admin = house.signed_in()
    paths = letters(admin.get(LIST).text)
    assert len(paths) == 3
    assert [admin.get(path).status_code for path in paths] == [200, 200, 200]


def test_many_mails_come_in_pages(tmp_path: Path) -> None:
    post_ = FilePost(tmp_path, "truchement@localhost")
    for number in range(PER_PAGE + 3):
        post_.send(Mail(f"p{number}@a.example", "Objet", ""))
    first, last = list_kept(tmp_path, 1), list_kept(tmp_path, 99)
    assert (first.total, first.pages, len(first.rows)) == (PER_PAGE + 3, 2, PER_PAGE)
    assert (last.page, len(last.rows)) == (2, 3)
    assert len({row.name for row in first.rows + last.rows}) == PER_PAGE + 3


def test_a_mail_is_on_the_disk_before_the_outbox_forgets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, list[str]]] = []
    sync = os.fsync

    def seen(descriptor: int) -> None:
        there = [path.suffix for path in tmp_path.iterdir() if not path.name.startswith(".")]
        synced.append((Path(f"/proc/self/fd/{descriptor}").readlink().name, there))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", seen)
    FilePost(tmp_path, "truchement@localhost").send(Mail("a@b.example", "Objet", "Texte"))
    (file, before), (box, after) = synced
    assert file.endswith(".eml")
    assert (before, box, after) == ([], tmp_path.name, [".eml"])


def test_before_the_first_mail_the_page_says_what_will_come(house: House) -> None:
    page = house.signed_in().get(LIST).text
    assert "Aucun serveur de courriel n'est réglé" in page
    assert "Aucun courriel gardé" in page


def waiting(house: House, **values: object) -> OutboxMessage:
    with house.wiring.store.transaction(TEST) as uow:
        row = OutboxMessage(
            kind="mail", payload={"to": "zoe@cpam.example", "subject": "Votre compte", "text": LONG}, **values
        )
        uow.session.add(row)
        uow.session.flush()
        return row


def test_with_a_server_what_did_not_leave_is_shown_and_sent_again(tmp_path: Path) -> None:
    house = make_house(tmp_path / "data", MAIL_URL=SERVER, MAIL_FROM="truchement@liaison.example")
    later = now() + timedelta(minutes=40)
    row = waiting(house, attempts=3, failure="mail_not_sent", next_at=later)
    admin = house.signed_in()
    page = admin.get(LIST).text
    assert "smtp.liaison.example:587" in page
    assert "truchement@liaison.example" in page
    for secret in ("s3cret-w0rd", "robot", LONG):
        assert secret not in page
    assert "3 échecs" in page
    assert "le serveur de courriel n'a pas répondu" in page.replace("&#39;", "'")
    assert re.search(r"dans (39|40)\smin", page)
    response = post(admin, f"{LIST}{row.id}/renvoyer")
    assert "Le courriel repart" in notice(admin, response.headers["Location"])
    (mail,) = house.mails()
    assert mail.next_at <= now()
    assert (mail.attempts, mail.payload["text"]) == (3, LONG)
    assert house.acts()[-1] == ("sent_again", "mail", str(row.id))
    # It is the relay that sends, by the way that is set.
    assert relay(house.wiring.store, {}, FilePost(tmp_path / "out", "x@y.example").send) == 1
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_what_has_left_meanwhile_is_not_sent_twice(tmp_path: Path) -> None:
    house = make_house(tmp_path / "data", MAIL_URL=SERVER)
    row = waiting(house, sent_at=now(), next_at=now() - timedelta(hours=1))
    admin = house.signed_in()
    page = admin.get(LIST).text
    assert "Tout est parti." in page
    assert "Derniers courriels partis" in page
    response = post(admin, f"{LIST}{row.id}/renvoyer")
    assert "déjà parti" in notice(admin, response.headers["Location"])
    assert house.mails()[0].next_at < now() - timedelta(minutes=59)
    assert "sent_again" not in [a[0] for a in house.acts()]


def test_only_mails_are_sent_again(house: House) -> None:
    with house.wiring.store.transaction(TEST) as uow:
        row = OutboxMessage(kind="document_read", payload={}, next_at=now() + timedelta(hours=1))
        uow.session.add(row)
        uow.session.flush()
    admin: FlaskClient = house.signed_in()
    assert post(admin, f"{LIST}{row.id}/renvoyer").status_code == 404


def test_mail_that_cannot_be_written_is_shown_with_the_kept_ones(house: House) -> None:
    waiting(house, attempts=1, failure="mail_not_sent", next_at=now() + timedelta(minutes=5))
    waiting(house, attempts=2, failure="KeyError", next_at=now() + timedelta(minutes=5))
    page = house.signed_in().get(LIST).text
    assert "2 courriels en attente d'envoi" in page.replace("&#39;", "'")
    assert "le fichier n'a pas pu être écrit" in page.replace("&#39;", "'")
    assert "défaut du service (KeyError)" in page
    assert LONG not in page


def test_a_mail_held_by_a_restoration_leaves_when_it_is_sent_from_the_page(house: House) -> None:
    with house.wiring.store.transaction(TEST) as uow:
        uow.send(Mail("zoe@cpam.example", "Invitation", "texte"))
    with house.wiring.engine.begin() as connection:
        assert settle(connection).mails == 1
    post_box = open_post(house.wiring.settings)
    assert relay(house.wiring.store, {}, post_box.send) == 0
    admin = house.signed_in()
    page = admin.get(LIST).text
    for said in ("retenu", "il a pu partir depuis", "quand vous le renvoyez", "Une sauvegarde a été restaurée"):
        assert said in page
    assert "0 échec" not in page
    assert "9999" not in page
    (path,) = re.findall(r'action="(/administration/courriels/[^"]+/renvoyer)"', page)
    post(admin, path)
    assert relay(house.wiring.store, {}, post_box.send) == 1
    assert len(letters(admin.get(LIST).text)) == 1


def test_what_was_given_up_is_shown_with_its_reason_and_sent_again(tmp_path: Path) -> None:
    house = make_house(tmp_path / "data", MAIL_URL=SERVER)
    row = waiting(house, attempts=1, failure="mail_refused:550", failed_at=now(), next_at=now())
    admin = house.signed_in()
    page = admin.get(LIST).text.replace("&#39;", "'")
    assert "1 courriel qui n'est pas parti" in page
    assert "réponse 550" in page
    assert "abandonné" in page
    assert "Tout est parti." not in page
    assert "en attente d'envoi" not in page
    assert LONG not in page
    response = post(admin, f"{LIST}{row.id}/renvoyer")
    assert "Le courriel repart" in notice(admin, response.headers["Location"])
    (mail,) = house.mails()
    assert (mail.failed_at, mail.attempts, mail.payload["text"]) == (None, 0, LONG)
    assert relay(house.wiring.store, {}, FilePost(tmp_path / "out", "x@y.example").send) == 1
