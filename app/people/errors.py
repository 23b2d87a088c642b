"""Why an act on an account, a body or a unit is refused, each with a stable code and what to do.

``field`` names the field of the form that the message belongs to, empty when it concerns the whole.
"""

from typing import ClassVar

from storage.errors import N_, ServiceError


class PeopleError(ServiceError):
    """What cannot be done to an account, a body or a unit."""

    status = 422
    field: ClassVar[str] = ""


class NameMissingError(PeopleError):
    """An account, a body or a unit has a name."""

    code = "name_missing"
    field = "name"
    template = N_("Indiquez un nom.")


class EmailInvalidError(PeopleError):
    """What was written is no address."""

    code = "email_invalid"
    field = "email"
    template = N_("Cette adresse électronique n'est pas valable : vérifiez-la (exemple : prenom.nom@caisse.fr).")


class EmailTakenError(PeopleError):
    """Another account has the address, whatever its case."""

    code = "email_taken"
    status = 409
    field = "email"
    template = N_("Un compte existe déjà pour cette adresse : cherchez-le dans la liste, même parmi les fermés.")


class RolesMissingError(PeopleError):
    """An account without a role could open nothing."""

    code = "roles_missing"
    field = "roles"
    template = N_("Choisissez au moins un rôle.")


class RoleOutsideLiaisonError(PeopleError):
    """A role that works on every body's documents, or keeps the service, given outside the liaison body."""

    code = "role_outside_liaison"
    field = "roles"
    template = N_(
        "Hors de l'organisme de liaison, le seul rôle possible est celui de demandeur : "
        "les autres donnent accès aux pièces ou aux comptes de tous les organismes."
    )


class RequesterInLiaisonError(PeopleError):
    """The liaison body translates what others send; an order of its own would have no body behind it."""

    code = "requester_in_liaison"
    field = "roles"
    template = N_(
        "Le rôle de demandeur est celui des organismes qui déposent des pièces : "
        "l'organisme de liaison les traite, il n'en dépose pas."
    )


class LastAdministratorError(PeopleError):
    """Without an administrator nobody could open an account again."""

    code = "last_administrator"
    status = 409
    field = "roles"
    template = N_("C'est le dernier administrateur : donnez d'abord ce rôle à une autre personne.")


class OwnAccountError(PeopleError):
    """Shutting oneself out is always a mistake."""

    code = "own_account"
    status = 409
    template = N_("Vous ne pouvez pas fermer votre propre compte : demandez-le à un autre administrateur.")


class AccountClosedError(PeopleError):
    """A closed account gets no invitation."""

    code = "account_closed"
    status = 409
    template = N_("Ce compte est fermé : rouvrez-le d'abord.")


class AlreadyActiveError(PeopleError):
    """The invitation has been used."""

    code = "already_active"
    status = 409
    template = N_(
        "Cette personne a déjà choisi son mot de passe : si elle l'a oublié, "
        "elle en demande un nouveau elle-même sur la page de connexion."
    )


class UnitNameMissingError(PeopleError):
    """A new body comes with its first unit."""

    code = "unit_name_missing"
    field = "unit"
    template = N_("Indiquez le nom du premier service.")


class BodyNameTakenError(PeopleError):
    """Bodies are told apart by their names."""

    code = "body_name_taken"
    status = 409
    field = "name"
    template = N_("Un organisme porte déjà ce nom.")


class UnitNameTakenError(PeopleError):
    """So are the units of a body."""

    code = "unit_name_taken"
    status = 409
    field = "name"
    template = N_("Un service de cet organisme porte déjà ce nom.")


class BodyClosedError(PeopleError):
    """Nobody joins a closed body."""

    code = "body_closed"
    status = 409
    field = "unit"
    template = N_("Cet organisme est fermé : rouvrez-le d'abord.")


class BodyKindMissingError(PeopleError):
    """A body that sends pieces is a caisse or a ministry; there is one liaison body, and it is there already."""

    code = "body_kind_missing"
    field = "kind"
    template = N_("Choisissez la nature de l'organisme.")


class LiaisonBodyError(PeopleError):
    """The service cannot do without the body that keeps it."""

    code = "liaison_body_kept"
    status = 409
    template = N_("L'organisme de liaison tient le service : il ne peut pas être fermé.")


class UnitUnknownError(PeopleError):
    """The unit chosen does not exist."""

    code = "unit_unknown"
    field = "unit"
    template = N_("Choisissez le service de la personne.")


class SiretInvalidError(PeopleError):
    """The key does not fit the number, or it has not fourteen figures."""

    code = "siret_invalid"
    field = "siret"
    template = N_("Ce SIRET n'est pas valable : quatorze chiffres sont attendus, tels qu'au répertoire Sirene.")


class SiretTakenError(PeopleError):
    """An establishment belongs to one body."""

    code = "siret_taken"
    status = 409
    field = "siret"
    template = N_("Ce SIRET est déjà celui de « {body} » : retirez-le d'abord là-bas.")
