"""Why an act on what the antivirus held cannot be done."""

from storage.errors import N_, ServiceError


class ReasonMissingError(ServiceError):
    """An act that must be accounted for, without its reason."""

    code = "decision_reason_missing"
    status = 422
    template = N_("Indiquez le motif : il est inscrit au journal.")


class NotHeldError(ServiceError):
    """The piece is no longer where the administrator saw it."""

    code = "not_in_quarantine"
    status = 409
    template = N_("Cette pièce a changé d'état entre-temps : rechargez la page.")


class WorkBegunError(ServiceError):
    """Somebody works on what was read of a released piece."""

    code = "work_begun"
    status = 409
    template = N_(
        "La traduction de cette pièce est commencée : demandez d'abord à un coordinateur de l'annuler, "
        "puis remettez la pièce en quarantaine."
    )


class OtherNameError(ServiceError):
    """The file to be erased for good is not the one that was named."""

    code = "other_name"
    status = 409
    template = N_("Ce n'est pas le nom de ce fichier : rien n'a été effacé.")


class NoAntivirusError(ServiceError):
    """Nothing can be examined without an antivirus."""

    code = "no_antivirus"
    status = 409
    template = N_("Aucun antivirus n'est réglé (TRUCHEMENT_ANTIVIRUS_URL) : rien ne peut être contrôlé.")
