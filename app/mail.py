"""Sending mail: through an SMTP server, or as files in a folder that an administrator reads on screen."""

import os
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from app.settings import Settings
from app.settings_values import SettingError
from storage.errors import N_, ServiceError, TemporaryError
from storage.messages import Mail
from storage.models import now

TIMEOUT = 30.0
PROBE_SECONDS = 5.0
# "Sign in", "encrypt": an administrator can cure it, and then every mail leaves by itself.
OF_SETTINGS = (530, 534, 535, 538)


class MailError(TemporaryError):
    """The mail did not leave; it stays in the outbox and is tried again."""

    code = "mail_not_sent"
    template = N_("Le courriel n'a pas pu partir : il sera renvoyé automatiquement.")


class MailRefusedError(ServiceError):
    """The server will never take this mail; ``reply`` is the number of its answer."""

    code = "mail_refused"
    template = N_("Le serveur de courriel a refusé ce message (réponse {reply}) : vérifiez l'adresse.")


class Post(Protocol):
    """Takes mails from the outbox."""

    def send(self, mail: Mail) -> None:
        """Sends a mail; raises MailError when it did not leave, MailRefusedError when it never will."""


def compose(mail: Mail, sender: str, encoding: str | None = None) -> EmailMessage:
    """The mail as it travels; ``encoding`` of its text is what suits its lines, unless one is named."""
    letter = EmailMessage()
    letter["From"] = sender
    letter["To"] = mail.to
    letter["Subject"] = mail.subject
    letter["Date"] = format_datetime(now())
    letter["Message-ID"] = make_msgid(domain="truchement.invalid")
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(mail.text, cte=encoding)
    return letter


@dataclass(frozen=True)
class FilePost:
    """Keeps every mail as an ``.eml`` file, readable by the service's account alone, and by eye: its text is not
    encoded, so that a long link can be copied from the file."""

    folder: Path
    sender: str

    def send(self, mail: Mail) -> None:
        """Writes the file, whole or not at all, and for good: the outbox forgets the text afterwards."""
        name = f"{now():%Y%m%d-%H%M%S}-{uuid4().hex[:8]}.eml"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            aside = self.folder / f".{name}"
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(compose(mail, self.sender, "8bit").as_bytes())
                file.flush()
                os.fsync(file.fileno())
            aside.rename(self.folder / name)
            _sync(self.folder)
        except OSError as error:
            raise MailError() from error


@dataclass(frozen=True)
class SmtpPost:
    """Hands mails to a server. The address is ``smtp://[user:password@]host[:port]`` or ``smtps://…``; with a
    user, an unencrypted connection is refused."""

    url: str
    sender: str

    def send(self, mail: Mail) -> None:
        """Sends one mail on a connection of its own."""
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise MailError() from error
        try:
            server.send_message(compose(mail, self.sender))
        except (OSError, smtplib.SMTPException) as error:
            refusal = _refusal(error)
            raise MailRefusedError(reply=refusal) if refusal else MailError() from error
        finally:
            _part(server)

    def probe(self) -> None:
        """Greets the server and signs in; raises MailError when mail could not be handed over now."""
        try:
            server = self._connect(PROBE_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            raise MailError() from error
        _part(server)

    def _connect(self, timeout: float = TIMEOUT) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, encrypted = parts.hostname or "localhost", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=timeout, context=encrypted)
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=timeout)
        try:
            server.ehlo()
            if parts.scheme != "smtps" and (parts.username or server.has_extn("starttls")):
                server.starttls(context=encrypted)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server


def _refusal(error: Exception) -> int | None:
    """The number of an answer that will stay the same, None when another try may succeed."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        replies = [reply for reply, _ in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException):
        replies = [error.smtp_code]
    else:
        return None
    final = all(500 <= reply < 600 and reply not in OF_SETTINGS for reply in replies)
    return replies[0] if replies and final else None


def _part(server: smtplib.SMTP) -> None:
    """Takes leave. Whatever happens now, the server has taken the mail or said why it did not."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def kept_in(settings: Settings) -> Path | None:
    """The folder in which mail is kept; None when a server takes it."""
    parts = urlsplit(settings.mail_url)
    return Path(parts.path) if parts.scheme == "file" else None


def server_of(settings: Settings) -> str:
    """The mail server as people may read it, without user or password: ``smtp.example.fr:587``."""
    parts = urlsplit(settings.mail_url)
    return (parts.hostname or "localhost") + (f":{parts.port}" if parts.port else "")


def open_post(settings: Settings) -> Post:
    """Who sends mail; raises SettingError for an address that cannot be understood."""
    folder, parts = kept_in(settings), urlsplit(settings.mail_url)
    if folder is not None:
        return FilePost(folder, settings.mail_from)
    if parts.scheme in ("smtp", "smtps"):
        return SmtpPost(settings.mail_url, settings.mail_from)
    raise SettingError("TRUCHEMENT_MAIL_URL : file:///dossier, smtp://serveur ou smtps://serveur est attendu")
