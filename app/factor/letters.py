"""What a person is told by mail of their second factor: each change of it could be somebody else's."""

from app.i18n import in_language
from storage.errors import N_
from storage.messages import Mail
from storage.models import User

ON = (
    N_("Truchement\u00a0: un second facteur est actif"),
    N_(
        """Bonjour %(name)s,

Désormais votre compte demande, après le mot de passe, un code de votre téléphone.

Si ce n'était pas vous, prévenez aussitôt l'administrateur de votre organisme.
"""
    ),
)
OFF = (
    N_("Truchement\u00a0: votre second facteur est retiré"),
    N_(
        """Bonjour %(name)s,

Votre compte ne demande plus de code de votre téléphone. Si votre rôle l'exige, vous en choisirez un autre
à la prochaine connexion.

Si vous n'avez rien demandé, prévenez aussitôt l'administrateur de votre organisme.
"""
    ),
)
RECOVERY = (
    N_("Truchement\u00a0: un code de secours a servi"),
    N_(
        """Bonjour %(name)s,

Une connexion à votre compte s'est faite avec un code de secours. Il vous en reste %(left)s.

Si ce n'était pas vous, prévenez aussitôt l'administrateur de votre organisme.
"""
    ),
)


def letter(user: User, words: tuple[str, str], **values: object) -> Mail:
    """One of them, in the person's language."""
    subject, text = words
    filled = in_language(user.language, text, name=user.name, **values)
    return Mail(user.email, in_language(user.language, subject), filled)
