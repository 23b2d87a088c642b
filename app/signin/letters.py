"""The mails by which a person gets to choose a password."""

from app.i18n import LANGUAGES, in_language
from storage.errors import N_
from storage.messages import Mail
from storage.models import User

RESET_SUBJECT = N_("Truchement\u00a0: choisir un nouveau mot de passe")
RESET = N_(
    """Bonjour %(name)s,

Vous avez demandé un nouveau mot de passe. Choisissez-le à cette adresse, dans les %(minutes)s minutes\u00a0:

%(link)s

Si la page demande un code, recopiez celui-ci\u00a0: %(code)s

Si vous n'avez rien demandé, ne faites rien\u00a0: votre mot de passe reste le même.
"""
)
INVITATION_SUBJECT = N_("Truchement\u00a0: votre compte est ouvert")
INVITATION = N_(
    """Bonjour %(name)s,

Un compte Truchement vous est ouvert pour %(body)s. Choisissez votre mot de passe
à cette adresse, dans les %(days)s jours\u00a0:

%(link)s

Si la page demande un code, recopiez celui-ci\u00a0: %(code)s

Votre identifiant est votre adresse électronique.
"""
)

LOCKED_SUBJECT = N_("Truchement : votre compte est verrouillé un moment")
LOCKED = N_(
    """Bonjour %(name)s,

Trop de mots de passe faux ont été donnés pour votre compte, les derniers depuis l'adresse %(address)s.
Il refuse toute connexion pendant %(minutes)s minutes, même avec le bon mot de passe.

Si c'était vous : patientez, ou choisissez un autre mot de passe à cette adresse :
%(link)s

Si ce n'était pas vous : personne n'est entré. Prévenez l'administrateur de votre organisme, et changez
votre mot de passe s'il sert aussi ailleurs.
"""
)

WELCOME_SUBJECT = N_("Truchement : votre compte est prêt")
WELCOME = N_(
    """Bonjour %(name)s,

Un administrateur a donné un rôle à votre compte. Connectez-vous comme la première fois : vos pages sont là.

%(link)s
"""
)


def welcome(user: User, public_url: str) -> Mail:
    """The end of waiting for a role."""
    return _mail(user, WELCOME_SUBJECT, WELCOME, {"name": user.name, "link": public_url})


def locked(user: User, public_url: str, address: str, minutes: int) -> Mail:
    """The news that too many wrong passwords were given."""
    link = f"{public_url}/mot-de-passe-oublie"
    values = {"name": user.name, "address": address, "minutes": minutes, "link": link}
    return _mail(user, LOCKED_SUBJECT, LOCKED, values)


def reset(user: User, link: str, code: str, minutes: int) -> Mail:
    """The answer to a forgotten password."""
    values = {"name": user.name, "link": link, "code": code, "minutes": minutes}
    return _mail(user, RESET_SUBJECT, RESET, values)


def invitation(user: User, link: str, code: str, days: int) -> Mail:
    """The welcome of a new account."""
    values = {"name": user.name, "link": link, "code": code, "days": days, "body": user.unit.body.name}
    return _mail(user, INVITATION_SUBJECT, INVITATION, values)


def holds_link(subject: str) -> bool:
    """Whether a mail of this subject is one of these, in whichever language."""
    subjects = (RESET_SUBJECT, INVITATION_SUBJECT)
    return any(subject == in_language(language, each) for each in subjects for language in LANGUAGES)


def _mail(user: User, subject: str, text: str, values: dict[str, object]) -> Mail:
    return Mail(user.email, in_language(user.language, subject), in_language(user.language, text, **values))
