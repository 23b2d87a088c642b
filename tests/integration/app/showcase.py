"""A page with every component, and a part that lives: only tests see it."""

from dataclasses import dataclass, field
from datetime import timedelta

from flask import Blueprint, render_template, request

from app.navigation import Entry
from app.web import Features
from storage.access import allow, allow_everybody, allow_signed_in
from storage.errors import N_, ServiceError
from storage.models import Role, now


class TooLateError(ServiceError):
    """A service's refusal, with a value in its message."""

    code = "too_late"
    status = 409
    template = N_("La demande {number} est déjà livrée.")


@dataclass
class Views:
    """``count`` is what the live part shows."""

    count: int = 0
    posted: list[str] = field(default_factory=list)

    @allow(Role.REQUESTER)
    def components(self) -> str:
        present = now()
        times = [present - timedelta(minutes=m) for m in (2, 240, 60 * 24 * 3, 60 * 24 * 60)]
        return render_template(
            "showcase/components.html", count=self.count, times=times, pages=lambda n: f"?page={n}"
        )

    @allow_signed_in
    def live(self) -> str:
        return render_template("showcase/live.html", count=self.count)

    @allow(Role.ADMINISTRATOR)
    def administration(self) -> str:
        return "administration"

    @allow_everybody
    def late(self) -> str:
        raise TooLateError(number="2026-000123")

    @allow_everybody
    def broken(self) -> str:
        raise ValueError(f"content that must not be logged: {request.args.get('name')}")

    @allow_everybody
    def act(self) -> str:
        self.posted.append(request.form.get("word", ""))
        return "done"


def create_blueprint(views: Views) -> Blueprint:
    """The blueprint ``showcase``."""
    blueprint = Blueprint("showcase", __name__, url_prefix="/vitrine", template_folder="templates")
    blueprint.get("/")(views.components)
    blueprint.get("/vivant")(views.live)
    blueprint.get("/administration")(views.administration)
    blueprint.get("/tard")(views.late)
    blueprint.get("/casse")(views.broken)
    blueprint.post("/acte")(views.act)
    return blueprint


def features(views: Views) -> Features:
    """The showcase as a site's only package."""
    menu = (
        Entry(N_("Composants"), "showcase.components", frozenset({Role.REQUESTER})),
        Entry(N_("Administration"), "showcase.administration", frozenset({Role.ADMINISTRATOR})),
    )
    return Features((create_blueprint(views),), menu)
