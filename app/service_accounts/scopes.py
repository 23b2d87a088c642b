"""What a key allows, each by a stable word."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from storage.errors import N_


class Scope(StrEnum):
    """One thing that a key can be made for."""

    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    DOCUMENTS_READ = "documents:read"
    DELIVERIES_READ = "deliveries:read"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"


WORDS: Mapping[Scope, str] = MappingProxyType(
    {
        Scope.ORDERS_READ: N_("Voir les demandes et où elles en sont"),
        Scope.ORDERS_WRITE: N_("Déposer des demandes et les annuler"),
        Scope.DOCUMENTS_READ: N_("Télécharger les originaux"),
        Scope.DELIVERIES_READ: N_("Télécharger les traductions livrées"),
        Scope.WEBHOOKS_READ: N_("Voir les adresses de rappel et leurs envois"),
        Scope.WEBHOOKS_WRITE: N_("Tenir les adresses de rappel, renvoyer un rappel"),
    }
)
