"""Engines and models: what translates now, what is missing, and a sentence to try."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.administration.engines_trial import LONGEST, Trial, Tried
from app.failures import filled
from app.gate import is_fragment
from storage.access import allow
from storage.errors import ServiceError
from storage.models import Role
from translate.engines.packages import InstalledPackage, installed
from translate.findings import TEMPLATES
from translate.segments import Draft

#: The cookie that holds the language tried last; the languages offered before any was, the most asked for first.
LAST = "truchement_trial"
USUAL = ("es", "de", "pt", "it", "en")


@dataclass(frozen=True, slots=True)
class Check:
    """A finding as it is shown."""

    blocking: bool
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a trial: what came out with its checks, or why nothing did."""

    tried: Tried | None = None
    checks: tuple[Check, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Views:
    """The views. ``folder`` holds the installed packages."""

    trial: Trial
    folder: Path

    @allow(Role.ADMINISTRATOR)
    def engines(self) -> str:
        return self._page(Answer(), request.cookies.get(LAST, ""))

    @allow(Role.ADMINISTRATOR)
    def attempt(self) -> Response:
        source, text = request.form.get("source", ""), request.form.get("text", "")
        status = 200
        try:
            tried = self.trial.translate(source, text)
            answer = Answer(tried, _checks(tried.draft))
        except ServiceError as error:
            answer, status = Answer(error=filled(error.template, error.values)), error.status
        if is_fragment():
            # The answer belongs in its place under the sentence, whatever it is.
            page = render_template("app/administration/engines_answer.html", answer=answer)
            return _remembering(make_response(page), source, answer)
        return _remembering(make_response(self._page(answer, source, text), status), source, answer)

    def _page(self, answer: Answer, source: str = "", text: str = "") -> str:
        pairs = self.trial.pairs()
        packages: list[InstalledPackage] = installed(self.folder)
        sources = sorted({pair.source for pair in pairs if pair.target == "fr"})
        if source not in sources:
            source = next((code for code in USUAL if code in sources), "")
        shown: dict[str, Any] = {
            "pairs": pairs,
            "sources": sources,
            "missing": self.trial.missing(),
            "packages": packages,
            "answer": answer,
            "source": source,
            "text": text,
            "longest": LONGEST,
        }
        return render_template("app/administration/engines.html", **shown)


def _remembering(response: Response, source: str, answer: Answer) -> Response:
    """The language of a sentence that was tried is offered the next time, to this browser while it is open."""
    if answer.tried:
        path = url_for("administration_engines.engines")
        response.set_cookie(LAST, source, path=path, httponly=True, secure=request.is_secure, samesite="Lax")
    return response


def _checks(draft: Draft) -> tuple[Check, ...]:
    return tuple(
        Check(f.blocking, str(gettext(TEMPLATES[f.code])).format_map(dict(f.values)))
        for f in draft.findings
        if f.code in TEMPLATES
    )


def create_blueprint(trial: Trial, folder: Path) -> Blueprint:
    """The blueprint ``administration_engines``."""
    pages = Blueprint("administration_engines", __name__, url_prefix="/administration/moteurs")
    views = Views(trial, folder)
    pages.get("")(views.engines)
    pages.post("/essai")(views.attempt)
    return pages
