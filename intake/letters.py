"""The mails that tell a requester where their order stands. They name the order, never its content."""

from datetime import date

from babel.dates import format_date

from intake import reasons
from storage.messages import Mail, OrderRescheduled, TranslationDelivered, TranslationResumed, TranslationStopped
from storage.models import Order, Translation, User
from storage.unit_of_work import UnitOfWork
from storage.workflow import TranslationStatus

DELIVERED_SUBJECT = "Truchement : la traduction {number} est prête"
DELIVERED = """Bonjour {name},

La traduction d'une pièce de votre demande {number}{own} est prête. Vous pouvez la télécharger ici :

{address}/demandes/{order_id}

Ce message ne contient volontairement aucune information sur le contenu de la pièce.
"""


STOPPED_SUBJECT = "Truchement : une pièce de la demande {number} ne sera pas traduite"
STOPPED = """Bonjour {name},

Une pièce de votre demande {number}{own} ne sera pas traduite :

{reason}

L'original reste disponible dans votre demande :

{address}/demandes/{order_id}

Ce message ne contient volontairement aucune information sur le contenu de la pièce.
"""

RESUMED_SUBJECT = "Truchement : la traduction reprend pour la demande {number}"
RESUMED = """Bonjour {name},

La traduction d'une pièce de votre demande {number}{own}, qui avait été arrêtée, reprend.
Livraison prévue le {due}. Vous pouvez suivre son avancement ici :

{address}/demandes/{order_id}
"""

RESCHEDULED_SUBJECT = "Truchement : nouvelle date pour la demande {number}"
RESCHEDULED = """Bonjour {name},

La livraison de votre demande {number}{own} est maintenant prévue le {due}, pour le motif suivant :

{reason}

Votre demande :

{address}/demandes/{order_id}
"""


def delivered(uow: UnitOfWork, message: TranslationDelivered, address: str) -> None:
    """Tells the person who made the order that a translation is there."""
    order = uow.session.get_one(Translation, message.translation_id).order
    _write(uow, order, DELIVERED_SUBJECT, DELIVERED, address)


def stopped(uow: UnitOfWork, message: TranslationStopped, address: str) -> None:
    """Tells why a piece will not be translated; nothing when it goes on again by now."""
    translation = uow.session.get_one(Translation, message.translation_id)
    if translation.status in (TranslationStatus.CLOSED_WITHOUT_TRANSLATION, TranslationStatus.CANCELLED):
        reason = reasons.sentence(translation.reason)
        _write(uow, translation.order, STOPPED_SUBJECT, STOPPED, address, reason=reason)


def resumed(uow: UnitOfWork, message: TranslationResumed, address: str) -> None:
    """Tells that a piece that was stopped goes on; nothing when it has been stopped again by now."""
    translation = uow.session.get_one(Translation, message.translation_id)
    if translation.status not in (TranslationStatus.CLOSED_WITHOUT_TRANSLATION, TranslationStatus.CANCELLED):
        _write(uow, translation.order, RESUMED_SUBJECT, RESUMED, address)


def rescheduled(uow: UnitOfWork, message: OrderRescheduled, address: str) -> None:
    """Tells the new day and why."""
    order = uow.session.get_one(Order, message.order_id)
    _write(uow, order, RESCHEDULED_SUBJECT, RESCHEDULED, address, reason=order.due_reason)


def _write(uow: UnitOfWork, order: Order, subject: str, text: str, address: str, reason: str = "") -> None:
    author = uow.session.get_one(User, order.created_by)
    if author.disabled_at is not None:
        return
    filled = text.format(
        name=author.name,
        number=order.number,
        own=f" (votre dossier {order.own_reference})" if order.own_reference else "",
        due=_day(order.due_on),
        reason=reason,
        address=address,
        order_id=order.id,
    )
    uow.send(Mail(author.email, subject.format(number=order.number), filled))


def _day(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {format_date(day, 'MMMM y', locale='fr')}"
