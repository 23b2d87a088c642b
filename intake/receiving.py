"""What a mail or an archive brought, as people are told of it, and its own bytes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

import intake.errors
import ocr.containers.errors
import ocr.errors
from intake.antivirus.scanner import Clean, Scanner
from intake.opening import Refused
from intake.origin import INTO
from storage.access import visible_containers
from storage.errors import NotFoundError, ServiceError
from storage.models import Container, Document, WithheldError
from storage.unit_of_work import UnitOfWork


def _templates() -> Mapping[str, str]:
    kinds = [
        kind for module in (ocr.errors, ocr.containers.errors, intake.errors) for kind in vars(module).values()
    ]
    return {
        kind.code: kind.template
        for kind in kinds
        if isinstance(kind, type) and issubclass(kind, ServiceError) and "code" in vars(kind)
    }


#: The sentence of every refusal of a file, by its code.
TEMPLATES = _templates()


Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not accepted, and why, in the reader's language."""

    name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CameFrom:
    """Where a document came from: the ``path`` to it from its container, and the nearest mail (empty without)."""

    path: str
    subject: str
    sender: str
    sent_at: datetime | None


def origin_of(document: Document) -> CameFrom | None:
    """Where a document came from, None when it came alone."""
    container, origin = document.container, document.origin
    if container is None or origin is None:
        return None
    mail: Mapping[str, Any] = {}
    number = origin.get("mail")
    if isinstance(number, int) and number < len(container.mails):
        mail = container.mails[number]
    path = INTO.join((container.file_name, *origin["path"][:-1]))
    return CameFrom(path, mail.get("subject", ""), mail.get("sender", ""), _moment(mail.get("sent_at", "")))


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def told(refused: Iterable[Refused], translate: Translate) -> list[Refusal]:
    """What was refused, in the reader's language."""
    errors = [(one.name, one.error) for one in refused]
    return [Refusal(name, error.code, _filled(error.template, error.values, translate)) for name, error in errors]


def as_json(refused: Iterable[Refusal]) -> list[dict[str, str]]:
    """What was refused, for a program."""
    return [{"name": one.name, "code": one.code, "message": one.message} for one in refused]


def refused_in(container: Container, translate: Translate) -> list[Refusal]:
    """The files of a container that became no document, each by the path to it."""
    return [
        Refusal(
            INTO.join(one["path"]) or container.file_name,
            one["code"],
            _filled(TEMPLATES.get(one["code"], ocr.errors.ReadingError.template), one["values"], translate),
        )
        for one in container.refused
    ]


def _filled(template: str, values: Mapping[str, Any], translate: Translate) -> str:
    text = translate(template)
    return text.format(**values) if values else text


def find_container(uow: UnitOfWork, container_id: UUID) -> Container:
    """A container that the actor may see; raises NotFoundError."""
    found = uow.session.scalar(visible_containers(uow.actor).where(Container.id == container_id))
    if found is None:
        raise NotFoundError()
    return found


def check_clean(source: BinaryIO, scanner: Scanner | None) -> None:
    """Has the antivirus look at bytes that are about to be handed out; raises WithheldError unless they are clean.
    ``source`` is then at its beginning again, otherwise closed."""
    try:
        if scanner is not None and not isinstance(scanner.scan(source, lambda: None), Clean):
            raise WithheldError()
        source.seek(0)
    except BaseException:
        source.close()
        raise
