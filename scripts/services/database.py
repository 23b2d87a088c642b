"""The database."""

import os
import pwd
import signal
import subprocess
from pathlib import Path

import install
from place import USER, Place
from processes import began
from server import Server


class PostgreSql(Server):
    """The newest of Debian's versions; refuses to run as root, so it then runs as the package's own user."""

    name, label, offset, ending = "postgresql", "PostgreSQL", 0, signal.SIGINT

    def programs(self) -> Path:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
        return found[-1].parent

    def user(self, place: Place) -> str | None:  # noqa: ARG002
        return "postgres" if os.geteuid() == 0 else None

    def folder(self, place: Place) -> Path:
        return place.data(self.name, self.user(place))

    def prepare(self, place: Place) -> None:
        data = self.folder(place) / "data"
        if (data / "PG_VERSION").exists():
            self._forget_dead(data / "postmaster.pid")
            return
        secret = self.folder(place) / "password"
        secret.write_text(place.password)
        if self.user(place):
            entry = pwd.getpwnam("postgres")
            os.chown(secret, entry.pw_uid, entry.pw_gid)
        secret.chmod(0o600)
        initdb = [str(self.programs() / "initdb"), "-D", str(data), "-U", USER, "--pwfile", str(secret)]
        initdb += ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions"]
        self._run(place, initdb)
        secret.unlink()

    @staticmethod
    def _forget_dead(lock: Path) -> None:
        # A killed server that nobody buries looks alive to the next one, which then refuses to start.
        if lock.exists() and began(int(lock.read_text().split(maxsplit=1)[0])) is None:
            lock.unlink()

    def _run(self, place: Place, words: list[str]) -> None:
        user = self.user(place)
        before = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if user else []
        subprocess.run([*before, *words], check=True, stdout=subprocess.DEVNULL, cwd="/")

    def command(self, place: Place) -> list[str]:
        folder = self.folder(place)
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port(place)),
            "unix_socket_directories": "",
        }
        settings |= {"max_connections": "200", "log_min_duration_statement": "1000"}
        words = [str(self.programs() / "postgres"), "-D", str(folder / "data")]
        for name, value in settings.items():
            words += ["-c", f"{name}={value}"]
        return words

    def answers(self, place: Place) -> bool:
        ready = [str(self.programs() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port(place))]
        return subprocess.run(ready, check=False).returncode == 0

    def complete(self, place: Place) -> None:
        words = ["-h", "127.0.0.1", "-p", str(self.port(place)), "-U", USER, USER]
        environment = {**os.environ, "PGPASSWORD": place.password}
        created = subprocess.run(
            [str(self.programs() / "createdb"), *words], env=environment, capture_output=True, check=False
        )
        if created.returncode != 0 and b"already exists" not in created.stderr:
            raise install.InstallError(created.stderr.decode(errors="replace"))

    def url(self, place: Place) -> str:
        return f"postgresql+psycopg://{USER}:{place.password}@127.0.0.1:{self.port(place)}/{USER}"
