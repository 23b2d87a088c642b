"""The antivirus in words: why a file waits for it, and what mends that."""

from collections.abc import Mapping
from types import MappingProxyType

from intake.antivirus.scanner import Why
from storage.errors import N_

TURN = N_("Attend son tour.")
NONE = N_(
    "Aucun antivirus n'est réglé, et ce fichier attend d'être contrôlé : remettez TRUCHEMENT_ANTIVIRUS_URL, "
    "ou décidez ici de le faire lire sans contrôle."
)
REASONS: Mapping[str, str] = MappingProxyType(
    {
        Why.UNREACHABLE: N_(
            "L'antivirus ne répond pas : vérifiez que clamd tourne, et TRUCHEMENT_ANTIVIRUS_URL. "
            "Les essais reprennent tout seuls."
        ),
        Why.SILENT: N_(
            "L'antivirus n'a pas répondu à temps : vérifiez la charge de sa machine, ou relancez clamd. "
            "Les essais reprennent tout seuls."
        ),
        Why.REFUSED: N_(
            "L'antivirus a répondu par une erreur : voyez le journal de clamd. Les essais reprennent tout seuls."
        ),
        Why.GARBLED: N_(
            "La réponse n'est pas celle de clamd : vérifiez ce qui écoute à l'adresse TRUCHEMENT_ANTIVIRUS_URL. "
            "Les essais reprennent tout seuls."
        ),
        Why.TOO_LARGE: N_(
            "Le fichier dépasse ce que l'antivirus accepte : relevez StreamMaxLength, MaxFileSize et MaxScanSize "
            "dans clamd.conf, relancez clamd, puis faites contrôler de nouveau."
        ),
        Why.INCOMPLETE: N_(
            "L'antivirus n'a pas examiné tout le fichier : relevez MaxFileSize et MaxScanSize dans clamd.conf, "
            "relancez clamd, puis faites contrôler de nouveau."
        ),
        "antivirus_interrupted": N_(
            "Les postes de traitement se sont arrêtés à chaque contrôle de ce fichier : "
            "vérifiez la machine, puis faites contrôler de nouveau."
        ),
    }
)


def waiting(code: str | None, *, scanning: bool) -> str:
    """Why a file still waits; ``scanning`` says that there is an antivirus."""
    if not scanning:
        return NONE
    return REASONS.get(code or "", TURN)
