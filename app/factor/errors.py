"""What can go wrong with a second factor."""

from storage.errors import N_, ServiceError


class CodeWrongError(ServiceError):
    """The code is not that of now, was used already, or is no recovery code that is left."""

    code = "factor_code_wrong"
    status = 422
    template = N_(
        "Ce code n'est pas le bon, ou il a déjà servi\u00a0: attendez le suivant sur votre téléphone. "
        "S'il est toujours refusé, mettez votre téléphone à l'heure automatique."
    )


class NothingOfferedError(ServiceError):
    """The secret to confirm is not there any more."""

    code = "factor_not_offered"
    status = 409
    template = N_("L'activation a été interrompue\u00a0: recommencez.")


class AlreadyOnError(ServiceError):
    """There is a second factor already."""

    code = "factor_already_on"
    status = 409
    template = N_("Un second facteur est déjà actif\u00a0: désactivez-le d'abord pour changer de téléphone.")


class NoPasswordError(ServiceError):
    """Who signs in at the provider has their second factor there."""

    code = "factor_without_password"
    status = 409
    template = N_(
        "Vous vous connectez sans mot de passe local : "
        "le second facteur est celui de votre fournisseur d'identité."
    )


class StepOverError(ServiceError):
    """The password was given too long ago, or the sign-in went on in another tab."""

    code = "sign_in_over"
    status = 409
    template = N_("Cette connexion a été interrompue ou a trop duré\u00a0: recommencez.")
