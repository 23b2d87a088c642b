"""What an administrator does for a person who cannot get in, or should not: unlock, second factor, sessions,
links."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, g, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.factor.service import Factors
from app.people import queries
from app.signin.service import Signin
from app.signon import unlinking
from storage.access import allow
from storage.models import Role, User
from storage.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True)
class Views:
    """The views; each leads back to the page of the account."""

    store: Store
    signin: Signin
    factors: Factors

    @allow(Role.ADMINISTRATOR)
    def unlock(self, user_id: UUID) -> Response:
        def act(uow: UnitOfWork, user: User) -> str:
            self.signin.unlock(uow, user)
            return str(gettext("Compte déverrouillé : la prochaine tentative est admise."))

        return self._act(user_id, act)

    @allow(Role.ADMINISTRATOR)
    def reset_factor(self, user_id: UUID) -> Response:
        def act(uow: UnitOfWork, user: User) -> str:
            self.factors.reset(uow, user)
            return str(
                gettext("Second facteur retiré, sessions fermées. La personne en est prévenue par courriel.")
            )

        return self._act(user_id, act)

    @allow(Role.ADMINISTRATOR)
    def unlink(self, user_id: UUID) -> Response:
        def act(uow: UnitOfWork, user: User) -> str:
            unlinking.unlink(uow, user)
            return str(
                gettext("Lien rompu, sessions fermées. La prochaine connexion par là sera de nouveau vérifiée.")
            )

        return self._act(user_id, act)

    @allow(Role.ADMINISTRATOR)
    def end_session(self, user_id: UUID, session_id: UUID) -> Response:
        def act(uow: UnitOfWork, user: User) -> str:
            self.signin.end_of(uow, user.id, session_id)
            return str(gettext("La session est fermée."))

        return self._act(user_id, act)

    def _act(self, user_id: UUID, act: Callable[[UnitOfWork, User], str]) -> Response:
        with self.store.write(g.actor) as uow:
            said = act(uow, queries.user(uow.session, user_id))
            uow.commit()
        flash(said, "success")
        return redirect(url_for("administration_people.account", user_id=user_id))


def create_blueprint(store: Store, signin: Signin, factors: Factors) -> Blueprint:
    """The blueprint ``administration_access``."""
    pages = Blueprint("administration_access", __name__, url_prefix="/administration/comptes/<uuid:user_id>")
    views = Views(store, signin, factors)
    pages.post("/deverrouiller")(views.unlock)
    pages.post("/second-facteur/retirer")(views.reset_factor)
    pages.post("/fournisseur/rompre")(views.unlink)
    pages.post("/sessions/<uuid:session_id>/fermer")(views.end_session)
    return pages
