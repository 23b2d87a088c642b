"""From an operation and its view to a route: who may call it, what was asked, what is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Blueprint, Response, g, request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import Forbidden

from app.api.errors import BodyTypeError, RequestInvalidError, ScopeMissingError
from app.api.operations import JSON, MULTIPART, PREFIX, Operation
from app.service_accounts.scopes import Scope
from storage.models import Role

Model = TypeVar("Model", bound=BaseModel)
View = Callable[..., "Reply | Response"]
JSON_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What a view answers: ``model`` as JSON, nothing with status 204."""

    model: BaseModel | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def served(operation: Operation, view: View) -> Callable[..., Response]:
    """The view of the route: checks the key's scope, reads what was asked, writes what is answered."""

    def route(**ids: Any) -> Response:
        _check_scope(operation.scope)
        reply = view(**ids, **_read(operation))
        return reply if isinstance(reply, Response) else _written(reply)

    # The gate leaves these to the key; a browser's session never counts here.
    route.allowed_roles = frozenset({Role.REQUESTER})  # type: ignore[attr-defined]
    route.for_programs = True  # type: ignore[attr-defined]
    route.operation = operation  # type: ignore[attr-defined]
    return route


def add(blueprint: Blueprint, operation: Operation, view: View) -> None:
    """Registers an operation below the prefix."""
    path = operation.path.replace("{", "<uuid:").replace("}", ">")
    blueprint.add_url_rule(path, operation.name, served(operation, view), methods=[operation.method])


def new_blueprint(name: str) -> Blueprint:
    """A blueprint of the interface."""
    return Blueprint(name, __name__, url_prefix=PREFIX)


def _check_scope(scope: Scope | None) -> None:
    key = g.get("api_key")
    if key is None:
        raise Forbidden()  # nobody looked at the key: a fault of ours that must open nothing
    if scope is not None and scope.value not in key.scopes:
        raise ScopeMissingError(scope=scope.value)


def _read(operation: Operation) -> dict[str, BaseModel]:
    found: dict[str, BaseModel] = {}
    if operation.query is not None:
        found["query"] = validated(operation.query, _single("query", request.args.to_dict(flat=False)))
    if operation.body is not None:
        found["body"] = _json(operation.body)
    if operation.form is not None:
        if request.mimetype != MULTIPART:
            raise BodyTypeError(wanted=MULTIPART)
        stray = [{"field": name, "message": "unknown"} for name in request.files if name != "files"]
        if stray:
            raise RequestInvalidError(stray)
        found["form"] = validated(operation.form, _single("form", request.form.to_dict(flat=False)))
    return found


def _single(where: str, values: Mapping[str, list[str]]) -> dict[str, str]:
    doubled = [
        {"field": name, "message": f"twice in the {where}"} for name, said in values.items() if len(said) > 1
    ]
    if doubled:
        raise RequestInvalidError(doubled)
    return {name: said[0] for name, said in values.items()}


def _json(model: type[Model]) -> Model:
    if request.mimetype != JSON:
        raise BodyTypeError(wanted=JSON)
    request.max_content_length = JSON_BYTES
    try:
        return model.model_validate_json(request.get_data(cache=False))
    except ValidationError as error:
        raise RequestInvalidError(_fields(error.errors())) from error


def validated(model: type[Model], values: Mapping[str, Any]) -> Model:
    """The values as the model; raises RequestInvalidError."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise RequestInvalidError(_fields(error.errors())) from error


def _fields(errors: list[ErrorDetails]) -> list[dict[str, str]]:
    """Where and why, without what was sent: that may be anything."""
    return [{"field": ".".join(map(str, each["loc"])), "message": each["type"]} for each in errors]


def _written(reply: Reply) -> Response:
    if reply.model is None:
        answer = Response(status=reply.status)
        answer.headers.remove("Content-Type")
    else:
        answer = Response(reply.model.model_dump_json(), reply.status, mimetype=JSON)
    answer.headers.update(reply.headers)
    return answer
