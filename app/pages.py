"""The pages that belong to no step: home, help, statements, language."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import (
    Blueprint,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from app.gate import safe_path
from app.help import sections_for
from app.i18n import COOKIE, LANGUAGES
from app.navigation import Entry, entries_for
from app.signin.queries import user_by_id
from review.keys import KEYS
from storage.access import allow_everybody, allow_signed_in
from storage.errors import N_
from storage.models import Role
from storage.unit_of_work import Store

YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Mission:
    """What a role will do here once its screens are there."""

    role: Role
    label: str
    sentence: str
    icon: str


COMING = (
    Mission(
        Role.CASE_OFFICER,
        N_("Dossiers"),
        N_("Suivre les demandes de dérogation et l'aide aux dossiers individuels, des pièces reçues aux lettres."),
        "fr-icon-folder-2-line",
    ),
    Mission(
        Role.EDITOR,
        N_("Documentation"),
        N_("Tenir les règlements, les accords et les fiches par pays, avec leurs dates d'effet."),
        "fr-icon-book-2-line",
    ),
    Mission(
        Role.STATISTICIAN,
        N_("Statistiques"),
        N_("Recueillir les données annuelles des régimes, les contrôler, préparer le rapport."),
        "fr-icon-bar-chart-box-line",
    ),
)


@dataclass(frozen=True)
class Views:
    """``menu`` says where each person's home is."""

    store: Store
    menu: Sequence[Entry]
    secure: bool

    @allow_signed_in
    def home(self) -> AnyResponse:
        mine = entries_for(self.menu, g.actor)
        return redirect(url_for(mine[0].endpoint if mine else "pages.welcome"))

    @allow_signed_in
    def welcome(self) -> str:
        """What is there for a person whose roles have no screens yet, and what is not."""
        coming = [mission for mission in COMING if g.actor.has(mission.role)]
        return render_template("app/pages/welcome.html", coming=coming)

    @allow_everybody
    def help_page(self) -> str:
        own, others = sections_for(g.actor)
        return render_template("app/pages/help.html", own=own, others=others, keys=KEYS)

    @allow_everybody
    def accessibility(self) -> str:
        return render_template("app/pages/accessibility.html")

    @allow_everybody
    def legal(self) -> str:
        return render_template("app/pages/legal.html")

    @allow_everybody
    def language(self) -> AnyResponse:
        chosen = request.form.get("language", "")
        if chosen not in LANGUAGES:
            chosen = LANGUAGES[0]
        if g.actor.user_id is not None:
            with self.store.write(g.actor) as uow:
                user_by_id(uow.session, g.actor.person).language = chosen
                uow.commit()
        response = redirect(safe_path(request.form.get("next")) or url_for("pages.home"))
        response.set_cookie(COOKIE, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=self.secure)
        return response


def create_blueprint(store: Store, menu: Sequence[Entry], secure: bool) -> Blueprint:
    """The blueprint ``pages``."""
    pages, views = Blueprint("pages", __name__), Views(store, menu, secure)
    pages.get("/")(views.home)
    pages.get("/bienvenue")(views.welcome)
    pages.get("/aide")(views.help_page)
    pages.get("/accessibilite")(views.accessibility)
    pages.get("/mentions")(views.legal)
    pages.post("/langue")(views.language)
    return pages
