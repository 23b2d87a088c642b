"""Every operation of the interface, in the order in which it is described."""

from app.api import models, questions
from app.api.operations import Answer, Operation
from app.service_accounts.scopes import Scope

FILE_HEADERS = ("ETag", "Content-Disposition", "Accept-Ranges")
FILE_ANSWERS = {
    200: Answer("Le fichier entier.", file=True, headers=FILE_HEADERS),
    206: Answer("La partie demandée.", file=True, headers=(*FILE_HEADERS, "Content-Range")),
    304: Answer("Votre copie est encore bonne.", headers=("ETag",)),
}
CONDITIONAL = ("If-None-Match", "Range")
#: The store of files may be down or damaged, a file may be held by the antivirus, a part may not exist.
FILE_PROBLEMS = (409, 416, 507)

ACCOUNT = Operation(
    "getAccount", "GET", "/account", "Compte", "Voir le compte de la clé",
    "Dit à qui est la clé présentée, ce qu'elle permet, jusqu'à quand, et ce qu'une demande peut contenir.",
    None, {200: Answer("Le compte.", models.Account)},
)  # fmt: skip
LANGUAGES = Operation(
    "listLanguages", "GET", "/languages", "Compte", "Lister les langues",
    "Les langues que le service connaît, par leur code ISO 639-1. Une autre est lue et traduite à la main.",
    None, {200: Answer("Les langues.", models.LanguageList)},
)  # fmt: skip
CREATE_ORDER = Operation(
    "createOrder", "POST", "/orders", "Demandes", "Déposer une demande",
    "Envoie une ou plusieurs pièces sous le nom « files ». Ce qui est sain est pris et suit son cours ; ce qui ne "
    "l'est pas est dit dans « refused ». Si tout est refusé, rien n'est enregistré et la réponse est 422. Donnez "
    "toujours un Idempotency-Key : après une coupure, renvoyez la même demande sous le même nom.",
    Scope.ORDERS_WRITE, {201: Answer("La demande est enregistrée.", models.CreatedOrder, headers=("Location",))},
    form=questions.NewOrder, named=True, problems=(507,), request_headers=("Idempotency-Key",),
)  # fmt: skip
LIST_ORDERS = Operation(
    "listOrders", "GET", "/orders", "Demandes", "Lister les demandes",
    "Celles que le compte peut voir, la plus récente d'abord.",
    Scope.ORDERS_READ, {200: Answer("Une page.", models.OrderPage)}, query=questions.OrderQuery,
)  # fmt: skip
SHOW_ORDER = Operation(
    "getOrder", "GET", "/orders/{order_id}", "Demandes", "Suivre une demande",
    "La demande, ses pièces et où chacune en est. Interrogez-la chaque minute au plus, ou faites-vous rappeler.",
    Scope.ORDERS_READ, {200: Answer("La demande.", models.Order)},
)  # fmt: skip
CANCEL_ORDER = Operation(
    "cancelOrder", "POST", "/orders/{order_id}/cancel", "Demandes", "Annuler une demande",
    "Annule les pièces que personne n'a commencé à traduire. Les autres suivent leur cours : la réponse dit où "
    "chacune en est. S'il n'y a plus rien à annuler, la réponse est 409.",
    Scope.ORDERS_WRITE, {200: Answer("La demande, telle qu'elle est maintenant.", models.Order)}, problems=(409,),
)  # fmt: skip
SHOW_DOCUMENT = Operation(
    "getDocument", "GET", "/documents/{document_id}", "Pièces", "Suivre une pièce",
    "Une pièce, et où en est sa traduction.",
    Scope.ORDERS_READ, {200: Answer("La pièce.", models.Document)},
)  # fmt: skip
DOCUMENT_CONTENT = Operation(
    "getDocumentContent", "GET", "/documents/{document_id}/content", "Pièces", "Télécharger l'original",
    "Le fichier tel qu'il a été déposé. Chaque téléchargement est écrit au journal.",
    Scope.DOCUMENTS_READ, FILE_ANSWERS, problems=FILE_PROBLEMS, request_headers=CONDITIONAL,
)  # fmt: skip
SHOW_TRANSLATION = Operation(
    "getTranslation", "GET", "/translations/{translation_id}", "Traductions", "Suivre une traduction",
    "Où en est la traduction d'une pièce, en cinq mots, et ce qui en a été livré.",
    Scope.ORDERS_READ, {200: Answer("La traduction.", models.Translation)},
)  # fmt: skip
LIST_DELIVERIES = Operation(
    "listDeliveries", "GET", "/deliveries", "Livraisons", "Lister les livraisons",
    "Ce qui a été livré au compte, le plus récent d'abord.",
    Scope.DELIVERIES_READ, {200: Answer("Une page.", models.DeliveryPage)}, query=questions.DeliveryQuery,
)  # fmt: skip
SHOW_DELIVERY = Operation(
    "getDelivery", "GET", "/deliveries/{delivery_id}", "Livraisons", "Voir une livraison",
    "Les fichiers livrés d'une traduction, et l'empreinte de l'original qui a été traduit.",
    Scope.DELIVERIES_READ, {200: Answer("La livraison.", models.Delivery)},
)  # fmt: skip
FILE_CONTENT = Operation(
    "getFileContent", "GET", "/files/{file_id}/content", "Livraisons", "Télécharger un fichier livré",
    "Chaque téléchargement est écrit au journal.",
    Scope.DELIVERIES_READ, FILE_ANSWERS, problems=FILE_PROBLEMS, request_headers=CONDITIONAL,
)  # fmt: skip
LIST_WEBHOOKS = Operation(
    "listWebhooks", "GET", "/webhooks", "Rappels", "Lister les adresses de rappel",
    "Celles du compte, sans leur secret.",
    Scope.WEBHOOKS_READ, {200: Answer("Les adresses.", models.WebhookList)},
)  # fmt: skip
CREATE_WEBHOOK = Operation(
    "createWebhook", "POST", "/webhooks", "Rappels", "Ajouter une adresse de rappel",
    "Le secret qui signe les rappels est dans la réponse, et n'est plus jamais montré.",
    Scope.WEBHOOKS_WRITE,
    {201: Answer("L'adresse et son secret.", models.WebhookWithSecret, headers=("Location",))},
    body=questions.NewWebhook, problems=(409,),
)  # fmt: skip
SHOW_WEBHOOK = Operation(
    "getWebhook", "GET", "/webhooks/{webhook_id}", "Rappels", "Voir une adresse de rappel", "Sans son secret.",
    Scope.WEBHOOKS_READ, {200: Answer("L'adresse.", models.Webhook)},
)  # fmt: skip
CHANGE_WEBHOOK = Operation(
    "changeWebhook", "PUT", "/webhooks/{webhook_id}", "Rappels", "Changer une adresse de rappel",
    "Remplace l'adresse, sa description et ses événements ; le secret reste.",
    Scope.WEBHOOKS_WRITE, {200: Answer("L'adresse, telle qu'elle est maintenant.", models.Webhook)},
    body=questions.NewWebhook,
)  # fmt: skip
REMOVE_WEBHOOK = Operation(
    "removeWebhook", "DELETE", "/webhooks/{webhook_id}", "Rappels", "Supprimer une adresse de rappel",
    "Avec son histoire ; ce qui n'était pas parti ne partira pas.",
    Scope.WEBHOOKS_WRITE, {204: Answer("Elle n'est plus.")},
)  # fmt: skip
RENEW_SECRET = Operation(
    "renewWebhookSecret", "POST", "/webhooks/{webhook_id}/secret", "Rappels", "Changer le secret",
    "Pendant 24 heures chaque rappel porte deux signatures, du nouveau secret et de l'ancien.",
    Scope.WEBHOOKS_WRITE, {200: Answer("L'adresse et son nouveau secret.", models.WebhookWithSecret)},
)  # fmt: skip
ENABLE_WEBHOOK = Operation(
    "enableWebhook", "POST", "/webhooks/{webhook_id}/enable", "Rappels", "Réactiver une adresse",
    "Ce qui attendait part aussitôt.",
    Scope.WEBHOOKS_WRITE, {200: Answer("L'adresse.", models.Webhook)},
)  # fmt: skip
DISABLE_WEBHOOK = Operation(
    "disableWebhook", "POST", "/webhooks/{webhook_id}/disable", "Rappels", "Désactiver une adresse",
    "Plus rien n'y est annoncé ; ce qui attendait attend la réactivation.",
    Scope.WEBHOOKS_WRITE, {200: Answer("L'adresse.", models.Webhook)},
)  # fmt: skip
PING_WEBHOOK = Operation(
    "pingWebhook", "POST", "/webhooks/{webhook_id}/ping", "Rappels", "Essayer une adresse",
    "Envoie un événement « ping », qui ne veut rien dire.",
    Scope.WEBHOOKS_WRITE, {202: Answer("L'essai part.", models.Message)}, problems=(409,),
)  # fmt: skip
LIST_MESSAGES = Operation(
    "listWebhookMessages", "GET", "/webhooks/{webhook_id}/messages", "Rappels", "Voir les rappels envoyés",
    "Chaque rappel avec ses essais, le plus récent d'abord, pendant 30 jours.",
    Scope.WEBHOOKS_READ, {200: Answer("Une page.", models.MessagePage)}, query=questions.PageQuery,
)  # fmt: skip
SEND_AGAIN = Operation(
    "resendWebhookMessage", "POST", "/webhooks/{webhook_id}/messages/{message_id}/resend", "Rappels",
    "Renvoyer un rappel", "Sous le même identifiant : votre système sait ainsi qu'il l'a peut-être déjà reçu.",
    Scope.WEBHOOKS_WRITE, {202: Answer("Il repart.", models.Message)}, problems=(409,),
)  # fmt: skip

OPERATIONS = (
    ACCOUNT,
    LANGUAGES,
    CREATE_ORDER,
    LIST_ORDERS,
    SHOW_ORDER,
    CANCEL_ORDER,
    SHOW_DOCUMENT,
    DOCUMENT_CONTENT,
    SHOW_TRANSLATION,
    LIST_DELIVERIES,
    SHOW_DELIVERY,
    FILE_CONTENT,
    LIST_WEBHOOKS,
    CREATE_WEBHOOK,
    SHOW_WEBHOOK,
    CHANGE_WEBHOOK,
    REMOVE_WEBHOOK,
    RENEW_SECRET,
    ENABLE_WEBHOOK,
    DISABLE_WEBHOOK,
    PING_WEBHOOK,
    LIST_MESSAGES,
    SEND_AGAIN,
)
