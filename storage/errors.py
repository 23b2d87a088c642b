"""One family of errors: a stable code, an HTTP status, and a French sentence that says what to do.

The message is a ``str.format`` template in French, the language of the users; the web application translates the
template before filling it, so that English readers get theirs.
"""

from typing import Any, ClassVar


def N_(text: str) -> str:  # noqa: N802 - the customary name of the mark that message extraction looks for
    """Marks a French text for translation where it is declared, not where it is shown."""
    return text


class ServiceError(Exception):
    """What was asked cannot be done, for a reason that the person who asked can act on."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    template: ClassVar[str] = N_("La demande n'a pas pu être traitée.")

    def __init__(self, **values: Any) -> None:
        super().__init__(self.template.format(**values) if values else self.template)
        self.values = values

    @property
    def message(self) -> str:
        """The French sentence."""
        return str(self)


class TemporaryError(ServiceError):
    """The same call may succeed later: the work is put back and never counted as a failure. ``retry_after`` is
    when a program may try again, in seconds."""

    code = "temporary"
    status = 503
    retry_after: ClassVar[int] = 30
    template = N_("Le service est momentanément indisponible : réessayez dans quelques minutes.")


class CrashedError(TemporaryError):
    """A child process died while it worked: tried again, but only a few times, for the input may be the cause."""

    code = "crashed"
    template = N_("Le traitement s'est interrompu : il sera repris automatiquement.")


class NotFoundError(ServiceError):
    """The object does not exist, or the actor may not know that it does."""

    code = "not_found"
    status = 404
    template = N_("Cette page n'existe pas, ou vous n'y avez pas accès.")


class ForbiddenError(ServiceError):
    """The actor's roles do not allow this act."""

    code = "forbidden"
    status = 403
    template = N_("Votre compte ne permet pas cette action : demandez-la à votre administrateur.")
