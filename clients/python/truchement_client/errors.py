"""What can go wrong."""

from collections.abc import Mapping
from typing import Any


class RefusedError(Exception):
    """The service said no. ``code`` is stable, ``detail`` says what to do, ``problem`` is all that was said."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = problem
        self.code = str(problem.get("code", "unknown"))
        self.detail = str(problem.get("detail", ""))
        super().__init__(f"{status} {self.code}: {self.detail}")


class UnreachableError(Exception):
    """The service did not answer. What was asked may have been done: ask again under the same name."""


class DamagedError(Exception):
    """What came is not what the service said that it would send."""
