"""The mails that tell a requester where their order stands. They name the order, never its content."""

from datetime import date
from uuid import UUID

from babel.dates import format_date

from intake import queries, reasons
from storage.messages import (
    DocumentHeld,
    Mail,
    OrderRescheduled,
    ScanAsked,
    TranslationDelivered,
    TranslationResumed,
    TranslationStopped,
)
from storage.models import Document, Order, Scan, Translation, User
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus, TranslationStatus

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

SCAN_SUBJECT = "Truchement : un nouveau scan est attendu pour la demande {number}"
SCAN = """Bonjour {name},

Une pièce de votre demande {number}{own} ne peut pas être traduite telle qu'elle a été numérisée :

{reason}

Déposez le nouveau scan dans la demande elle-même ; ce qui est déjà fait sur les autres pages est conservé :

{address}/demandes/{order_id}

Ce message ne contient volontairement aucune information sur le contenu de la pièce.
"""

RESCHEDULED_SUBJECT = "Truchement : nouvelle date pour la demande {number}"
RESCHEDULED = """Bonjour {name},

La livraison de votre demande {number}{own} est maintenant prévue le {due}, pour le motif suivant :

{reason}

Votre demande :

{address}/demandes/{order_id}
"""

HELD_SUBJECT = "Truchement : un fichier de la demande {number} est retenu"
HELD = """Bonjour {name},

Un fichier de votre demande {number}{own} est retenu par le contrôle antivirus :

{reason}

Le fichier est conservé à part ; un administrateur va l'examiner, et vous serez prévenu de sa décision.
Votre demande dit de quel fichier il s'agit :

{address}/demandes/{order_id}
"""

DISCARDED_SUBJECT = "Truchement : un fichier de la demande {number} est écarté"
DISCARDED = """Bonjour {name},

Un fichier de votre demande {number}{own}, retenu par le contrôle antivirus, est écarté : il ne sera pas traduit.

Motif donné par l'administrateur : {reason}

Pour obtenir la traduction du document, numérisez de nouveau l'original papier, ou demandez à l'expéditeur un autre
fichier, puis déposez-le dans une nouvelle demande. Votre demande :

{address}/demandes/{order_id}
"""

RELEASED_SUBJECT = "Truchement : un fichier de la demande {number} n'est plus retenu"
RELEASED = """Bonjour {name},

Le fichier de votre demande {number}{own} que le contrôle antivirus avait retenu ne l'est plus : il va être lu,
puis traduit. Livraison prévue le {due}. Vous n'avez rien à faire.

{address}/demandes/{order_id}
"""

# The letters are in French, whatever language the coordinator works in.
RESTORED = "Retour à la date précédente."

# What the journal keeps of the letters, so that no letter speaks of one that was never sent.
STOP_TOLD, RESUMPTION_TOLD, DATE_TOLD = "stop_told", "resumption_told", "date_told"
HOLD_TOLD, DISCARD_TOLD, RELEASE_TOLD = "hold_told", "discard_told", "release_told"
ENDED = (TranslationStatus.CLOSED_WITHOUT_TRANSLATION, TranslationStatus.CANCELLED)


def delivered(uow: UnitOfWork, message: TranslationDelivered, address: str) -> None:
    """Tells the person who made the order that a translation is there."""
    order = uow.session.get_one(Translation, message.translation_id).order
    _write(uow, order, DELIVERED_SUBJECT, DELIVERED, address)


def stopped(uow: UnitOfWork, message: TranslationStopped, address: str) -> None:
    """Tells why a piece will not be translated; nothing when it goes on again by now."""
    translation = uow.session.get(Translation, message.translation_id)
    if translation is None:
        # Put back into the document before it, in triage.
        return
    if translation.status in ENDED and _last_told(uow, translation.id) != STOP_TOLD:
        reason = reasons.sentence(translation.reason)
        if _write(uow, translation.order, STOPPED_SUBJECT, STOPPED, address, reason=reason):
            uow.record(STOP_TOLD, "translation", translation.id, translation.document.body_id)


def resumed(uow: UnitOfWork, message: TranslationResumed, address: str) -> None:
    """Tells that a piece goes on whose stop was told; nothing when it has been stopped again by now."""
    translation = uow.session.get(Translation, message.translation_id)
    if (
        translation is not None
        and translation.status not in ENDED
        and _last_told(uow, translation.id) == STOP_TOLD
        and _write(uow, translation.order, RESUMED_SUBJECT, RESUMED, address)
    ):
        uow.record(RESUMPTION_TOLD, "translation", translation.id, translation.document.body_id)


def scan_asked(uow: UnitOfWork, message: ScanAsked, address: str) -> None:
    """Asks for a new scan; nothing when it is no longer waited for."""
    translation = uow.session.get(Translation, message.translation_id)
    if translation is None or translation.status is not TranslationStatus.AWAITING_REQUESTER:
        return
    asked = queries.open_request(uow.session, translation.id)
    if asked is not None:
        _write(uow, translation.order, SCAN_SUBJECT, SCAN, address, reason=asked.message)


def _last_told(uow: UnitOfWork, translation_id: UUID) -> str | None:
    told = queries.last_event(uow.session, "translation", translation_id, (STOP_TOLD, RESUMPTION_TOLD))
    return told.action if told else None


def held(uow: UnitOfWork, message: DocumentHeld, address: str) -> None:
    """Tells that a file is held, discarded, or free again: what holds now, once, and nothing that was never told
    to be otherwise."""
    document = uow.session.get_one(Document, message.document_id)
    told = queries.last_event(uow.session, "document", document.id, (HOLD_TOLD, DISCARD_TOLD, RELEASE_TOLD))
    before, reason = told.action if told else RELEASE_TOLD, reasons.sentence(document.reason)
    if document.status is DocumentStatus.QUARANTINED:
        now_told, subject, text = HOLD_TOLD, HELD_SUBJECT, HELD
    elif document.status is DocumentStatus.DISCARDED:
        scan = uow.session.get_one(Scan, document.id)
        now_told, subject, text, reason = DISCARD_TOLD, DISCARDED_SUBJECT, DISCARDED, scan.reason or ""
    elif document.withheld:
        return
    else:
        now_told, subject, text = RELEASE_TOLD, RELEASED_SUBJECT, RELEASED
    if before == now_told or document.order is None:
        return
    if _write(uow, document.order, subject, text, address, reason=reason):
        uow.record(now_told, "document", document.id, document.body_id)


def rescheduled(uow: UnitOfWork, message: OrderRescheduled, address: str) -> None:
    """Tells the new day and why. Nothing when the day has changed again by now, when no piece of the order waits
    for it any more, or when a change is taken back that was never told."""
    order = uow.session.get_one(Order, message.order_id)
    due = str(order.due_on)
    if (message.due_on or due) != due or not queries.has_open_piece(uow.session, order.id):
        return
    told = queries.last_event(uow.session, "order", order.id, (DATE_TOLD,))
    if message.restored and (told is None or told.details["due"] == due):
        return
    reason = RESTORED if message.restored else order.due_reason
    if _write(uow, order, RESCHEDULED_SUBJECT, RESCHEDULED, address, reason=reason):
        uow.record(DATE_TOLD, "order", order.id, order.body_id, due=due)


def _write(uow: UnitOfWork, order: Order, subject: str, text: str, address: str, reason: str = "") -> bool:
    """Writes to who made the order; false when their account is closed, or when a system made it, which is told
    otherwise."""
    author = uow.session.get_one(User, order.created_by)
    if author.disabled_at is not None or author.service:
        return False
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
    return True


def _day(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {format_date(day, 'MMMM y', locale='fr')}"
