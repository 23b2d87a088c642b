"""The servers: how each is prepared, started, asked whether it is there, and addressed."""

import os
import pwd
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import ClassVar

import install
from place import USER, Place
from processes import began


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


class Epmd(Server):
    """Erlang's port mapper, started by us so that it is ours to stop, and on loopback only."""

    name, label, offset = "epmd", "Erlang (epmd)", 1

    def command(self, place: Place) -> list[str]:
        return ["/usr/bin/epmd", "-port", str(self.port(place)), "-address", "127.0.0.1"]

    def url(self, place: Place) -> str:
        return self.shown(place)


class RabbitMq(Server):
    """Debian's, with the configuration, the data and the logs below our folder."""

    name, label, offset, patience = "rabbitmq", "RabbitMQ", 2, 120.0

    def prepare(self, place: Place) -> None:
        (place.data(self.name) / "rabbitmq.conf").write_text(
            f"listeners.tcp.local = 127.0.0.1:{self.port(place)}\n"
            f"default_user = {USER}\ndefault_pass = {place.password}\n"
            "disk_free_limit.absolute = 50MB\nlog.file = false\nlog.console = true\nlog.console.level = warning\n"
        )
        (place.data(self.name) / "rabbitmq.conf").chmod(0o600)

    def command(self, place: Place) -> list[str]:  # noqa: ARG002
        return ["/usr/lib/rabbitmq/bin/rabbitmq-server"]

    def environment(self, place: Place) -> dict[str, str]:
        folder, mapper = place.data(self.name), Epmd()
        return {
            "HOME": str(folder),
            "RABBITMQ_NODENAME": f"truchement{self.port(place)}@localhost",
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq"),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
            "RABBITMQ_DIST_PORT": str(place.first_port + 3),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "ERL_EPMD_PORT": str(mapper.port(place)),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }

    def url(self, place: Place) -> str:
        return f"amqp://{USER}:{place.password}@127.0.0.1:{self.port(place)}//"


class Redis(Server):
    """A broker among those offered; keeps its messages in an append-only file."""

    name, label, offset = "redis", "Redis", 4

    def prepare(self, place: Place) -> None:
        folder = place.data(self.name)
        (folder / "redis.conf").write_text(
            f"bind 127.0.0.1\nport {self.port(place)}\ndir {folder}\nappendonly yes\nappendfsync everysec\n"
            f"requirepass {place.password}\ndaemonize no\n"
        )
        (folder / "redis.conf").chmod(0o600)

    def command(self, place: Place) -> list[str]:
        return ["/usr/bin/redis-server", str(place.data(self.name) / "redis.conf")]

    def url(self, place: Place) -> str:
        return f"redis://:{place.password}@127.0.0.1:{self.port(place)}/0"


class S3(Server):
    """What both S3 servers share."""

    bucket = "truchement"

    def answers(self, place: Place) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port(place)}/", timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def url(self, place: Place) -> str:
        return f"s3://{USER}:{place.password}@127.0.0.1:{self.port(place)}/{self.bucket}"


class Versity(S3):
    """Objects as plain files in a folder."""

    name, label, offset = "versitygw", "VersityGW (S3)", 5

    def environment(self, place: Place) -> dict[str, str]:
        return {"HOME": str(place.data(self.name)), "ROOT_ACCESS_KEY": USER, "ROOT_SECRET_KEY": place.password}

    def command(self, place: Place) -> list[str]:
        objects = place.data(self.name) / "objects"
        beside = place.data(self.name) / "sidecar"
        objects.mkdir(exist_ok=True)
        beside.mkdir(exist_ok=True)
        program = str(install.binary(place, "versitygw"))
        return [
            program,
            "--port",
            f"127.0.0.1:{self.port(place)}",
            "--quiet",
            "posix",
            "--sidecar",
            str(beside),
            str(objects),
        ]


class Minio(S3):
    """The last community release."""

    name, label, offset = "minio", "MinIO (S3)", 6

    def environment(self, place: Place) -> dict[str, str]:
        return {
            "HOME": str(place.data(self.name)),
            "MINIO_ROOT_USER": USER,
            "MINIO_ROOT_PASSWORD": place.password,
            "MINIO_BROWSER": "off",
            "MINIO_UPDATE": "off",
            "MINIO_CALLHOME_ENABLE": "off",
        }

    def command(self, place: Place) -> list[str]:
        program, objects = str(install.binary(place, "minio")), str(place.data(self.name) / "objects")
        return [program, "server", objects, "--quiet", "--address", f"127.0.0.1:{self.port(place)}"]


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


SERVERS: tuple[Server, ...] = (PostgreSql(), Epmd(), RabbitMq(), Redis(), Versity(), Minio(), ClamAv())
