"""What the document says is what the application does: made-up requests, sound and unsound, against the real one.

``TRUCHEMENT_API_EXAMPLES`` asks for more of them than the few that every run makes.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from app.api.catalogue import OPERATIONS
from app.api.operations import Operation
from storage.models import Role
from storage.workflow import DocumentStatus, TranslationStatus
from tests.application import TEST
from tests.factories import make_document, make_order, make_translation
from tests.integration.api.callers import Caller, caller, calling_house
from tests.integration.api.deliveries import deliver

EXAMPLES = int(os.environ.get("TRUCHEMENT_API_EXAMPLES", "4"))
# A cursor, an address, the part of a file and what is in a file follow rules that a schema cannot say: what fits
# the schema may be refused.
MEANING = {
    "listOrders",
    "listDeliveries",
    "listWebhookMessages",
    "createWebhook",
    "changeWebhook",
    "createOrder",
    "getDocumentContent",
    "getFileContent",
}
# In a form a list with nothing in it is a field that was not sent, whatever the schema says of lists.
FORMS = {"createOrder"}


@dataclass(frozen=True)
class Described:
    """The document as it is served, a system that may do everything, and what it may ask for."""

    schema: BaseSchema
    system: Caller
    ids: dict[str, UUID]

    def there(self, operation: Operation) -> dict[str, str]:
        """Identifiers of things that there are; of a webhook and a message, new ones: some calls use them up."""
        found = dict(self.ids)
        if "webhook_id" in operation.path:
            made = self.system.post("/webhooks", {"url": "https://system.example/hook"}).json
            found["webhook_id"] = made["webhook"]["id"]
            found["message_id"] = self.system.post(f"/webhooks/{found['webhook_id']}/ping").json["id"]
        return {name: str(value) for name, value in found.items() if f"{{{name}}}" in operation.path}

    def tidy(self) -> None:
        """Leaves no webhook behind: an account may have a few only."""
        for each in self.system.get("/webhooks").json["items"]:
            self.system.call("DELETE", f"/webhooks/{each['id']}")


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    folder: Path = tmp_path_factory.mktemp("api")
    # A check that asks without a valid key, time and again, is told to wait: that is tried elsewhere.
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("app.api.blueprints.GUESSES", 1_000_000)
        yield from _described(folder)


def _described(folder: Path) -> Iterator[Described]:
    with calling_house(folder / "data") as house:
        with house.wiring.store.transaction(TEST) as uow:
            order = make_order(uow, house.actors[Role.REQUESTER])
            document = make_document(uow, order, status=DocumentStatus.READ)
            translation = make_translation(uow, document, status=TranslationStatus.DELIVERED)
            file = deliver(uow, translation)
            ids = {
                "order_id": order.id,
                "document_id": document.id,
                "translation_id": translation.id,
                "delivery_id": file.delivery_id,
                "file_id": file.id,
            }
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", house.app)
        yield Described(schema, caller(house), ids)


# Who asks by the application's own interface leaves the files that it was handed to be collected.
@pytest.mark.filterwarnings("ignore:unclosed file", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_answer_is_described(described: Described, operation: Operation, mode: GenerationMode) -> None:
    told = described.schema[operation.path][operation.method]
    headers = {"Authorization": f"Bearer {described.system.secret}"}
    left_out = [positive_data_acceptance] if operation.name in MEANING else []
    left_out += [negative_data_rejection] if operation.name in FORMS else []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=told.as_strategy(generation_mode=mode))
    def asked(case: Case) -> None:
        if mode is GenerationMode.POSITIVE:
            case.path_parameters.update(described.there(operation))
        case.call_and_validate(headers=headers, excluded_checks=left_out)
        described.tidy()

    asked()
