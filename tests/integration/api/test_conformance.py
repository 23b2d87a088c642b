"""What the document says is what the application does: made-up requests, sound and unsound, against the real one.

``TRUCHEMENT_API_EXAMPLES`` asks for more of them than the few that every run makes.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import BaseSchema

from app.api.catalogue import OPERATIONS
from app.api.operations import Operation
from tests.integration.api.callers import Caller, caller, calling_house

EXAMPLES = int(os.environ.get("TRUCHEMENT_API_EXAMPLES", "6"))


@dataclass(frozen=True)
class Described:
    """The document as it is served, and a system that may do everything."""

    schema: BaseSchema
    system: Caller


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    with calling_house(tmp_path_factory.mktemp("api") / "data") as house:
        yield Described(schemathesis.openapi.from_wsgi("/api/v1/openapi.json", house.app), caller(house))


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_answer_is_described(described: Described, operation: Operation, mode: GenerationMode) -> None:
    told = described.schema[operation.path][operation.method]
    headers = {"Authorization": f"Bearer {described.system.secret}"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=told.as_strategy(generation_mode=mode))
    def asked(case: Case) -> None:
        case.call_and_validate(headers=headers)

    asked()
