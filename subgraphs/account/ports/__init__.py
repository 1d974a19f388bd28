"""What the use cases and workers need, as Protocols."""

from subgraphs.account.ports.expiry import EventPublisher, ExpiryClaims, ExpiryNotifications
from subgraphs.account.ports.records import (
    AccountRecords,
    AuditRecords,
    MailRecords,
    Records,
    SessionRecords,
    Store,
    TokenRecords,
    TwoFactorRecords,
)
from subgraphs.account.ports.services import (
    Challenge,
    Challenges,
    LiveSessions,
    Mailer,
    PasswordMatch,
    Passwords,
    Throttle,
    TotpCodes,
)

__all__ = [
    "AccountRecords",
    "AuditRecords",
    "Challenge",
    "Challenges",
    "EventPublisher",
    "ExpiryClaims",
    "ExpiryNotifications",
    "LiveSessions",
    "MailRecords",
    "Mailer",
    "PasswordMatch",
    "Passwords",
    "Records",
    "SessionRecords",
    "Store",
    "Throttle",
    "TokenRecords",
    "TotpCodes",
    "TwoFactorRecords",
]
