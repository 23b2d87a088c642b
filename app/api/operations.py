"""What an operation of the interface is: declared once, and read by whoever serves, checks and describes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType

from pydantic import BaseModel

from app.service_accounts.scopes import Scope

PREFIX = "/api/v1"
PROBLEM = "application/problem+json"
JSON = "application/json"
MULTIPART = "multipart/form-data"
#: What any operation may answer: no valid key, a key without the right, too often, a defect, not for the moment.
ANYWHERE = (401, 403, 429, 500, 503)


def is_program(path: str) -> bool:
    """Whether an address belongs to the interface for programs."""
    return path == PREFIX or path.startswith(PREFIX + "/")


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: its body, or the media types of a file, and the headers that it carries."""

    description: str
    model: type[BaseModel] | None = None
    file: bool = False
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """``path`` is below the prefix, with identifiers in braces, all of them UUIDs. ``form`` is a multipart body,
    in which ``files`` holds the pieces. ``problems`` are the statuses that it may answer beside those of every
    operation. ``named`` says that it takes an Idempotency-Key."""

    name: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    scope: Scope | None
    answers: Mapping[int, Answer]
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    form: type[BaseModel] | None = None
    problems: tuple[int, ...] = ()
    named: bool = False
    request_headers: tuple[str, ...] = ()

    @property
    def statuses(self) -> tuple[int, ...]:
        """The refusals that it may answer."""
        more = set(self.problems)
        if "{" in self.path:
            more.add(int(HTTPStatus.NOT_FOUND))
        if self.query or self.named:
            more.add(int(HTTPStatus.UNPROCESSABLE_ENTITY))
        if self.body or self.form:
            more |= {400, 413, 415, 422}
        return tuple(sorted(more | set(ANYWHERE)))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A header of requests or answers, and how it looks."""

    description: str
    schema: Mapping[str, object] = field(default_factory=lambda: {"type": "string"})
    example: str = ""


REQUEST_HEADERS: Mapping[str, Parameter] = MappingProxyType(
    {
        "Idempotency-Key": Parameter(
            "Un nom que vous donnez à cette demande, un UUID par exemple. Renvoyée sous le même nom dans les "
            "24 heures, elle reçoit la même réponse et n'est pas faite deux fois.",
            {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
        ),
        "If-None-Match": Parameter(
            "L'ETag de la copie que vous avez : si elle est encore bonne, la réponse est 304."
        ),
        "Range": Parameter("Une partie du fichier, comme « bytes=1000- » pour reprendre après une coupure."),
    }
)
ANSWER_HEADERS: Mapping[str, Parameter] = MappingProxyType(
    {
        "Location": Parameter("L'adresse de ce qui a été créé."),
        "ETag": Parameter("L'empreinte SHA-256 du contenu, entre guillemets."),
        "Content-Disposition": Parameter("Le nom du fichier."),
        "Accept-Ranges": Parameter("« bytes » : le fichier peut être demandé par parties."),
        "Content-Range": Parameter("La partie envoyée, et la taille entière."),
        "RateLimit-Policy": Parameter("Combien d'appels par minute le compte peut faire."),
        "RateLimit": Parameter("Combien il en reste, et dans combien de secondes il y en aura de nouveau."),
        "Retry-After": Parameter("Dans combien de secondes réessayer.", {"type": "integer", "minimum": 0}),
        "WWW-Authenticate": Parameter("« Bearer » : une clé d'accès est attendue."),
    }
)
