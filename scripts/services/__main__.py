"""The production services on this machine, for tests and for trying out: ``make services``.

    scripts/services start|stop|status|urls|kill NAME|restart NAME|pause NAME|go NAME|rabbitmqctl WORDS

PostgreSQL, RabbitMQ, Redis, two S3 servers (VersityGW, MinIO) and ClamAV listen on 127.0.0.1 only, on ports of
their own, with generated passwords, and keep all they have below build/services. Each is stopped by its process
id.
"""

import json
import os
import subprocess
import sys
import time

import install
from place import Place
from processes import Process, StartError
from server import Server
from servers import SERVERS

USAGE = "usage : scripts/services start|stop|status|urls|kill NOM|restart NOM|pause NOM|go NOM|rabbitmqctl MOTS"


def start(place: Place) -> None:
    """Starts what does not run yet, and waits until each answers."""
    for server in SERVERS:
        begin(place, server)


def begin(place: Place, server: Server) -> None:
    process = Process(place.folder, server.name)
    if process.alive() and server.answers(place):
        return
    began = time.monotonic()
    process.stop(server.ending)
    server.prepare(place)
    process.start(server.command(place), server.environment(place), user=server.user(place))
    process.wait_until(lambda: server.answers(place), server.patience)
    server.complete(place)
    print(f"  ✓ {server.label} : {server.shown(place)} ({time.monotonic() - began:.0f} s)", flush=True)


def stop(place: Place) -> None:
    """Stops all, in the reverse order."""
    for server in reversed(SERVERS):
        if Process(place.folder, server.name).stop(server.ending):
            print(f"  ✓ {server.label} : arrêté", flush=True)


def status(place: Place) -> bool:
    """Says what runs; returns whether all do."""
    good = True
    for server in SERVERS:
        runs = Process(place.folder, server.name).alive() and server.answers(place)
        good = good and runs
        mark, told = ("✓", server.shown(place)) if runs else ("✗", "ne répond pas (make services)")
        print(f"  {mark} {server.label} : {told}")
    return good


def one(name: str) -> Server:
    """The server by its name; ends with the usage when there is none."""
    for server in SERVERS:
        if server.name == name:
            return server
    sys.exit(USAGE)


def control(place: Place, words: list[str]) -> int:
    """Has RabbitMQ's own tool speak to our server; returns its exit status."""
    environment = os.environ | one("rabbitmq").environment(place)
    command = ["/usr/lib/rabbitmq/bin/rabbitmqctl", *words]
    return subprocess.run(command, env=environment, check=False).returncode


def main(words: list[str]) -> int:
    place = Place.here()
    try:
        match words:
            case ["start"]:
                install.everything(place)
                start(place)
            case ["stop"]:
                stop(place)
            case ["status"]:
                return int(not status(place))
            case ["urls"]:
                print(json.dumps({server.name: server.url(place) for server in SERVERS}))
            case [("kill" | "pause" | "go") as act, name]:
                getattr(Process(place.folder, one(name).name), act)()
            case ["restart", name]:
                begin(place, one(name))
            case _:
                sys.exit(USAGE)
    except (StartError, install.InstallError) as error:
        print(f"  ✗ {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(control(Place.here(), given[1:]) if given[:1] == ["rabbitmqctl"] else main(given))
