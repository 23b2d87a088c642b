"""Models, one file per aggregate, one metadata."""

from storage.models.audit import AuditEvent, AuditHead
from storage.models.base import Base, now
from storage.models.deliveries import Delivery, DeliveryFile
from storage.models.documents import Blob, Document, Page, Reading, WithheldError
from storage.models.orders import Confidentiality, Counter, Order, Urgency
from storage.models.people import (
    Body,
    BodyKind,
    LoginAttempt,
    LoginSession,
    PasswordTicket,
    Role,
    Unit,
    User,
    UserRole,
)
from storage.models.scans import Scan, ScanDecision, ScanVerdict
from storage.models.service_accounts import ApiKey, IdempotentAnswer, ServiceAccount
from storage.models.translations import Segment, SegmentState, SegmentVersion, Translation
from storage.models.webhooks import Webhook, WebhookAttempt, WebhookMessage
from storage.models.work import ConsumedMessage, OutboxMessage, WorkItem

__all__ = [
    "ApiKey",
    "AuditEvent",
    "AuditHead",
    "Base",
    "Blob",
    "Body",
    "BodyKind",
    "Confidentiality",
    "ConsumedMessage",
    "Counter",
    "Delivery",
    "DeliveryFile",
    "Document",
    "IdempotentAnswer",
    "LoginAttempt",
    "LoginSession",
    "Order",
    "OutboxMessage",
    "Page",
    "PasswordTicket",
    "Reading",
    "Role",
    "Scan",
    "ScanDecision",
    "ScanVerdict",
    "Segment",
    "SegmentState",
    "SegmentVersion",
    "ServiceAccount",
    "Translation",
    "Unit",
    "Urgency",
    "User",
    "UserRole",
    "Webhook",
    "WebhookAttempt",
    "WebhookMessage",
    "WithheldError",
    "WorkItem",
    "now",
]
