"""What can go wrong when a person signs in or chooses a password."""

from storage.errors import N_, ServiceError


class WrongCredentialsError(ServiceError):
    """The account does not exist, is closed, or the password is another one: never said which."""

    code = "wrong_credentials"
    status = 422
    template = N_("Adresse électronique ou mot de passe incorrect.")


class TooManyAttemptsError(ServiceError):
    """Too many failures, by account or by address. ``retry_after`` in seconds."""

    code = "too_many_attempts"
    status = 429
    template = N_("Trop de tentatives. Réessayez dans {minutes}\u00a0min, ou demandez un nouveau mot de passe.")

    def __init__(self, seconds: int) -> None:
        super().__init__(minutes=max(1, -(-seconds // 60)))
        self.retry_after = max(1, seconds)


class TicketInvalidError(ServiceError):
    """The ticket is unknown, was used, or is too old."""

    code = "ticket_invalid"
    status = 422
    template = N_(
        "Ce lien n'est plus valable\u00a0: il a déjà servi ou il est trop ancien. Demandez-en un nouveau."
    )


class PasswordTooShortError(ServiceError):
    """Fewer characters than required."""

    code = "password_too_short"
    status = 422
    template = N_("Ce mot de passe est trop court\u00a0: il en faut au moins {minimum} caractères.")


class PasswordTooLongError(ServiceError):
    """More characters than the hash is asked to take."""

    code = "password_too_long"
    status = 422
    template = N_("Ce mot de passe est trop long\u00a0: {maximum} caractères au plus.")


class PasswordTooSimpleError(ServiceError):
    """Too few different characters, or the person's own address or name."""

    code = "password_too_simple"
    status = 422
    template = N_(
        "Ce mot de passe se devine trop facilement\u00a0: évitez votre adresse, votre nom et les répétitions."
    )


class PasswordsDifferError(ServiceError):
    """The two entries are not the same."""

    code = "passwords_differ"
    status = 422
    template = N_("Les deux saisies ne sont pas identiques.")


class CurrentPasswordError(ServiceError):
    """The current password, asked for before a change, is another one."""

    code = "current_password_wrong"
    status = 422
    template = N_("Le mot de passe actuel n'est pas le bon.")
