"""Models, one file per aggregate, one metadata."""

from storage.models.audit import AuditEvent, AuditHead
from storage.models.base import Base, now
from storage.models.containers import Container
from storage.models.deliveries import Delivery, DeliveryFile
from storage.models.documents import Blob, Document, Page, Reading, WithheldError
from storage.models.dropped import DroppedFile, DroppedStatus
from storage.models.mailbox import IncomingMail, IncomingStatus, WayIn
from storage.models.orders import Confidentiality, Counter, Order, Urgency
from storage.models.people import (
    Body,
    BodyKind,
    LoginAttempt,
    LoginSession,
    PasswordTicket,
    Role,
    Straight,
    Unit,
    User,
    UserRole,
    Way,
)
from storage.models.scans import Scan, ScanDecision, ScanVerdict
from storage.models.service_accounts import ApiKey, IdempotentAnswer, ServiceAccount
from storage.models.signon import (
    BodySiret,
    FederatedIdentity,
    PendingSignIn,
    RecoveryCode,
    SecondFactor,
    StepKind,
)
from storage.models.translations import Segment, SegmentState, SegmentVersion, Translation
from storage.models.triage import (
    Judgement,
    Out,
    OutsideWork,
    ScanRequest,
    Sheet,
    Triage,
    TriageAct,
    TriageFinding,
)
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
    "BodySiret",
    "Confidentiality",
    "ConsumedMessage",
    "Container",
    "Counter",
    "Delivery",
    "DeliveryFile",
    "Document",
    "DroppedFile",
    "DroppedStatus",
    "FederatedIdentity",
    "IdempotentAnswer",
    "IncomingMail",
    "IncomingStatus",
    "Judgement",
    "LoginAttempt",
    "LoginSession",
    "Order",
    "Out",
    "OutboxMessage",
    "OutsideWork",
    "Page",
    "PasswordTicket",
    "PendingSignIn",
    "Reading",
    "RecoveryCode",
    "Role",
    "Scan",
    "ScanDecision",
    "ScanRequest",
    "ScanVerdict",
    "SecondFactor",
    "Segment",
    "SegmentState",
    "SegmentVersion",
    "ServiceAccount",
    "Sheet",
    "StepKind",
    "Straight",
    "Translation",
    "Triage",
    "TriageAct",
    "TriageFinding",
    "Unit",
    "Urgency",
    "User",
    "UserRole",
    "Way",
    "WayIn",
    "Webhook",
    "WebhookAttempt",
    "WebhookMessage",
    "WithheldError",
    "WorkItem",
    "now",
]
