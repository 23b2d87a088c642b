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
    Unit,
    User,
    UserRole,
)
from storage.models.scans import Scan, ScanDecision, ScanVerdict
from storage.models.translations import Segment, SegmentState, SegmentVersion, Translation
from storage.models.work import ConsumedMessage, OutboxMessage, WorkItem

__all__ = [
    "AuditEvent",
    "AuditHead",
    "Base",
    "Blob",
    "Body",
    "BodyKind",
    "Confidentiality",
    "ConsumedMessage",
    "Container",
    "Counter",
    "Delivery",
    "DeliveryFile",
    "Document",
    "DroppedFile",
    "DroppedStatus",
    "IncomingMail",
    "IncomingStatus",
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
    "Translation",
    "Unit",
    "Urgency",
    "User",
    "UserRole",
    "WayIn",
    "WithheldError",
    "WorkItem",
    "now",
]
