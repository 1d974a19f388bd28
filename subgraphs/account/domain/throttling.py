"""Rules that slow guesses and floods down."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class BackoffRule:
    """After `free` failures in a row, each further one doubles the wait.

    The count is forgotten after `forgotten_after` without an attempt.
    """

    name: str
    free: int
    first_wait: timedelta
    longest_wait: timedelta
    forgotten_after: timedelta


@dataclass(frozen=True, slots=True)
class RateRule:
    """At most `count` calls within `per`, successful or not."""

    name: str
    count: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Throttles:
    """All rules that slow guesses and floods down."""

    password_of_account: BackoffRule
    password_from_address: BackoffRule
    code_of_account: BackoffRule
    logins_from_address: RateRule
    registrations_from_address: RateRule
    resets_from_address: RateRule
    mails_to_address: RateRule
