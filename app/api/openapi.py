"""The OpenAPI 3.1 document of the interface, made of the operations that are served. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.api.models import Problem
from app.api.operations import (
    ANSWER_HEADERS,
    JSON,
    MULTIPART,
    PREFIX,
    PROBLEM,
    REQUEST_HEADERS,
    Answer,
    Operation,
    Parameter,
)
from app.api.questions import NewOrder
from app.service_accounts.scopes import WORDS, Scope

VERSION = "1.0.0"
REFERENCE = "#/components/schemas/{model}"
RATE = ("RateLimit-Policy", "RateLimit")
ABOUT = (
    "L'interface par laquelle le système d'une caisse dépose des pièces, les suit et retire les traductions. "
    "Chaque appel porte une clé d'accès, que donne l'administrateur. Tout refus est un document « problem » "
    "(RFC 9457) : son `code` est stable, sa phrase dit quoi faire."
)
PROBLEMS: Mapping[int, str] = {
    400: "La demande ne peut pas être lue.",
    401: "Aucune clé valable n'est présentée.",
    403: "La clé ou le compte ne permet pas cet appel.",
    404: "Cela n'existe pas, ou le compte ne peut pas le voir.",
    409: "Ce n'est pas possible dans l'état actuel.",
    413: "L'envoi est trop volumineux.",
    415: "Le corps est d'un autre type que celui qui est attendu.",
    416: "Cette partie du fichier n'existe pas.",
    422: "La demande est comprise, et ne peut pas être faite telle quelle.",
    429: "Trop d'appels : Retry-After dit quand réessayer.",
    500: "Un défaut : transmettez la référence.",
    503: "Le service est momentanément indisponible : Retry-After dit quand réessayer.",
    507: "Le service n'a plus de place : gardez vos fichiers et réessayez.",
}
#: Which headers a refusal carries beside the counts.
PROBLEM_HEADERS: Mapping[int, tuple[str, ...]] = {
    401: ("WWW-Authenticate",),
    416: ("Content-Range",),
    429: ("Retry-After",),
    503: ("Retry-After",),
    507: ("Retry-After",),
}


def document(operations: Sequence[Operation], server: str) -> dict[str, Any]:
    """The whole document; ``server`` is the public address of the service."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {"title": "Truchement", "version": VERSION, "description": ABOUT},
        "servers": [{"url": server + PREFIX}],
        "security": [{"key": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations)],
        "paths": paths,
        "components": {
            "schemas": _schemas(operations),
            "responses": {f"Problem{status}": _problem(status) for status in PROBLEMS},
            "headers": {name: _header(each) for name, each in ANSWER_HEADERS.items()},
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "La clé d'un compte de service. Ce qu'elle permet : "
                    + " ; ".join(f"`{scope.value}`, {WORDS[scope].lower()}" for scope in Scope)
                    + ".",
                }
            },
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    scope = f"\n\nDroit : `{operation.scope.value}`." if operation.scope else ""
    shown: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description + scope,
        "parameters": [*_in_path(operation), *_in_query(operation), *_in_headers(operation)],
        "responses": {str(status): _answer(each) for status, each in operation.answers.items()}
        | {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in operation.statuses},
    }
    if operation.scope:
        shown["x-scope"] = operation.scope.value
    if operation.body is not None:
        shown["requestBody"] = {"required": True, "content": {JSON: {"schema": _ref(operation.body)}}}
    if operation.form is not None:
        shown["requestBody"] = {"required": True, "content": {MULTIPART: {"schema": _ref(operation.form)}}}
    return shown


def _in_path(operation: Operation) -> Iterator[dict[str, Any]]:
    for part in operation.path.split("/"):
        if part.startswith("{"):
            schema = {"type": "string", "format": "uuid"}
            yield {"name": part.strip("{}"), "in": "path", "required": True, "schema": schema}


def _in_query(operation: Operation) -> Iterator[dict[str, Any]]:
    if operation.query is None:
        return
    schema = operation.query.model_json_schema(ref_template=REFERENCE)
    for name, each in schema["properties"].items():
        shown = {key: value for key, value in _not_null(each).items() if key not in ("title", "description")}
        yield {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": each.get("description", ""),
            "schema": shown,
        }


def _not_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What a parameter may be when it is there: none is to leave it out."""
    kinds = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if len(kinds) != 1:
        return dict(schema)
    rest: dict[str, Any] = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
    return rest | dict(kinds[0])


def _in_headers(operation: Operation) -> Iterator[dict[str, Any]]:
    for name in operation.request_headers:
        each = REQUEST_HEADERS[name]
        yield {
            "name": name,
            "in": "header",
            "required": False,
            "description": each.description,
            "schema": dict(each.schema),
        }


def _answer(answer: Answer) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "description": answer.description,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in (*answer.headers, *RATE)},
    }
    if answer.model is not None:
        shown["content"] = {JSON: {"schema": _ref(answer.model)}}
    if answer.file:
        shown["content"] = {"*/*": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}}
    return shown


def _problem(status: int) -> dict[str, Any]:
    headers = PROBLEM_HEADERS.get(status, ())
    return {
        "description": PROBLEMS[status],
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {PROBLEM: {"schema": _ref(Problem)}},
    }


def _header(parameter: Parameter) -> dict[str, Any]:
    return {"description": parameter.description, "schema": dict(parameter.schema)}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _schemas(operations: Sequence[Operation]) -> dict[str, Any]:
    said = {answer.model for operation in operations for answer in operation.answers.values() if answer.model}
    asked = {model for operation in operations for model in (operation.body, operation.form) if model}
    wanted = [(model, "serialization") for model in sorted(said | {Problem}, key=lambda each: each.__name__)]
    wanted += [(model, "validation") for model in sorted(asked, key=lambda each: each.__name__)]
    _, found = models_json_schema(wanted, ref_template=REFERENCE)  # type: ignore[arg-type]
    schemas: dict[str, Any] = found["$defs"]
    if NewOrder.__name__ in schemas:
        schemas[NewOrder.__name__] = _with_files(schemas[NewOrder.__name__])
    return dict(sorted(schemas.items()))


def _with_files(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A form's fields, with the files that travel beside them: a form has no null, a field is left out."""
    fields = {name: _not_null(each) for name, each in schema["properties"].items()}
    piece = {"type": "string", "contentMediaType": "application/octet-stream", "format": "binary"}
    told = "Les pièces : PDF, images, textes ; messages (EML, MSG) et archives ZIP, qui donnent les leurs."
    files = {"type": "array", "minItems": 1, "items": piece, "description": told}
    return {**schema, "properties": {**fields, "files": files}, "required": ["files"]}
