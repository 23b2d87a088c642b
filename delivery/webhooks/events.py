"""What other systems can be told, each by a stable word."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from storage.errors import N_


class Event(StrEnum):
    """One kind of news. ``PING`` is only sent on request, to try an address."""

    DOCUMENT_READ = "document.read"
    DOCUMENT_HELD = "document.held"
    TRANSLATION_DELIVERED = "translation.delivered"
    TRANSLATION_STOPPED = "translation.stopped"
    TRANSLATION_RESUMED = "translation.resumed"
    ORDER_RESCHEDULED = "order.rescheduled"
    PING = "ping"


WORDS: Mapping[Event, str] = MappingProxyType(
    {
        Event.DOCUMENT_READ: N_("une pièce est lue, ou ne peut pas l'être"),
        Event.DOCUMENT_HELD: N_("l'antivirus retient une pièce, ou la décision à son sujet change"),
        Event.TRANSLATION_DELIVERED: N_("une traduction est livrée"),
        Event.TRANSLATION_STOPPED: N_("une pièce ne sera pas traduite"),
        Event.TRANSLATION_RESUMED: N_("la traduction d'une pièce reprend"),
        Event.ORDER_RESCHEDULED: N_("la date promise change"),
        Event.PING: N_("essai"),
    }
)

SUBSCRIBED = tuple(event for event in Event if event is not Event.PING)
