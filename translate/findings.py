"""What each finding says to the person who must look at it."""

from storage.errors import N_
from translate.segments import Finding

# A str.format template in French by code; the interface translates the template before filling it.
TEMPLATES: dict[str, str] = {
    "amount_missing": N_("Montant absent\u00a0: {value}"),
    "amount_added": N_("Montant absent de la source\u00a0: {value}"),
    "number_missing": N_("Nombre absent\u00a0: {value}"),
    "number_added": N_("Nombre absent de la source\u00a0: {value}"),
    "date_missing": N_("Date absente\u00a0: {value}"),
    "date_added": N_("Date absente de la source\u00a0: {value}"),
    "time_missing": N_("Heure absente\u00a0: {value}"),
    "time_added": N_("Heure absente de la source\u00a0: {value}"),
    "identifier_missing": N_("Identifiant ou référence absents\u00a0: {value}"),
    "identifier_added": N_("Identifiant ou référence absents de la source\u00a0: {value}"),
    "contact_missing": N_("Coordonnées absentes\u00a0: {value}"),
    "contact_added": N_("Coordonnées absentes de la source\u00a0: {value}"),
    "address_missing": N_("Adresse changée ou absente (elle ne se traduit pas)\u00a0: {value}"),
    "currency_changed": N_("Monnaie perdue ou changée\u00a0: {value} est devenu {found}"),
    "critical_lost": N_("Données perdues par la machine\u00a0: {value}"),
    "ambiguous_date": N_("Date à lire de deux façons\u00a0: {value} (ou {readings})"),
    "ambiguous_amount": N_("Nombre à lire de deux façons\u00a0: {value} (ou {readings})"),
    "empty_target": N_("La traduction de ce segment est vide."),
    "source_echoed": N_("La traduction répète la source sans la traduire."),
    "already_french": N_("Passage déjà en français, repris tel quel."),
    "false_friend": N_(
        "Faux ami\u00a0: «\u00a0{value}\u00a0» se rend par «\u00a0{fix}\u00a0», non par «\u00a0{found}\u00a0»."
    ),
    "ambiguous_term": N_("«\u00a0{value}\u00a0» a plusieurs sens\u00a0: {readings}."),
    "engine_loop": N_("La machine se répète\u00a0: «\u00a0{value}\u00a0»."),
    "engine_truncated": N_("La traduction semble s'arrêter avant la fin de la source."),
    "engine_single_word": N_("La traduction est réduite à un mot ou deux."),
    "engine_length": N_("La longueur de la traduction est sans rapport avec celle de la source."),
    "sentences_dropped": N_(
        "La traduction compte moins de phrases que la source\u00a0: {found} au lieu de {value}."
    ),
    "parts_dropped": N_(
        "La source compte {value} parties séparées par un point médian, un tiret ou des parenthèses, "
        "la traduction {found}\u00a0: vérifiez qu'il n'y manque rien."
    ),
    "content_dropped": N_(
        "La traduction est bien plus courte que la source\u00a0: vérifiez qu'il n'y manque rien."
    ),
    "no_engine": N_("Pas de brouillon. {reason}"),
    "reading_noise": N_("Sans doute une tache plutôt que du texte\u00a0: «\u00a0{value}\u00a0»."),
    "seal_noise": N_(
        "Sans doute un cachet, lu comme du texte\u00a0: «\u00a0{value}\u00a0». "
        "Comparez avec l'image, et complétez son nom."
    ),
    "doubtful_reading": N_("Lecture incertaine (confiance {confidence}\u00a0%)\u00a0: {value}"),
}


def message_fr(finding: Finding) -> str:
    """The French sentence of a finding; the bare code where the finding comes from a version that had others."""
    template = TEMPLATES.get(finding.code)
    return template.format_map(_Values(finding.values)) if template else finding.code


class _Values(dict[str, str]):
    """Values of a template; one that is missing shows as an ellipsis rather than as an error."""

    def __missing__(self, key: str) -> str:
        return "…"
