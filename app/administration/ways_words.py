"""Why something that came by itself was not taken, in a sentence for administrators."""

from collections.abc import Mapping

import intake.dropped.errors
import intake.mailbox.errors
from app.failures import filled
from intake.receiving import TEMPLATES
from storage.errors import N_, ServiceError

#: What hinders a whole way in, and the reasons of single mails.
OF_MAILS: Mapping[str, str] = {
    kind.code: kind.template
    for kind in (*vars(intake.mailbox.errors).values(), *vars(intake.dropped.errors).values())
    if isinstance(kind, type) and issubclass(kind, ServiceError)
}
OF_WAYS: Mapping[str, str] = {
    "storage_full": N_("Le disque n'a plus assez de place : rien n'est pris tant que ce n'est pas réglé."),
    "database_busy": N_("La base était occupée ; le tour suivant reprendra."),
    "database_unavailable": N_("La base ne répondait pas ; le tour suivant reprendra."),
}
OTHER = N_("Une erreur passagère ({code}) a arrêté le dernier tour ; le suivant reprendra.")


def why(code: str | None, details: Mapping[str, object]) -> str:
    """The sentence for what was left, in the reader's language."""
    template = OF_MAILS.get(code or "") or TEMPLATES.get(code or "")
    return filled(template, dict(details)) if template else hindrance(code or "")


def hindrance(code: str) -> str:
    """The sentence for what stopped a whole round."""
    template = OF_MAILS.get(code) or OF_WAYS.get(code)
    return filled(template, {}) if template else filled(OTHER, {"code": code})
