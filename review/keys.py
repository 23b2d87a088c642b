"""The keys of the editor, as its own list, the help page and the guides tell them; ``desk/keys.js`` obeys them."""

from dataclasses import dataclass

from storage.errors import N_


@dataclass(frozen=True, slots=True)
class Shortcut:
    """``keys`` are those of a French keyboard, two combinations apart by `` / ``; ``what`` is a French text."""

    keys: str
    what: str


KEYS = (
    Shortcut("Ctrl + Entrée", N_("Confirmer et aller au segment suivant")),
    Shortcut("Ctrl + Maj + Entrée", N_("Confirmer et aller au prochain à confirmer")),
    Shortcut("Ctrl + ↓ / Ctrl + ↑", N_("Segment suivant, précédent")),
    Shortcut("Ctrl + I", N_("Copier la source")),
    Shortcut("Ctrl + Maj + Espace", N_("Espace insécable")),
    Shortcut(
        "Alt + Z / Alt + Maj + Z",
        N_("Défaire, rétablir la dernière action (confirmer, écarter, déplacer, ajouter)"),
    ),
    Shortcut("Alt + R", N_("Donner le texte confirmé aux segments de même source")),
    Shortcut("Alt + C", N_("Prochain contrôle bloquant")),
    Shortcut("Alt + V", N_("Versions du segment")),
    Shortcut("Alt + N", N_("Ajouter un passage après le segment")),
    Shortcut("Alt + D", N_("Dessiner un passage sur l’image")),
    Shortcut("Alt + ↑ / Alt + ↓", N_("Monter, descendre le segment")),
    Shortcut("Alt + M", N_("Modifications par rapport au brouillon")),
    Shortcut("Alt + L", N_("Lire le français seul")),
    Shortcut("Alt + P", N_("Aperçu de la page livrée")),
    Shortcut("Échap", N_("Revenir au texte enregistré")),
    Shortcut("?", N_("Cette liste (Alt + ? dans un texte)")),
)
