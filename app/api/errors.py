"""Why a request of a program is refused, beside what the packages themselves say.

``extra`` is what the problem document says beyond its members of RFC 9457: no content, but names of fields.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from storage.errors import N_, ServiceError


class ApiError(ServiceError):
    """A refusal with members of its own."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.extra: Mapping[str, Any] = {}


class KeyMissingError(ApiError):
    """No key was presented."""

    code = "key_missing"
    status = 401
    template = N_("Présentez une clé d'accès dans l'en-tête Authorization : « Bearer trk_… ».")


class KeyInvalidError(ApiError):
    """The key opens nothing: unknown, revoked, expired, or its account is closed. Which, is told to nobody."""

    code = "key_invalid"
    status = 401
    template = N_(
        "Cette clé n'est pas valable, ou ne l'est plus : demandez-en une autre à l'administrateur de Truchement."
    )


class ScopeMissingError(ApiError):
    """The key was not made for this."""

    code = "scope_missing"
    status = 403
    template = N_("Cette clé ne permet pas cet appel : il demande « {scope} ».")


class MedicalNotGrantedError(ApiError):
    """The account may not send medical pieces, since it could not follow them."""

    code = "medical_not_granted"
    status = 403
    template = N_("Ce compte de service n'a pas accès aux demandes médicales : demandez-le à l'administrateur.")


class TooManyRequestsError(ApiError):
    """The account asks more often than it may."""

    code = "too_many_requests"
    status = 429
    retry_after: int
    template = N_("Trop d'appels : attendez {seconds} s avant le suivant.")

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.retry_after = seconds


class RequestInvalidError(ApiError):
    """What was asked does not fit the document: ``fields`` say where, each with a name and a reason."""

    code = "request_invalid"
    status = 422
    template = N_("La demande ne suit pas la description de l'interface : « errors » dit où.")

    def __init__(self, fields: Sequence[Mapping[str, str]]) -> None:
        super().__init__()
        self.extra = {"errors": list(fields)}


class BodyTypeError(ApiError):
    """The body is of another type than the operation reads."""

    code = "body_type"
    status = 415
    template = N_("Le corps de cet appel doit être de type {wanted}.")


class CursorInvalidError(ApiError):
    """A cursor that was not given by a list."""

    code = "cursor_invalid"
    status = 422
    template = N_("Ce curseur n'est pas de ceux qu'une liste a donnés : recommencez sans curseur.")


class KeyReusedError(ApiError):
    """The same Idempotency-Key with another content."""

    code = "idempotency_key_reused"
    status = 422
    template = N_(
        "Cet en-tête Idempotency-Key a déjà servi pour une autre demande : donnez-en un nouveau à chaque demande."
    )


class NothingAcceptedError(ApiError):
    """Every file was refused: ``files`` say why, each with its name, a code and a sentence."""

    code = "no_file_accepted"
    status: ClassVar[int] = 422
    template = N_(
        "Aucune pièce n'a été acceptée, et rien n'est enregistré : « files » dit pourquoi, pièce par pièce."
    )

    def __init__(self, files: Sequence[Mapping[str, str]]) -> None:
        super().__init__()
        self.extra = {"files": list(files)}


class RangeError(ApiError):
    """A part of a file that there is not."""

    code = "range_not_satisfiable"
    status = 416
    template = N_("Cette partie du fichier n'existe pas : l'en-tête Content-Range dit sa taille.")

    def __init__(self, size: int) -> None:
        super().__init__()
        self.headers = {"Content-Range": f"bytes */{size}"}
