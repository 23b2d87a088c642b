"""The log of a process of the service: JSON lines that say which request or which work they belong to."""

from app import logs, request_ids
from storage import trail


def install(part: str, *, verbose: bool = False) -> None:
    """For the process ``part``; only ``run`` still has something to print, for whoever reads standard output."""
    logs.install_json(part, _request, _work, verbose=verbose)
    if part != "run":
        logs.close_output()


def _request() -> dict[str, str]:
    found = request_ids.current()
    return {"request_id": found} if found else {}


def _work() -> dict[str, str]:
    found = trail.current()
    if found is None:
        return {}
    told = {"queue": found.queue, "work": str(found.item)}
    return told | {"subject": str(found.subject)} if found.subject else told
