"""The mail that says that a webhook was disabled: to administrators, and to who keeps the other system."""

from delivery.webhooks import queries
from storage.messages import Mail
from storage.models import Webhook
from storage.unit_of_work import UnitOfWork

SUBJECT = "Truchement : une adresse de rappel est désactivée"
TO_ADMINISTRATORS = """Bonjour,

L'adresse de rappel du compte de service « {account} » ({body}) ne répond plus : {reason}.
Elle est désactivée, et plus rien n'y est envoyé. Rien n'est perdu : le système concerné peut toujours
interroger l'interface.

Voir ce qui s'est passé, renvoyer, réactiver :

{address}/administration/rappels/{id}
"""
TO_CONTACT = """Bonjour,

L'adresse de rappel « {host} » du compte de service « {account} » ({body}) ne répond plus : {reason}.
Elle est désactivée, et plus rien n'y est envoyé. Rien n'est perdu : votre système peut toujours interroger
l'interface. Une fois l'adresse réparée, réactivez-la par l'interface, ou demandez-le à l'administrateur de
Truchement.
"""
REASONS = {
    "exhausted": "tous les essais ont échoué pendant trois jours",
    "gone": "elle a demandé à ne plus être appelée (réponse 410)",
}


def tell(uow: UnitOfWork, webhook: Webhook, address: str) -> None:
    """Writes to everybody concerned."""
    user = webhook.account.user
    values = {
        "account": user.name,
        "body": user.unit.body.name,
        "reason": REASONS.get(webhook.disabled_reason, REASONS["exhausted"]),
        "address": address,
        "id": webhook.id,
        "host": webhook.url.split("/")[2],
    }
    for administrator in queries.administrators(uow.session):
        uow.send(Mail(administrator.email, SUBJECT, TO_ADMINISTRATORS.format(**values)))
    if webhook.account.contact:
        uow.send(Mail(webhook.account.contact, SUBJECT, TO_CONTACT.format(**values)))
