"""What the forms beside the pages ask for: what becomes of a document, and the way back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, Protocol

from intake.sorting import service, states
from intake.sorting.clock import Clock
from intake.sorting.errors import NoEndingError, UnknownActError, WrongReturnDateError
from intake.sorting.states import Asked, Errand, Piece
from storage.endings import Ending
from storage.errors import N_
from storage.unit_of_work import UnitOfWork

ENDINGS: Final = (
    (Ending.NO_TRANSLATION_NEEDED, N_("Pas besoin de traduction")),
    (Ending.ALREADY_TRANSLATED, N_("Déjà traduite")),
    (Ending.MULTILINGUAL_FORM, N_("Formulaire multilingue")),
    (Ending.OUT_OF_SCOPE, N_("Ne relève pas du service")),
    (Ending.DUPLICATE, N_("Reçue en double")),
    (Ending.WITHDRAWN, N_("À la demande de l'organisme")),
    (Ending.OTHER, N_("Autre, à préciser")),
)
#: How each act is told.
SETTLED: Final[Mapping[str, str]] = {
    "close": "closed",
    "reopen": "reopened",
    "ask": "scan_asked",
    "stop_waiting": "scan_given_up",
    "outside": "sent_outside",
    "came_back": "came_back",
    "take_back": "taken_back",
}
Settle = Callable[[UnitOfWork, Piece], None]


class Form(Protocol):
    """What a browser sent."""

    def get(self, key: str, default: str, /) -> str: ...

    def getlist(self, key: str, /) -> Sequence[str]: ...


def settling(name: str, form: Form, clock: Clock) -> Settle:
    """The act that a form asks for. Raises UnknownActError, NoEndingError, WrongReturnDateError."""
    acts: Mapping[str, Callable[[], Settle]] = {
        "close": lambda: _closing(form, clock),
        "ask": lambda: _asking(form, clock),
        "outside": lambda: _sending(form, clock),
        "reopen": lambda: states.reopen,
        "stop_waiting": lambda: lambda uow, piece: states.stop_waiting(uow, piece, clock),
        "came_back": lambda: lambda uow, piece: states.came_back(uow, piece, form.get("outcome", "")),
        "take_back": lambda: lambda uow, piece: service.take_back(uow, piece.seen, piece.translation_id),
    }
    if name not in acts:
        raise UnknownActError()
    return acts[name]()


def _closing(form: Form, clock: Clock) -> Settle:
    value, comment = form.get("ending", ""), form.get("comment", "")
    if value not in {each.value for each in Ending} or (value == Ending.OTHER and not comment.strip()):
        raise NoEndingError()
    return lambda uow, piece: states.close(uow, piece, Ending(value), comment, clock)


def _asking(form: Form, clock: Clock) -> Settle:
    numbers = [int(value) for value in form.getlist("position") if value.isdecimal()]
    asked = Asked(numbers, form.get("message", ""))
    return lambda uow, piece: states.ask_scan(uow, piece, asked, clock)


def _sending(form: Form, clock: Clock) -> Settle:
    try:
        due_on = date.fromisoformat(form.get("due_on", ""))
    except ValueError as error:
        raise WrongReturnDateError() from error
    errand = Errand(form.get("recipient", ""), due_on, form.get("note", ""), clock.today)
    return lambda uow, piece: states.send_outside(uow, piece, errand)
