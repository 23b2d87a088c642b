"""Why an act on a translation is refused, each with a stable code and what to do."""

from typing import Any
from uuid import UUID

from storage.errors import N_, ServiceError


class StaleSegmentError(ServiceError):
    """Somebody saved the segment since it was read: nothing is overwritten, both texts are shown."""

    code = "stale_segment"
    status = 409
    template = N_(
        "Ce segment a été modifié entre-temps par {author} : votre texte n'a pas remplacé le sien. "
        "Comparez les deux, puis enregistrez celui qui convient."
    )

    def __init__(self, *, author: str, mine: str, theirs: str, version: int) -> None:
        super().__init__(author=author)
        self.mine, self.theirs, self.version = mine, theirs, version


class BlockedError(ServiceError):
    """The translation is not ready to be approved. ``first`` is the first segment that stands in the way, None
    when there is none left to act on."""

    code = "approval_blocked"
    status = 409
    template = N_(
        "La traduction ne peut pas encore être terminée. "
        "Segments à confirmer : {unconfirmed} ; contrôles bloquants : {blocking}."
    )

    def __init__(self, first: UUID | None = None, **values: Any) -> None:
        super().__init__(**values)
        self.first = first


class NothingKeptError(BlockedError):
    """Every segment was set aside, or there was none: the delivered file would be empty."""

    code = "nothing_to_deliver"
    template = N_(
        "Tous les segments sont écartés : il n'y aurait rien à livrer. "
        "Rétablissez un segment, ajoutez un passage, ou demandez au coordinateur de clore la pièce."
    )


class EmptyTargetError(ServiceError):
    """A segment cannot be confirmed without a text."""

    code = "empty_target"
    status = 422
    template = N_("Ce segment n'a pas de traduction : saisissez-la, ou copiez la source, avant de le confirmer.")


class BlockingFindingError(ServiceError):
    """A check found something that must be solved, or waived with a reason, before confirming."""

    code = "blocking_finding"
    status = 409
    template = N_(
        "Un contrôle bloquant reste à régler dans ce segment : corrigez-le, ou écartez-le avec un motif."
    )


class NotYoursError(ServiceError):
    """Another person works on the translation."""

    code = "held_by_another"
    status = 409
    template = N_("Cette traduction est en cours chez {holder} : demandez-lui de la rendre, ou au coordinateur.")


class SamePersonError(ServiceError):
    """The second pair of eyes cannot be the first."""

    code = "same_person"
    status = 403
    template = N_("Vous avez traduit cette pièce : une autre personne doit la relire.")


class NoReasonError(ServiceError):
    """A return, or a check set aside, needs its reason."""

    code = "reason_missing"
    status = 422
    template = N_("Indiquez un motif en quelques mots.")


class TooLongTextError(ServiceError):
    """A text beyond what a segment may hold."""

    code = "text_too_long"
    status = 422
    template = N_("Ce texte dépasse {most} caractères : répartissez-le.")


class MissingTextError(ServiceError):
    """A passage of text was added without its text."""

    code = "text_missing"
    status = 422
    template = N_("Saisissez le texte du passage à ajouter.")


class KeyTakenError(ServiceError):
    """The identifier that came with an addition is that of another segment."""

    code = "key_taken"
    status = 409
    template = N_("Cet ajout ne peut pas être enregistré : rechargez la page, puis recommencez.")


class UnmovableError(ServiceError):
    """A cell has its place in its table; the first and the last passage of a page stay on it."""

    code = "not_movable"
    status = 409
    template = N_(
        "Ce passage ne peut pas être déplacé de ce côté : il est au bord de sa page, ou dans un tableau."
    )
