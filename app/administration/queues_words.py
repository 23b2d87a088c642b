"""Queues and failures in words: what happened, and what to do before sending it again."""

from collections.abc import Mapping
from types import MappingProxyType

from app.administration.queues_queries import Kind
from storage.errors import N_
from storage.messages import (
    DocumentHeld,
    DocumentRead,
    Mail,
    OrderRescheduled,
    TranslationDelivered,
    TranslationResumed,
    TranslationStopped,
)
from storage.workflow import Queue

QUEUES: Mapping[Queue, str] = MappingProxyType(
    {
        Queue.SCAN: N_("Contrôle antivirus"),
        Queue.READ: N_("Lecture des pages"),
        Queue.DRAFT: N_("Brouillons automatiques"),
        Queue.DELIVER: N_("Fichiers à livrer"),
        Queue.RELAY: N_("Messages et courriels"),
        Queue.CALL: N_("Rappels d'autres systèmes"),
    }
)

KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.DOCUMENT: N_("Pièce non lue"),
        Kind.PAGE: N_("Pages non lues"),
        Kind.TRANSLATION: N_("Traduction arrêtée"),
        Kind.MESSAGE: N_("Message non parti"),
    }
)

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        Mail.kind: N_("courriel"),
        DocumentRead.kind: N_("fin de lecture"),
        DocumentHeld.kind: N_("suite du contrôle antivirus"),
        TranslationDelivered.kind: N_("fin de livraison"),
        TranslationStopped.kind: N_("arrêt d'une traduction"),
        TranslationResumed.kind: N_("reprise d'une traduction"),
        OrderRescheduled.kind: N_("changement d'échéance"),
    }
)

OTHER = N_("Raison non répertoriée : le journal du service, dans le dossier « logs », en dit plus.")
DEFECT = N_("Le programme a rencontré un défaut : joignez le journal « worker » au signalement, puis reprenez.")

# By code: what happened, then what to see to before sending it again.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "damaged_file": N_("Le fichier est abîmé. Une reprise n'aide que si l'espace de stockage a été réparé."),
        "encrypted_pdf": N_("Le PDF est protégé par un mot de passe : l'organisme doit en envoyer un autre."),
        "empty_file": N_("Le fichier est vide : l'organisme doit le renvoyer."),
        "no_page": N_("Le PDF n'a aucune page : l'organisme doit le renvoyer."),
        "too_many_pixels": N_("L'image est démesurée : l'organisme doit la numériser de nouveau."),
        "unsupported_type": N_("Ce type de fichier n'est pas lu."),
        "damaged_page": N_("Des pages sont abîmées. Une reprise les relit ; sinon, demandez un nouveau scan."),
        "too_large_page": N_("Des pages ont des dimensions démesurées : l'organisme doit les réimprimer."),
        "page_missing": N_("Le fichier n'a plus autant de pages qu'à son arrivée : l'organisme doit le renvoyer."),
        "reading_failed": N_("La lecture a échoué. Une reprise relit les pages qui manquent."),
        "reading_crashed": N_(
            "Le programme de lecture s'est arrêté trois fois sur la même page. "
            "Vérifiez la mémoire de la machine, puis reprenez."
        ),
        "reading_too_long": N_(
            "La lecture d'une page a dépassé le temps permis. Vérifiez la charge de la machine, puis reprenez."
        ),
        "recognition_failed": N_("Tesseract a échoué. Vérifiez-le par « truchement doctor », puis reprenez."),
        "tesseract_missing": N_(
            "Tesseract n'est pas installé : « sudo apt install tesseract-ocr », puis reprenez."
        ),
        "tesseract_language_missing": N_(
            "Une langue de Tesseract manque : « truchement doctor » dit laquelle. Installez-la, puis reprenez."
        ),
        "unreadable_document": N_(
            "Aucun texte n'a été trouvé. Une reprise relit tout ; sinon, demandez un nouveau scan."
        ),
        "blank_page": N_("Les pages semblent blanches : l'organisme doit vérifier son scan."),
        "unreadable_page": N_("Les pages sont illisibles : l'organisme doit envoyer un meilleur scan."),
        "interrupted": N_(
            "Les postes de traitement se sont arrêtés à plusieurs reprises sur ces pages. "
            "Vérifiez la mémoire de la machine, puis reprenez."
        ),
        "drafting_interrupted": N_(
            "Les postes de traitement se sont arrêtés à plusieurs reprises pendant le brouillon. "
            "Vérifiez la mémoire de la machine, puis reprenez."
        ),
        "delivery_interrupted": N_(
            "Les postes de traitement se sont arrêtés à plusieurs reprises pendant la production des fichiers. "
            "Vérifiez la mémoire de la machine, puis reprenez."
        ),
        "package_model": N_(
            "Un modèle de traduction ne se charge pas. Réinstallez-le (« truchement models add »), puis reprenez."
        ),
        "blob_missing": N_("Le fichier n'est plus dans l'espace de stockage : restaurez-le, puis reprenez."),
        "blob_damaged": N_("Le fichier stocké est altéré : restaurez-le depuis une sauvegarde, puis reprenez."),
        "blob_store_unavailable": N_("L'espace de stockage ne répond pas : rétablissez-le, puis reprenez."),
        "blob_store_full": N_("L'espace de stockage est plein : faites de la place. La reprise est automatique."),
        "disk_full": N_("Le disque du service est plein : faites de la place. La reprise est automatique."),
        "database_full": N_(
            "Le disque de la base de données est plein : faites de la place. La reprise est automatique."
        ),
        "database_busy": N_("La base de données n'a pas répondu à temps. La reprise est automatique."),
        "restored": N_(
            "Une sauvegarde a été restaurée : ce courriel a pu partir depuis. S'il est encore utile, renvoyez-le."
        ),
        "database_unavailable": N_("La base de données était injoignable. La reprise est automatique."),
        "mail_not_sent": N_(
            "Le serveur de messagerie refuse ou ne répond pas : vérifiez TRUCHEMENT_MAIL_URL, puis reprenez."
        ),
        "mail_refused": N_(
            "Le serveur de messagerie a refusé le courriel pour de bon : voyez la page des courriels."
        ),
        "other": OTHER,
    }
)


def reason(code: str) -> str:
    """The French sentence for a code. A fault of the program is known by the name of its class."""
    if code[:1].isupper():
        return DEFECT
    return REASONS.get(code.partition(":")[0], OTHER)
