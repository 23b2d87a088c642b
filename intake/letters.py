"""The mails that tell a requester where their order stands. They name the order, never its content."""

from storage.messages import Mail, TranslationDelivered
from storage.models import Translation, User
from storage.unit_of_work import UnitOfWork

DELIVERED_SUBJECT = "Truchement : la traduction {number} est prête"
DELIVERED = """Bonjour {name},

La traduction d'une pièce de votre demande {number}{own} est prête. Vous pouvez la télécharger ici :

{address}/demandes/{order_id}

Ce message ne contient volontairement aucune information sur le contenu de la pièce.
"""


def delivered(uow: UnitOfWork, message: TranslationDelivered, address: str) -> None:
    """Tells the person who made the order that a translation is there."""
    translation = uow.session.get_one(Translation, message.translation_id)
    order = translation.order
    author = uow.session.get_one(User, order.created_by)
    if author.disabled_at is not None:
        return
    own = f" (votre dossier {order.own_reference})" if order.own_reference else ""
    text = DELIVERED.format(name=author.name, number=order.number, own=own, address=address, order_id=order.id)
    uow.send(Mail(author.email, DELIVERED_SUBJECT.format(number=order.number), text))
