"""Why an act of the board is refused, for one piece or for the whole form, and what to do."""

from storage.errors import N_, ServiceError


class ChangedError(ServiceError):
    """The piece is no longer as the coordinator saw it; nothing was done."""

    code = "changed_meanwhile"
    status = 409
    template = N_("Elle a changé depuis votre affichage : voyez où elle en est, puis recommencez si besoin.")


class TakenError(ServiceError):
    """Somebody else has given the piece out, or a person has taken it."""

    code = "taken_meanwhile"
    status = 409
    template = N_("Elle est entre-temps passée à {holder} : rien n'a été changé.")


class DateChangedError(ServiceError):
    """Another coordinator has moved the date of the order."""

    code = "date_changed_meanwhile"
    status = 409
    template = N_("L'échéance de cette demande a été changée entre-temps : voyez la nouvelle date.")


class NotAssignableError(ServiceError):
    """Nobody is waited for."""

    code = "not_assignable"
    status = 409
    template = N_("Elle n'attend ni traducteur ni réviseur.")


class AlreadyTheirsError(ServiceError):
    """The person has it already."""

    code = "already_theirs"
    status = 409
    template = N_("Elle est déjà chez {person}.")


class NotHeldError(ServiceError):
    """Nobody has it in hand."""

    code = "not_held"
    status = 409
    template = N_("Personne ne l'a en main.")


class NotHereError(ServiceError):
    """The workflow does not allow the act where the piece stands."""

    code = "not_in_this_state"
    status = 409
    template = N_("Cette action n'est pas possible là où elle en est.")


class AtTheDoorError(ServiceError):
    """Its requester or somebody outside is waited for: what is waited for ends at the desk of triage."""

    code = "waits_for_others"
    status = 409
    template = N_("Elle attend le demandeur ou un prestataire : ouvrez-la pour la reprendre ou la clore.")


class UnknownPersonError(ServiceError):
    """No open account of the liaison body with a role in translation."""

    code = "unknown_person"
    status = 422
    template = N_("Choisissez une personne dont le compte est ouvert.")


class NotTranslatorError(ServiceError):
    """The piece is to be translated and the person does not translate."""

    code = "not_translator"
    status = 422
    template = N_("{person} n'a pas le rôle de traducteur.")


class NotReviserError(ServiceError):
    """The piece is to be revised and the person does not revise."""

    code = "not_reviser"
    status = 422
    template = N_("{person} n'a pas le rôle de réviseur.")


class NotClearedError(ServiceError):
    """A medical piece for a person without the clearance."""

    code = "not_cleared"
    status = 422
    template = N_("{person} n'est pas habilité aux pièces médicales.")


class WroteItError(ServiceError):
    """The second pair of eyes cannot be the first (ISO 17100)."""

    code = "reviser_translated_it"
    status = 422
    template = N_("{person} l'a traduite : une autre personne doit la relire.")


class WrongDateError(ServiceError):
    """A date that cannot be promised."""

    code = "wrong_date"
    status = 422
    template = N_("Choisissez une date entre aujourd'hui et dans un an.")


class SameDateError(ServiceError):
    """The date is the one that was already promised."""

    code = "same_date"
    status = 409
    template = N_("C'est déjà l'échéance de la demande.")


class UnknownEndingError(ServiceError):
    """No reason, or one that explains nothing."""

    code = "ending_missing"
    status = 422
    template = N_("Choisissez un motif ; « Autre » demande une précision.")


class NothingSelectedError(ServiceError):
    """The form came without a piece."""

    code = "nothing_selected"
    status = 422
    template = N_("Cochez d'abord une ou plusieurs pièces.")


class NoActError(ServiceError):
    """The form was sent by the Enter key, which chooses nothing."""

    code = "no_act"
    status = 422
    template = N_("Choisissez une action dans la barre.")


class TooManyError(ServiceError):
    """More than one act may change at once."""

    code = "too_many_selected"
    status = 422
    template = N_("Choisissez {most} pièces au plus à la fois.")
