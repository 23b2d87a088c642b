"""The journal in words: what was done, to what, by whom."""

from collections.abc import Mapping
from types import MappingProxyType

from app import display
from storage.errors import N_
from storage.models import AuditEvent

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "approved": N_("a approuvé"),
        "assigned": N_("a attribué"),
        "awaiting_requester": N_("a demandé un nouveau scan au demandeur"),
        "backed_up": N_("a fait une sauvegarde entière"),
        "backups_pruned": N_("a retiré d'anciennes sauvegardes"),
        "cancelled": N_("a annulé"),
        "changed": N_("a modifié"),
        "check_waived": N_("a écarté un contrôle"),
        "closed": N_("a fermé"),
        "closed_without_translation": N_("a clos sans traduction"),
        "created": N_("a créé"),
        "date_told": N_("a prévenu de la nouvelle échéance"),
        "delivered": N_("a livré"),
        "disabled": N_("a fermé le compte"),
        "discard_told": N_("a prévenu qu'un fichier est écarté"),
        "discarded": N_("a écarté un fichier en quarantaine"),
        "download": N_("a téléchargé"),
        "drafted": N_("a mis le brouillon à prendre"),
        "drafting": N_("a envoyé au brouillon"),
        "email_changed": N_("a changé d'adresse"),
        "email_kept": N_("a gardé son adresse, la nouvelle étant prise"),
        "enabled": N_("a rouvert le compte"),
        "erased": N_("a effacé un fichier pour toujours"),
        "factor_failed": N_("a donné un code faux"),
        "factor_locked": N_("a épuisé ses essais de code"),
        "factor_off": N_("a désactivé son second facteur"),
        "factor_on": N_("a activé un second facteur"),
        "factor_reset": N_("a retiré un second facteur"),
        "failed": N_("a constaté un échec"),
        "file_refused": N_("a refusé un fichier du dossier surveillé"),
        "file_taken": N_("a pris un fichier du dossier surveillé"),
        "found_clean": N_("n'a rien trouvé de suspect"),
        "held_again": N_("a remis en quarantaine"),
        "hold_told": N_("a prévenu qu'un fichier est retenu"),
        "identity_linked": N_("a relié un compte au fournisseur d'identité"),
        "identity_unlinked": N_("a rompu un lien avec le fournisseur d'identité"),
        "in_revision": N_("a envoyé en relecture"),
        "in_translation": N_("a pris pour traduire"),
        "invited": N_("a invité"),
        "journal_exported": N_("a exporté le journal"),
        "journal_searched": N_("a cherché dans le journal"),
        "journal_verified": N_("a vérifié le journal"),
        "judged": N_("a jugé une proposition du tri"),
        "key_made": N_("a mis en tête une nouvelle clé des formulaires"),
        "key_retired": N_("a retiré une clé des formulaires"),
        "mail_left": N_("a laissé un message dans la boîte"),
        "mail_put_away": N_("a classé un message"),
        "mail_retried": N_("a fait reprendre un message"),
        "mail_taken": N_("a pris un message"),
        "orphans_removed": N_("a effacé des fichiers que rien ne citait"),
        "page_failed": N_("n'a pas pu lire une page"),
        "password_changed": N_("a changé le mot de passe"),
        "password_reset_asked": N_("a demandé un nouveau mot de passe"),
        "quarantined": N_("a mis en quarantaine"),
        "read": N_("a lu"),
        "read_again": N_("a renvoyé à la lecture"),
        "read_turned": N_("a renvoyé à la lecture des pages tournées"),
        "received": N_("a déposé"),
        "recovery_codes_made": N_("a fait de nouveaux codes de secours"),
        "release_told": N_("a prévenu qu'un fichier n'est plus retenu"),
        "released": N_("a libéré un fichier en quarantaine"),
        "renamed": N_("a renommé"),
        "reopened": N_("a rouvert"),
        "rescheduled": N_("a changé l'échéance"),
        "resealed": N_("a scellé de nouveau les seconds facteurs"),
        "resumed": N_("a repris un travail échoué"),
        "removed": N_("a supprimé"),
        "resumption_told": N_("a prévenu de la reprise"),
        "returned": N_("a rendu au traducteur"),
        "revoked": N_("a révoqué"),
        "revision_released": N_("a rendu la relecture"),
        "revision_taken": N_("a pris pour relire"),
        "scan_asked": N_("a demandé un nouveau scan"),
        "scan_received": N_("a déposé un nouveau scan"),
        "secret_renewed": N_("a changé le secret"),
        "segment_added": N_("a ajouté un passage"),
        "segment_moved": N_("a déplacé un segment"),
        "sent_again": N_("a renvoyé"),
        "sent_on": N_("a envoyé du tri au brouillon"),
        "sent_outside": N_("a envoyé à l'extérieur"),
        "sessions_ended": N_("a fermé les sessions"),
        "sign_in": N_("s'est connecté"),
        "sign_in_failed": N_("n'a pas pu se connecter"),
        "sign_in_locked": N_("a épuisé ses essais de connexion"),
        "sign_on_refused": N_("n'a pas été admis par le fournisseur d'identité"),
        "sign_out": N_("s'est déconnecté"),
        "siret_added": N_("a ajouté un SIRET"),
        "siret_removed": N_("a retiré un SIRET"),
        "sorted": N_("a trié les pages"),
        "stop_told": N_("a prévenu de l'arrêt"),
        "to_scan": N_("a envoyé au contrôle antivirus"),
        "to_sort": N_("a laissé à trier"),
        "to_triage": N_("a remis au tri"),
        "unlocked": N_("a déverrouillé"),
        "view": N_("a consulté"),
    }
)
OBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "account": N_("compte"),
        "api_key": N_("clé d'accès"),
        "blobs": N_("espace de stockage"),
        "backup": N_("sauvegarde"),
        "body": N_("organisme"),
        "container": N_("envoi (message ou archive)"),
        "delivery_file": N_("fichier livré"),
        "document": N_("pièce"),
        "dropped_file": N_("fichier du dossier surveillé"),
        "incoming_mail": N_("message reçu"),
        "journal": N_("journal"),
        "key": N_("clé"),
        "mail": N_("courriel"),
        "message": N_("message"),
        "order": N_("demande"),
        "segment": N_("segment"),
        "service_account": N_("compte de service"),
        "translation": N_("traduction"),
        "unit": N_("service"),
        "user": N_("compte"),
        "webhook": N_("adresse de rappel"),
        "webhook_message": N_("rappel"),
    }
)
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "antivirus": N_("antivirus"),
        "anonymous": N_("personne non connectée"),
        "beat": N_("tâches de fond"),
        "command": N_("ligne de commande"),
        "delivery": N_("livraison"),
        "demo": N_("démonstration"),
        "folder": N_("dossier surveillé"),
        "mailbox": N_("boîte aux lettres"),
        "ocr": N_("lecture"),
        "operator": N_("exploitant du système"),
        "relay": N_("messages"),
        "run": N_("lancement du service"),
        "service": N_("compte de service supprimé"),
        "translate": N_("brouillon automatique"),
        "user": N_("compte supprimé"),
        "webhooks": N_("rappels"),
    }
)

