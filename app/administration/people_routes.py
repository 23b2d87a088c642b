"""The accounts: found, invited, changed, closed and opened again."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.administration.forms import AccountForm, errors_of, identifier, message_of
from app.display import role_name
from app.factor.service import Factors
from app.people import queries, service
from app.people.errors import PeopleError
from app.people.queries import Standing, Wanted
from app.people.rules import roles_of
from app.signin.service import INVITATION_LASTS, Signin
from app.signon.queries import identities_of
from storage.access import allow
from storage.errors import N_
from storage.models import Body, Role, User, now
from storage.unit_of_work import Store, UnitOfWork

STANDINGS = {
    Standing.OPEN: (N_("ouvert"), "success"),
    Standing.WAITING: (N_("attend un rôle"), "warning"),
    Standing.INVITED: (N_("invité"), "new"),
    Standing.CLOSED: (N_("fermé"), "neutral"),
}
DUTIES = {
    Role.REQUESTER: N_("Dépose des pièces et suit les demandes de son service."),
    Role.COORDINATOR: N_("Oriente et répartit les demandes de tous les organismes."),
    Role.TRANSLATOR: N_("Corrige et approuve les brouillons."),
    Role.REVISER: N_("Relit les traductions."),
    Role.CASE_OFFICER: N_("Instruit les dossiers internationaux."),
    Role.EDITOR: N_("Tient le fonds documentaire."),
    Role.STATISTICIAN: N_("Établit les statistiques."),
    Role.ADMINISTRATOR: N_("Tient les comptes, les organismes et le service."),
    Role.AUDITOR: N_("Consulte le journal."),
}


def _wanted() -> Wanted:
    """What the address asks for; what it gets wrong is ignored."""
    asked = request.args
    role, standing = asked.get("role", ""), asked.get("etat", "")
    return Wanted(
        text=asked.get("q", ""),
        body_id=identifier(asked.get("organisme")),
        role=Role(role) if role in {r.value for r in Role} else None,
        standing=Standing(standing) if standing in {s.value for s in Standing} else None,
    )


def _address(wanted: Wanted, standing: Standing | None, page: int | None = None) -> str:
    return url_for(
        "administration_people.accounts",
        q=wanted.text or None,
        organisme=wanted.body_id,
        role=wanted.role,
        etat=standing,
        page=page,
    )


def _options(body: Body | None) -> list[tuple[str, str, str]]:
    """The roles that a person of the body can have, each with what it is for."""
    return [(r.value, role_name(r), gettext(DUTIES[r])) for r in roles_of(body.kind)] if body else []


@dataclass(frozen=True)
class Views:
    """``kept`` says that mails are kept as files, so that an administrator can hand an invitation over."""

    store: Store
    signin: Signin
    factors: Factors
    kept: bool

    @allow(Role.ADMINISTRATOR)
    def accounts(self) -> str:
        wanted = _wanted()
        with self.store.read(g.actor) as uow:
            return render_template(
                "app/administration/accounts.html",
                found=queries.list_users(uow.session, wanted, request.args.get("page", 1, int)),
                wanted=wanted,
                bodies=queries.bodies(uow.session),
                roles=list(Role),
                standings=STANDINGS,
                narrowed=bool(wanted.text.strip() or wanted.body_id or wanted.role),
                address=partial(_address, wanted),
                paged=partial(_address, wanted, wanted.standing),
            )

    @allow(Role.ADMINISTRATOR)
    def fresh(self) -> Response:
        return self._new(AccountForm(), identifier(request.args.get("organisme")))

    def _new(self, form: AccountForm, body_id: UUID | None, error: PeopleError | None = None) -> Response:
        with self.store.read(g.actor) as uow:
            body = queries.body(uow.session, body_id) if body_id else None
            shown = render_template(
                "app/administration/account_new.html",
                form=form,
                errors=errors_of(error),
                body=body,
                bodies=queries.bodies(uow.session, closed=False),
                options=_options(body),
                days=INVITATION_LASTS.days,
            )
        return make_response(shown, error.status if error else 200)

    @allow(Role.ADMINISTRATOR)
    def add(self) -> Response:
        form = AccountForm.sent()
        try:
            with self.store.write(g.actor) as uow:
                user = service.add_user(uow, service.chosen_unit(uow, identifier(form.unit)), form.new())
                self.signin.invite(uow, user)
                uow.commit()
                user_id, email = user.id, user.email
        except PeopleError as error:
            return self._new(form, identifier(request.form.get("organisme")), error)
        flash(self._invited(email), "success")
        return redirect(url_for("administration_people.account", user_id=user_id))

    def _invited(self, email: str) -> str:
        days = INVITATION_LASTS.days
        text = gettext("Une invitation part pour %(email)s, valable %(days)s jours.", email=email, days=days)
        kept = gettext("Aucun serveur de courriel n'est réglé : lisez-la à la page Courriels pour la transmettre.")
        return f"{text} {kept}" if self.kept else str(text)

    @allow(Role.ADMINISTRATOR)
    def account(self, user_id: UUID) -> Response:
        return self._account(user_id, body_id=identifier(request.args.get("organisme")))

    def _account(
        self,
        user_id: UUID,
        *,
        form: AccountForm | None = None,
        body_id: UUID | None = None,
        errors: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        with self.store.read(g.actor) as uow:
            account = queries.account(uow.session, user_id)
            body = self._body(uow, account.user, form, body_id)
            shown = render_template(
                "app/administration/account.html",
                account=account,
                user=account.user,
                body=body,
                form=form or AccountForm.of(account.user),
                errors=errors or errors_of(None),
                bodies=queries.bodies(uow.session, closed=False),
                sessions=self.signin.sessions_of(uow, user_id),
                locked=-(-self.signin.locked_for(uow, account.user) // 60),
                factor=self.factors.state(uow, account.user),
                identities=identities_of(uow.session, user_id),
                invitation=queries.invitation(uow.session, user_id),
                present=now(),
                standings=STANDINGS,
                options=_options(body),
                kept=self.kept,
                days=INVITATION_LASTS.days,
            )
        return make_response(shown, status)

    def _body(self, uow: UnitOfWork, user: User, form: AccountForm | None, body_id: UUID | None) -> Body:
        """The body whose units and roles the form offers: that of the unit sent, the one asked for, or theirs."""
        unit_id = identifier(form.unit) if form else None
        unit = queries.unit(uow.session, unit_id) if unit_id else None
        found = unit.body_id if unit else body_id or user.unit.body_id
        return queries.body(uow.session, found)

    @allow(Role.ADMINISTRATOR)
    def change(self, user_id: UUID) -> Response:
        form = AccountForm.sent()
        try:
            with self.store.write(g.actor) as uow:
                waited = not queries.user(uow.session, user_id).granted
                unit = service.chosen_unit(uow, identifier(form.unit))
                user = service.change_user(uow, user_id, unit, form.change())
                if waited:
                    self.signin.welcome(uow, user)
                uow.commit()
        except PeopleError as error:
            return self._account(user_id, form=form, errors=errors_of(error), status=error.status)
        flash(gettext("Enregistré. Les nouveaux droits valent dès la prochaine page ouverte."), "success")
        if user_id == g.actor.user_id and Role.ADMINISTRATOR not in form.roles:
            return redirect(url_for("pages.home"))  # these pages are no longer theirs
        return redirect(url_for("administration_people.account", user_id=user_id))

    @allow(Role.ADMINISTRATOR)
    def invite(self, user_id: UUID) -> Response:
        def again(uow: UnitOfWork) -> str:
            return self._invited(service.invite_again(uow, self.signin, user_id).email)

        return self._act(user_id, again)

    @allow(Role.ADMINISTRATOR)
    def close(self, user_id: UUID) -> Response:
        def shut(uow: UnitOfWork) -> str:
            service.disable_user(uow, user_id)
            return str(gettext("Compte fermé, sessions comprises. Une erreur ? Rouvrez-le ci-dessous."))

        return self._act(user_id, shut)

    @allow(Role.ADMINISTRATOR)
    def reopen(self, user_id: UUID) -> Response:
        def again(uow: UnitOfWork) -> str:
            if service.enable_user(uow, user_id).password_hash:
                return str(gettext("Compte rouvert : le mot de passe est celui d'avant."))
            return str(gettext("Compte rouvert. Les invitations d'avant ne valent plus : envoyez-en une."))

        return self._act(user_id, again)

    @allow(Role.ADMINISTRATOR)
    def end_sessions(self, user_id: UUID) -> Response:
        def end(uow: UnitOfWork) -> str:
            service.end_user_sessions(uow, user_id, keep=g.signed.session_id)
            return str(gettext("Les sessions sont fermées : il faut se connecter de nouveau."))

        return self._act(user_id, end)

    def _act(self, user_id: UUID, act: Callable[[UnitOfWork], str]) -> Response:
        """Does it and says so, or says on the account's page why it cannot be done."""
        try:
            with self.store.write(g.actor) as uow:
                said = act(uow)
                uow.commit()
        except PeopleError as error:
            errors = defaultdict(str, {"": message_of(error)})
            return self._account(user_id, errors=errors, status=error.status)
        flash(said, "success")
        return redirect(url_for("administration_people.account", user_id=user_id))


def create_blueprint(store: Store, signin: Signin, factors: Factors, *, kept: bool) -> Blueprint:
    """The blueprint ``administration_people``."""
    pages = Blueprint("administration_people", __name__, url_prefix="/administration/comptes")
    views = Views(store, signin, factors, kept)
    pages.get("/")(views.accounts)
    pages.get("/nouveau")(views.fresh)
    pages.post("/nouveau")(views.add)
    pages.get("/<uuid:user_id>")(views.account)
    pages.post("/<uuid:user_id>")(views.change)
    pages.post("/<uuid:user_id>/inviter")(views.invite)
    pages.post("/<uuid:user_id>/fermer")(views.close)
    pages.post("/<uuid:user_id>/rouvrir")(views.reopen)
    pages.post("/<uuid:user_id>/sessions/fermer")(views.end_sessions)
    return pages
