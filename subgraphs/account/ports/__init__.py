"""What the use cases need from outside, as protocols."""

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
    Passwords,
    Throttle,
    TotpCodes,
)

__all__ = [
    "AccountRecords",
    "AuditRecords",
    "Challenge",
    "Challenges",
    "LiveSessions",
    "MailRecords",
    "Mailer",
    "Passwords",
    "Records",
    "SessionRecords",
    "Store",
    "Throttle",
    "TokenRecords",
    "TotpCodes",
    "TwoFactorRecords",
]
