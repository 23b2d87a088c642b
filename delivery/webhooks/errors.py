"""Why an act on a webhook is refused, each with a stable code and what to do."""

from typing import ClassVar

from storage.errors import N_, ServiceError, TemporaryError


class WebhookError(ServiceError):
    """What cannot be done to a webhook. ``field`` names what the message is about."""

    status = 422
    field: ClassVar[str] = ""


class UrlRefusedError(WebhookError):
    """An address that is not called."""

    code = "webhook_url_refused"
    field = "url"
    template = N_(
        "Cette adresse ne sera pas appelée : donnez une adresse https:// complète, sans identifiant ni « # », "
        "dont le serveur n'est pas sur un réseau privé."
    )


class UnknownEventError(WebhookError):
    """An event that there is not."""

    code = "unknown_event"
    field = "events"
    template = N_("L'événement « {event} » n'existe pas : la documentation de l'interface en donne la liste.")


class TooManyWebhooksError(WebhookError):
    """More addresses than an account may have called."""

    code = "too_many_webhooks"
    status = 409
    template = N_(
        "Un compte de service a au plus {most} adresses de rappel : supprimez celles qui ne servent plus."
    )


class WebhookDisabledError(WebhookError):
    """Nothing is told at an address that is disabled."""

    code = "webhook_disabled"
    status = 409
    template = N_("Cette adresse de rappel est désactivée : réactivez-la d'abord.")


class SecretUnreadableError(TemporaryError):
    """The secret was encrypted with a key that this process does not have."""

    code = "secret_unreadable"
    template = N_(
        "Le secret de cette adresse de rappel ne peut pas être lu : la clé du service a changé. "
        "Remettez l'ancienne clé, ou donnez un nouveau secret à cette adresse."
    )
