"""Why an act on a service account or a key is refused, each with a stable code and what to do.

``field`` names the field of the form that the message belongs to, empty when it concerns the whole.
"""

from app.people.errors import PeopleError
from storage.errors import N_


class ServiceOfLiaisonError(PeopleError):
    """A service account belongs to a body that sends pieces."""

    code = "service_of_liaison"
    field = "unit"
    template = N_("Un compte de service appartient à un organisme qui dépose des pièces : choisissez l'un d'eux.")


class ScopesMissingError(PeopleError):
    """A key allows at least one thing."""

    code = "scopes_missing"
    field = "scopes"
    template = N_("Cochez au moins une chose que la clé permet.")


class LifetimeError(PeopleError):
    """A key ends some day."""

    code = "key_lifetime"
    field = "days"
    template = N_("Indiquez dans combien de jours la clé expire, de 1 à {most}.")


class AccountShutError(PeopleError):
    """A closed account gets no key."""

    code = "service_account_closed"
    status = 409
    template = N_("Ce compte de service est fermé : rouvrez-le avant de lui donner une clé.")


class TooManyKeysError(PeopleError):
    """An account holds a few keys at most, so that each is known."""

    code = "too_many_keys"
    status = 409
    template = N_("Ce compte a déjà {most} clés valables : révoquez celles qui ne servent plus.")
