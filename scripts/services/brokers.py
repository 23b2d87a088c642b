"""The brokers of hints."""

from place import USER, Place
from server import Server


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
