"""What is told by mail of sign-ons: somebody waits for a role, an account was linked, an address changed."""

from app.i18n import in_language
from storage.errors import N_
from storage.messages import Mail
from storage.models import User

Words = tuple[str, str]
WAITING: Words = (
    N_("Truchement\u00a0: une personne attend un rôle"),
    N_(
        """Bonjour %(name)s,

%(who)s (%(email)s), de «\u00a0%(body)s\u00a0», s'est connecté pour la première fois avec %(provider)s.
Son compte est créé sans aucun rôle\u00a0: il n'ouvre rien tant que vous ne lui en donnez pas un.

Les comptes qui attendent\u00a0: %(link)s

Si vous ne reconnaissez pas cette personne, fermez le compte.
"""
    ),
)
LINKED: Words = (
    N_("Truchement\u00a0: votre compte est relié"),
    N_(
        """Bonjour %(name)s,

Votre compte Truchement est désormais relié à %(provider)s\u00a0: vous pouvez vous connecter par là.

Si ce n'était pas vous, prévenez aussitôt l'administrateur de votre organisme.
"""
    ),
)
MOVED: Words = (
    N_("Truchement\u00a0: votre adresse a changé"),
    N_(
        """Bonjour %(name)s,

%(provider)s donne pour vous une nouvelle adresse électronique\u00a0: %(email)s.
Truchement vous écrit désormais là\u00a0; c'est aussi votre identifiant si vous avez un mot de passe local.

Si cette adresse n'est pas la vôtre, prévenez aussitôt l'administrateur de votre organisme.
"""
    ),
)


def letter(user: User, words: Words, to: str | None = None, **values: object) -> Mail:
    """One of them in the person's language, to their address or to another."""
    subject, text = words
    filled = in_language(user.language, text, name=user.name, **values)
    return Mail(to or user.email, in_language(user.language, subject), filled)
