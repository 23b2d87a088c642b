"""Why a sign-on at the provider does not end in a sign-in. The codes are for the log; tokens are never shown."""

from storage.errors import N_, ServiceError, TemporaryError


class SignOnError(ServiceError):
    """A sign-on that ended without a sign-in."""

    code = "sign_on_failed"
    status = 422


class ProviderDownError(TemporaryError):
    """The provider does not answer, or answers nonsense."""

    code = "provider_down"
    template = N_(
        "{provider} ne répond pas en ce moment. Réessayez dans quelques minutes\u00a0; "
        "les comptes qui ont un mot de passe local peuvent s'en servir."
    )


class TokenInvalidError(SignOnError):
    """What the provider sent does not prove who the person is. ``why`` is a code for the log."""

    code = "token_invalid"
    status = 502
    template = N_(
        "La réponse de {provider} n'a pas pu être vérifiée\u00a0: personne n'a été connecté. Recommencez\u00a0; "
        "si cela se reproduit, prévenez l'administrateur."
    )

    def __init__(self, why: str, provider: str) -> None:
        super().__init__(provider=provider)
        self.why = why


class WrongReturnError(SignOnError):
    """The browser did not start this sign-on, started it too long ago, or came back twice."""

    code = "wrong_return"
    status = 409
    template = N_("Cette connexion n'a pas été commencée ici, a trop duré, ou a déjà servi\u00a0: recommencez.")


class TooLateError(SignOnError):
    """The provider takes the code for a few seconds only, and once."""

    code = "code_refused"
    status = 409
    template = N_("Le retour de {provider} a pris trop de temps\u00a0: recommencez.")


class GivenUpError(SignOnError):
    """The person, or the provider, gave up."""

    code = "given_up"
    template = N_("La connexion avec {provider} n'est pas allée à son terme. Recommencez quand vous le voulez.")


class SiretUnknownError(SignOnError):
    """No body here has the establishment's number."""

    code = "siret_unknown"
    status = 403
    template = N_(
        "Votre organisme n'est pas reconnu ici (SIRET transmis\u00a0: {siret}). Demandez à l'administrateur de "
        "Truchement d'ajouter ce numéro à la fiche de votre organisme, puis recommencez."
    )


class BodyShutError(SignOnError):
    """The body is closed, or nobody can join it yet."""

    code = "body_shut"
    status = 403
    template = N_(
        "«\u00a0{body}\u00a0» n'accueille personne ici pour l'instant\u00a0: "
        "adressez-vous à l'administrateur de Truchement."
    )


class OtherBodyError(SignOnError):
    """The person's account belongs to another body than their number says."""

    code = "other_body"
    status = 403
    template = N_(
        "Votre compte est celui d'un autre organisme que le vôtre selon {provider} («\u00a0{body}\u00a0»). "
        "Demandez à l'administrateur de Truchement de déplacer ce compte, ou d'en fermer l'ancien."
    )


class NotVouchedError(SignOnError):
    """There is an account with that address, but nobody vouches that the address is the person's."""

    code = "email_not_vouched"
    status = 403
    template = N_(
        "Un compte existe pour cette adresse, mais {provider} ne garantit pas qu'elle est à vous. Connectez-vous "
        "avec votre mot de passe, puis reliez {provider} depuis «\u00a0Mon compte\u00a0»."
    )


class NewcomerNotVouchedError(SignOnError):
    """There is no account with that address, and nobody vouches that it is the person's: none is made."""

    code = "newcomer_not_vouched"
    status = 403
    template = N_(
        "{provider} ne garantit pas que votre adresse est à vous : aucun compte n'a été créé. Demandez une "
        "invitation à l'administrateur de Truchement, puis reliez {provider} depuis « Mon compte »."
    )


class OtherIdentityError(SignOnError):
    """The account with that address is already somebody at the provider."""

    code = "other_identity"
    status = 403
    template = N_(
        "Le compte de cette adresse est déjà relié à une autre identité de {provider}. Demandez à "
        "l'administrateur de Truchement de rompre ce lien, puis recommencez."
    )


class AccountShutError(SignOnError):
    """The account was closed."""

    code = "account_shut"
    status = 403
    template = N_("Votre compte Truchement est fermé\u00a0: demandez à l'administrateur de le rouvrir.")


class NoEmailError(SignOnError):
    """Without an address nobody can be told anything."""

    code = "email_missing"
    status = 403
    template = N_(
        "{provider} n'a transmis aucune adresse électronique valable pour vous\u00a0: faites-la ajouter par "
        "votre fournisseur d'identité, puis recommencez."
    )


class IdentityTakenError(SignOnError):
    """The identity to link belongs to another account."""

    code = "identity_taken"
    status = 409
    template = N_("Cette identité de {provider} est déjà reliée à un autre compte Truchement.")
