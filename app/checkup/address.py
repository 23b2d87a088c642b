"""Whether the address that people type and the proxies that are declared go together."""

from app.checkup.line import Line
from app.settings import Settings

GROUP = "Service"


def address(settings: Settings) -> list[Line]:
    """TLS ends at a proxy, for the application speaks plain HTTP: who declares one of the two means both. What is
    wrong is told and stops nothing, for only the operator knows what stands in front."""
    https, proxies = settings.public_url.startswith("https://"), settings.proxies
    counted = f"{proxies} mandataire{'s' if proxies > 1 else ''}" if proxies else "aucun mandataire"
    said = f"{settings.public_url}, {counted}"
    if https and not proxies:
        return [
            _line(
                False,
                f"{said} : toutes les connexions semblent venir du mandataire",
                "mettez TRUCHEMENT_PROXIES au nombre de mandataires (1 le plus souvent) : sans lui, le journal "
                "n'a pas l'adresse des personnes, et trente mots de passe faux bloquent tout le monde",
            )
        ]
    if proxies and not https:
        return [
            _line(
                False,
                f"{said} : les cookies passent aussi en clair",
                "mettez TRUCHEMENT_PUBLIC_URL en https:// si le mandataire porte le certificat ; s'il n'y a "
                "pas de mandataire, TRUCHEMENT_PROXIES=0, sinon chacun se donne l'adresse qu'il veut",
            )
        ]
    return [_line(True, said)]


def _line(good: bool, said: str, remedy: str = "") -> Line:
    return Line(GROUP, "address", "Adresse publique", good, said, remedy, needed=False)
