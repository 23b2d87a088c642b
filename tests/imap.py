"""A real IMAP server for tests: Debian's Dovecot, an ordinary process on loopback with its own certificate."""

import grp
import imaplib
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.service import free_port

PROGRAM = "/usr/sbin/dovecot"
USER, PASSWORD = "intake", "secret pass"
#: A slow machine starts it slowly.
STARTING = 120.0
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
default_process_limit = 20
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail
mailbox_list_index = no
mail_fsync = never
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Imap:
    """A running server with one empty mailbox; ``authority`` is the file that vouches for its certificate."""

    port: int
    authority: Path

    @property
    def url(self) -> str:
        """The address that the setting takes."""
        return f"imaps://{USER}:{PASSWORD.replace(' ', '%20')}@localhost:{self.port}/INBOX"

    @contextmanager
    def client(self) -> Iterator[imaplib.IMAP4]:
        """Another mail program."""
        context = ssl.create_default_context(cafile=str(self.authority))
        server = imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context, timeout=60)
        try:
            server.login(USER, PASSWORD)
            yield server
        finally:
            server.logout()

    def deliver(self, *mails: bytes) -> None:
        """Puts mails into the inbox."""
        with self.client() as server:
            for mail in mails:
                status, said = server.append("INBOX", "", None, mail)
                assert status == "OK", said

    def folder(self, name: str = "INBOX") -> list[tuple[bytes, set[str]]]:
        """The heads of the mails in a folder, and their flags; a folder that is not there is empty."""
        with self.client() as server:
            status, count = server.select(name, readonly=True)
            if status != "OK" or count == [b"0"]:
                return []
            _, found = server.fetch("1:*", "(FLAGS BODY.PEEK[HEADER])")
            return [(part[1], set(_flags(part[0]))) for part in found if isinstance(part, tuple)]


def _flags(line: bytes) -> list[str]:
    return [flag.decode() for flag in imaplib.ParseFlags(line)]


@contextmanager
def dovecot() -> Iterator[Imap]:
    """A server, and none afterwards. Started by root, it runs as nobody: it refuses to serve as root."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    try:
        owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        port = free_port()
        authority = trustme.CA()
        certificate = authority.issue_cert("localhost", "127.0.0.1")
        vouching = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(vouching))
        certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
        (folder / "cert.pem").write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
        (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n")
        group = grp.getgrgid(owner.pw_gid).gr_name
        said = {"folder": folder, "user": owner.pw_name, "group": group, "uid": owner.pw_uid, "gid": owner.pw_gid}
        (folder / "conf").write_text(CONFIGURATION.format(**said, port=port))
        with _running(folder, owner.pw_uid, owner.pw_gid):
            _wait(port, folder)
            yield Imap(port, vouching)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(folder: Path, uid: int, gid: int) -> Iterator[None]:
    other = {}
    if os.geteuid() == 0:
        for path in [folder, *folder.iterdir()]:
            os.chown(path, uid, gid)
        other = {"user": uid, "group": gid, "extra_groups": []}
    process = subprocess.Popen([PROGRAM, "-F", "-c", str(folder / "conf")], **other)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(port: int, folder: Path) -> None:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError((folder / "log").read_text() if (folder / "log").exists() else "dovecot does not answer")
