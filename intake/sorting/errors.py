"""Why an act of triage is refused, and what to do."""

from storage.errors import N_, ServiceError


class StaleTriageError(ServiceError):
    """Somebody else has sorted the file since it was shown; nothing was done."""

    code = "triage_changed_meanwhile"
    status = 409
    template = N_(
        "Une autre personne a trié cette pièce entre-temps : rien n'a été changé. "
        "Voyez ci-dessous ce qui a été fait, puis refaites votre geste s'il est encore utile."
    )


class NoPageChosenError(ServiceError):
    """An act on pages came without one that is there."""

    code = "no_page_chosen"
    status = 422
    template = N_("Cochez d'abord une ou plusieurs pages.")


class NothingToSplitError(ServiceError):
    """The first page of a document begins it already."""

    code = "nothing_to_split"
    status = 409
    template = N_("Un document commence déjà à cette page.")


class NothingToMergeError(ServiceError):
    """The first document has none before it."""

    code = "nothing_to_merge"
    status = 409
    template = N_("Aucun document ne précède celui-ci dans le fichier.")


class AtTheEdgeError(ServiceError):
    """A page cannot go before the first or after the last."""

    code = "at_the_edge"
    status = 409
    template = N_("Cette page est déjà au bout.")


class SentOnError(ServiceError):
    """A document that is no longer in triage keeps its pages."""

    code = "already_sent_on"
    status = 409
    template = N_(
        "Ce document a déjà quitté le tri : ses pages ne bougent plus. "
        "Reprenez-le d'abord au tri, tant que personne n'a travaillé dessus."
    )


class NothingToUndoError(ServiceError):
    """No act is left that can be taken back."""

    code = "nothing_to_undo"
    status = 409
    template = N_("Rien à défaire.")


class NotTriagedHereError(ServiceError):
    """The state of the document does not allow the act."""

    code = "not_in_this_state"
    status = 409
    template = N_("Cette action n'est pas possible là où en est ce document.")


class NotReadYetError(ServiceError):
    """A file is sorted once it is read."""

    code = "not_read_yet"
    status = 409
    template = N_("Cette pièce est encore en cours de lecture : triez-la quand elle sera lue.")


class EmptyDocumentError(ServiceError):
    """Nothing would be translated."""

    code = "no_page_in_scope"
    status = 409
    template = N_(
        "Toutes les pages de ce document sont écartées : remettez-en une, ou fermez le document sans traduction."
    )


class NoEndingError(ServiceError):
    """No reason, or one that explains nothing."""

    code = "ending_missing"
    status = 422
    template = N_("Choisissez un motif ; « Autre » demande une précision.")


class NoMessageError(ServiceError):
    """The requester would not know what to do."""

    code = "message_missing"
    status = 422
    template = N_("Écrivez au demandeur ce qu'il doit faire.")


class WrongReturnDateError(ServiceError):
    """A date by which nothing can come back."""

    code = "wrong_return_date"
    status = 422
    template = N_("Choisissez une date de retour entre aujourd'hui et dans un an.")


class NoRecipientError(ServiceError):
    """Nobody is named to whom it was sent."""

    code = "recipient_missing"
    status = 422
    template = N_("Dites à qui le document est envoyé.")


class NotAwaitedError(ServiceError):
    """No new scan is waited for."""

    code = "scan_not_awaited"
    status = 409
    template = N_("Aucun nouveau scan n'est attendu pour ce document : rechargez la page.")


class UnknownActError(ServiceError):
    """The form named no act."""

    code = "unknown_act"
    status = 422
    template = N_("Choisissez une action.")
