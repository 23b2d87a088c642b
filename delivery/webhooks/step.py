"""The step that calls: takes the message that is due first, calls without a transaction, records the outcome."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from delivery.webhooks import outcomes
from delivery.webhooks.calling import Outcome
from delivery.webhooks.errors import SecretUnreadableError
from delivery.webhooks.sealing import Sealer
from storage import trail
from storage.actors import system
from storage.unit_of_work import Store
from storage.workflow import Queue

ACTOR = system("webhooks")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CallStep:
    """``call`` sends a body to an address with its headers; ``address`` is where the administration is."""

    store: Store
    sealer: Sealer
    call: Callable[[str, Mapping[str, str], bytes], Outcome]
    address: str

    def run_once(self) -> bool:
        """Makes one call; returns False when none is due."""
        try:
            with self.store.write(ACTOR) as uow:
                call = outcomes.claim(uow, self.sealer)
                uow.commit()
        except SecretUnreadableError as error:
            log.warning("webhooks: %s", error.code)
            with self.store.write(ACTOR) as uow:
                outcomes.put_off(uow, self.address)
                uow.commit()
            return True
        if call is None:
            return False
        trail.begin(trail.Work(Queue.CALL.value, call.message_id))
        outcome = self.call(call.url, call.headers, call.body)
        if outcome.failure:
            log.warning("webhook message %s: %s", call.message_id, outcome.failure)
        with self.store.write(ACTOR) as uow:
            outcomes.settle(uow, call.message_id, outcome, self.address)
            uow.commit()
        return True
