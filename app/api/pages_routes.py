"""What describes the interface: the document for programs, and the same as a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from app.api.operations import PREFIX
from app.api.reading import chapters, kinds
from storage.access import allow_everybody


@dataclass(frozen=True)
class Views:
    """``document`` is the OpenAPI document."""

    document: Mapping[str, Any]

    @allow_everybody
    def openapi(self) -> Response:
        text = json.dumps(self.document, ensure_ascii=False, separators=(",", ":"))
        answer = Response(text, mimetype="application/json")
        answer.add_etag()
        g.keep = "no-cache"
        answer.make_conditional(request)
        return answer

    @allow_everybody
    def page(self) -> str:
        return render_template(
            "app/pages/api.html",
            document=self.document,
            chapters=chapters(self.document),
            kinds=kinds(self.document),
            prefix=PREFIX,
        )


def create_blueprint(document: Mapping[str, Any]) -> Blueprint:
    """The blueprint ``api_pages``."""
    blueprint, views = Blueprint("api_pages", __name__), Views(document)
    blueprint.get(f"{PREFIX}/openapi.json")(views.openapi)
    blueprint.get("/api")(views.page)
    return blueprint
