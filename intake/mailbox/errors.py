"""Why a mail is not taken, each with a stable code; what its sender and the administrator can do."""

from storage.errors import N_, ServiceError, TemporaryError


class MailboxError(TemporaryError):
    """The server does not answer, or not as it should: nothing is lost, the next round tries again."""

    code = "mailbox_unreachable"
    template = N_("La boîte aux lettres ne répond pas : vérifiez TRUCHEMENT_MAILBOX_URL et le serveur.")


class MailboxRefusedError(MailboxError):
    """The server answers and refuses the user or the folder."""

    code = "mailbox_refused"
    template = N_(
        "Le serveur refuse l'accès à la boîte aux lettres : vérifiez le nom, le mot de passe et le dossier "
        "de TRUCHEMENT_MAILBOX_URL."
    )


class MailGoneError(ServiceError):
    """Another program moved the mail meanwhile."""

    code = "mail_gone"
    template = N_("Ce message n'est plus dans la boîte.")


class NotTakenError(ServiceError):
    """A mail that stays in the mailbox, with its reason."""

    code = "mail_not_taken"
    status = 422


class UnknownSenderError(NotTakenError):
    code = "unknown_sender"
    template = N_(
        "Aucun compte de demandeur n'a l'adresse de l'expéditeur. Ouvrez-lui un compte, le message sera pris "
        "à la relève suivante ; ou classez-le."
    )


class UnverifiedSenderError(NotTakenError):
    """The receiving server could not tell that the mail comes from where it says."""

    code = "unverified_sender"
    template = N_(
        "Le serveur qui a reçu ce message n'a pas pu vérifier son expéditeur (DMARC) : demandez-lui s'il l'a "
        "bien envoyé, et qu'il passe par la page de dépôt."
    )


class AutomaticMailError(NotTakenError):
    """An answer of a machine, which is never answered."""

    code = "automatic_mail"
    template = N_("Ce message est une réponse automatique, un avis de non-remise ou une lettre de diffusion.")


class TooLargeMailError(NotTakenError):
    code = "too_large_mail"
    template = N_(
        "Ce message dépasse {most} Mo : ses pièces sont à envoyer par la page de dépôt, en plusieurs fois."
    )

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class NothingTakenError(NotTakenError):
    """None of its files could become a document; each has its own reason."""

    code = "nothing_taken"
    template = N_("Aucune pièce de ce message n'a pu être prise ; l'expéditeur en a reçu le motif.")


class InterruptedMailError(NotTakenError):
    """Whoever read it died, again and again."""

    code = "mail_interrupted"
    template = N_(
        "La prise de ce message s'est interrompue à plusieurs reprises : enregistrez ses pièces et déposez-les."
    )


class DefectError(NotTakenError):
    """A fault of ours: the log has it."""

    code = "mail_defect"
    template = N_("Une erreur du service a empêché de prendre ce message ; le journal technique dit laquelle.")


class NotWaitingError(ServiceError):
    """It was taken, or put away, meanwhile."""

    code = "mail_not_waiting"
    status = 409
    template = N_("Ce message n'attend plus de décision : rechargez la page.")