PROBLEMS: Mapping[str, str] = MappingProxyType(
    {
        "changed": N_("ligne changée"),
        "missing": N_("ligne retirée"),
        "inserted": N_("ligne insérée"),
        "head": N_("fin de chaîne qui ne concorde pas"),
    }
)
# What details are called; others are shown by the name that the code gave them.
DETAILS: Mapping[str, str] = MappingProxyType(
    {
        "accounts": N_("comptes"),
        "act": N_("acte"),
        "actors": N_("personnes"),
        "after": N_("après"),
        "before": N_("avant"),
        "code": N_("raison"),
        "container": N_("envoi (message ou archive)"),
        "dropped_file": N_("fichier du dossier surveillé"),
        "events": N_("événements"),
        "files": N_("fichiers"),
        "head": N_("tête"),
        "incoming_mail": N_("message reçu"),
        "kept": N_("gardées"),
        "keys": N_("clés"),
        "kind": N_("genre"),
        "methods": N_("preuves données"),
        "objects": N_("fichiers"),
        "order": N_("demande"),
        "page": N_("page"),
        "pages": N_("pages"),
        "person": N_("personne"),
        "problems": N_("anomalies"),
        "reason": N_("motif"),
        "roles": N_("rôles"),
        "session": N_("session"),
        "signature": N_("signature"),
        "since": N_("depuis"),
        "siret": N_("SIRET"),
        "source": N_("fournisseur d'origine"),
        "translation": N_("traduction"),
        "unit": N_("service"),
        "way": N_("par"),
        "work": N_("travail"),
    }
)
ROLES: Mapping[str, str] = MappingProxyType({role.value: name for role, name in display.ROLES.items()})
# Where a thing stood before and after an act.
STANDINGS: Mapping[str, str] = MappingProxyType(
    {
        "approved": N_("approuvée"),
        "cancelled": N_("annulée"),
        "closed_without_translation": N_("close sans traduction"),
        "delivered": N_("livrée"),
        "discarded": N_("écartée"),
        "drafted": N_("brouillon fait"),
        "drafting": N_("brouillon en cours"),
        "failed": N_("en échec"),
        "in_revision": N_("en relecture"),
        "in_translation": N_("en traduction"),
        "released": N_("libérée"),
        "returned": N_("rendue au traducteur"),
        "revision": N_("relecture"),
        "awaiting_requester": N_("chez le demandeur"),
        "sent_outside": N_("à l’extérieur"),
        "to_triage": N_("au tri"),
        "translation": N_("traduction"),
    }
)
COLUMNS = (
    N_("Numéro"),
    N_("Date"),
    N_("Qui"),
    N_("Identifiant de la personne"),
    N_("Acte"),
    N_("Code de l'acte"),
    N_("Objet"),
    N_("Référence"),
    N_("Identifiant de l'objet"),
    N_("Organisme"),
    N_("Précisions"),
    N_("Empreinte"),
)


def action(code: str) -> str:
    """The French words of an action; its code where it has none yet."""
    return ACTIONS.get(code, code)


def object_kind(code: str) -> str:
    """The French word of a kind of object; its code where it has none yet."""
    return OBJECTS.get(code, code)


def details(event: AuditEvent) -> list[tuple[str, str]]:
    """The details that say something: the French name of each, and its value as text."""
    return [
        (DETAILS.get(name, name), ", ".join(map(value_of, value)) if isinstance(value, list) else value_of(value))
        for name, value in sorted(event.details.items())
        if value is not None and value != []
    ]


def value_of(value: object) -> str:
    """A value in French where it is a status or a role; otherwise as it is."""
    text = str(value)
    return STANDINGS.get(text) or ROLES.get(text) or text


def part(event: AuditEvent) -> str:
    """The French name of the part of the service that acted, where no known person did."""
    return PARTS.get(event.actor_kind, event.actor_kind)
