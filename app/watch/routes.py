"""What machines ask: ``/healthz`` (is the process alive?) and ``/readyz`` (can it work?)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify

from app.watch.probes import Probe, ask, lines
from storage.access import allow_machines


@dataclass(frozen=True)
class Views:
    """Nobody is identified here and no unit of work is opened."""

    probes: Sequence[Probe]

    @allow_machines
    def health(self) -> Response:
        """Alive, whatever the database does: a process is not to be killed because another one is."""
        return jsonify(status="ok")

    @allow_machines
    def readiness(self) -> Response:
        """503 as soon as one part is missing."""
        found = ask(self.probes)
        status = 200 if all(part.ready for part in found) else 503
        return Response(lines(found), status, mimetype="application/x-ndjson")


def create_blueprint(probes: Sequence[Probe]) -> Blueprint:
    """The blueprint ``watch``."""
    pages, views = Blueprint("watch", __name__), Views(probes)
    pages.get("/healthz")(views.health)
    pages.get("/readyz")(views.readiness)
    return pages
