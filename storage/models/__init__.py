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
    Way,
)
from storage.models.scans import Scan, ScanDecision, ScanVerdict
from storage.models.signon import (
    BodySiret,
    FederatedIdentity,
    PendingSignIn,
    RecoveryCode,
    SecondFactor,
    StepKind,
)
from storage.models.translations import Segment, SegmentState, SegmentVersion, Translation
from storage.models.work import ConsumedMessage, OutboxMessage, WorkItem

__all__ = [
    "AuditEvent",
    "AuditHead",
    "Base",
    "Blob",
    "Body",
    "BodyKind",
    "BodySiret",
    "Confidentiality",
    "ConsumedMessage",
    "Counter",
    "Delivery",
    "DeliveryFile",
    "Document",
    "FederatedIdentity",
    "LoginAttempt",
    "LoginSession",
    "Order",
    "OutboxMessage",
    "Page",
    "PasswordTicket",
    "PendingSignIn",
    "Reading",
    "RecoveryCode",
    "Role",
    "Scan",
    "ScanDecision",
    "ScanVerdict",
    "SecondFactor",
    "Segment",
    "SegmentState",
    "SegmentVersion",
    "StepKind",
    "Translation",
    "Unit",
    "Urgency",
    "User",
    "UserRole",
    "Way",
    "WithheldError",
    "WorkItem",
    "now",
]
