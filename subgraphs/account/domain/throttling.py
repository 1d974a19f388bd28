"""Rules that slow down guesses and floods of calls."""

from dataclasses import dataclass
from datetime import timedelta

from shared.backoff import Backoff

LOGINS = "logins"
"""The rate class of mutations that take a password, a code or a token from a mail."""


@dataclass(frozen=True, slots=True)
class BackoffRule:
    """After `free` failures in a row each further one is followed by a longer wait.

    The count is forgotten after `forgotten_after` without an attempt.
    """

    name: str
    free: int
    waits: Backoff
    forgotten_after: timedelta


@dataclass(frozen=True, slots=True)
class RateRule:
    """At most `count` calls within `per`, successful or not."""

    name: str
    count: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Throttles:
    """The rules, named by what they count."""

    password_of_account: BackoffRule
    password_from_address: BackoffRule
    code_of_account: BackoffRule
    logins_from_address: RateRule
    registrations_from_address: RateRule
    resets_from_address: RateRule
    mails_to_address: RateRule
