"""What a person or a program is told when something cannot be done: one page, one fragment, one JSON problem."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from app import request_ids
from app.api.operations import is_program
from app.display import size
from app.gate import is_fragment, wants_json
from app.logs import tell_defect
from storage.errors import N_, ServiceError
from storage.room import DiskFullError, is_full

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told: ``code`` and ``status`` for programs, the rest for people. ``reference`` is the identifier of
    the request, which the log has; ``extra`` is what a program is told beyond that."""

    code: str
    status: int
    title: str
    message: str
    reference: str | None = None
    retry_after: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


TITLES = {
    400: N_("Demande incomplète"),
    403: N_("Accès réservé"),
    404: N_("Page introuvable"),
    405: N_("Action impossible ici"),
    409: N_("Cela a changé entre-temps"),
    413: N_("Envoi trop volumineux"),
    429: N_("Trop de tentatives"),
    500: N_("Une erreur est survenue"),
    503: N_("Service momentanément indisponible"),
    507: N_("Plus de place"),
}
MESSAGES = {
    400: N_("La demande n'a pas été comprise. Revenez à la page précédente et recommencez."),
    401: N_("Connectez-vous pour continuer."),
    403: N_(
        "Votre compte ne donne pas accès à cette page. Si vous en avez besoin, demandez-le à votre administrateur."
    ),
    404: N_("L'adresse est peut-être erronée, ou la page a été déplacée, ou elle n'est pas à vous."),
    405: N_("Cette adresse n'accepte pas cette action. Revenez à la page précédente."),
    413: N_("L'envoi dépasse la taille acceptée. Envoyez vos pièces en plusieurs demandes."),
    429: N_("Patientez quelques minutes avant de réessayer."),
    500: N_("Rien d'enregistré n'est perdu. Réessayez\u00a0; si cela se reproduit, transmettez la référence."),
    503: N_("Réessayez dans quelques minutes."),
}
# The same where nobody has a page to go back to.
OF_PROGRAMS = {
    400: N_("La demande ne peut pas être lue : vérifiez son corps et ses en-têtes."),
    404: N_("Cette adresse n'existe pas : la description de l'interface les donne toutes, sous /api."),
    405: N_("Cette adresse n'accepte pas cette méthode : l'en-tête Allow dit lesquelles."),
    415: N_("Le corps de cet appel est d'un autre type que celui qui est attendu."),
}
# A name, not an address (RFC 9457, 3.1.1): codes are told on the page of the interface.
KIND = "urn:truchement:problem:"
CSRF = N_("La page est restée ouverte trop longtemps. Revenez en arrière, rechargez-la, puis recommencez.")
TOO_LARGE = N_("Vos pièces dépassent %(most)s en tout. Répartissez-les en plusieurs demandes.")
OTHER_TITLE = N_("Cela n'a pas pu être fait")


def filled(template: str, values: dict[str, object]) -> str:
    """A message in the reader's language."""
    text: str = gettext(template)
    return text.format(**values) if values else text


def of_service(error: ServiceError) -> Problem:
    """The problem that a service reported."""
    title = gettext(TITLES.get(error.status, OTHER_TITLE))
    return Problem(
        error.code,
        error.status,
        title,
        filled(error.template, error.values),
        retry_after=getattr(error, "retry_after", None),
        extra=getattr(error, "extra", {}),
        headers=getattr(error, "headers", {}),
    )


def of_http(error: HTTPException) -> Problem:
    """The problem that Flask or the gate reported."""
    status = error.code or 500
    if isinstance(error, CSRFError):
        return Problem("page_expired", status, gettext(N_("Page expirée")), gettext(CSRF))
    code = (error.name or "error").lower().replace(" ", "_")
    title, message = TITLES.get(status, OTHER_TITLE), MESSAGES.get(status, MESSAGES[400])
    if is_program(request.path):
        message = OF_PROGRAMS.get(status, message)
    said = gettext(message)
    if status == 413 and g.actor.user_id is not None:
        said = gettext(TOO_LARGE, most=size(current_app.config["ORDER_BYTES"]))
    return Problem(code, status, gettext(title), said)


def answer(problem: Problem) -> Response:
    """The problem in the form that the caller reads."""
    if is_fragment():
        response = make_response(render_template("app/problem.html", problem=problem))
    elif wants_json():
        named = KIND + problem.code if is_program(request.path) else "about:blank"
        shown = {"type": named, "title": problem.title, "status": problem.status}
        shown |= {"detail": problem.message, "code": problem.code, **problem.extra}
        if problem.reference:
            shown["reference"] = problem.reference
        response = jsonify(shown)
        response.mimetype = "application/problem+json"
    else:
        response = make_response(render_template("app/error.html", problem=problem))
    response.status_code = problem.status
    if problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    response.headers.update(problem.headers)
    return response


def _on_service(error: ServiceError) -> Response:
    if error.status >= 500:
        log.warning("%s on %s", error.code, request.url_rule)
    return answer(of_service(error))


def _on_http(error: HTTPException) -> Response:
    response = answer(of_http(error))
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def _on_defect(error: InternalServerError) -> Response:
    cause = error.original_exception or error
    if is_full(cause):
        # A form's files are written down before any view is called.
        return _on_service(DiskFullError())
    reference = request_ids.current()
    tell_defect(log, "defect %s on %s %s", reference, request.method, request.url_rule, error=cause)
    problem = of_http(error)
    return answer(Problem("internal_error", 500, problem.title, problem.message, reference))


class QuietFlask(Flask):
    """Flask that leaves the log of a defect to the handler above, which knows the reference."""

    def log_exception(self, exc_info: object) -> None:
        """Writes nothing here."""


def install(app: Flask) -> None:
    """Answers every failure."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.register_error_handler(ServiceError, _on_service)
    app.register_error_handler(InternalServerError, _on_defect)
    app.register_error_handler(HTTPException, _on_http)
