"""Rotates the keys that services sign with and the secrets that the router sends, while all run.

`rotate` lets a new key be accepted beside the earlier ones, and then lets its owner use it.
`retire` removes the earlier keys later, when nothing that they signed has to be valid any more and
every router sends the new secret.
"""

import time
from datetime import UTC, datetime, timedelta

import hvac
import requests
from hvac.exceptions import VaultError

from dev.bootstrap.secret_values import ROTATED
from dev.bootstrap.vault import Version, read_version, write
from dev.errors import StackError

# Verifiers look an unknown key up at most once a second.
SPREAD = timedelta(seconds=2)
# The old key is in use for some seconds more (BOOKING_KEY_MAX_AGE_SECONDS; the router's files).
SETTLED = timedelta(seconds=60)


def rotate(client: hvac.Client, name: str, *, spread: timedelta = SPREAD) -> str:
    """Let a new key be used from now on, and return its id; earlier keys stay trusted.

    `spread` is how long the key is trusted before it is used. StackError when that fails.
    """
    rotated = ROTATED[name]
    used, accepted = rotated.make()
    try:
        known = _accepted(client, name)
        write(client, rotated.accepted, {**known.secret, **accepted}, after=known)
        time.sleep(spread.total_seconds())
        write(client, rotated.used, dict(used))
    except (VaultError, requests.RequestException) as error:
        raise StackError(f"The {name} was not rotated: {error}") from error
    return used["kid"]


def retire(client: hvac.Client, name: str, *, settled: timedelta = SETTLED) -> list[str]:
    """Trust only the current key, and return the ids of the keys that are no longer trusted.

    StackError when the keys changed less than `settled` ago: the previous key may still be in use,
    and what it signs would be refused.
    """
    rotated = ROTATED[name]
    try:
        known, used = _accepted(client, name), read_version(client, rotated.used)
        if used is None or used.secret["kid"] not in known.secret:
            raise StackError(f"The current {name} is not trusted: rotate it first.")
        current = used.secret["kid"]
        others = sorted(known.secret.keys() - {current})
        if others:
            # A new key is trusted before it is used; retiring in between would remove it.
            changed_at = max(known.written_at, used.written_at)
            wait = changed_at + settled - datetime.now(UTC)
            if wait > timedelta(0):
                raise StackError(
                    f"The {name} was rotated a moment ago and the previous key may still be in "
                    f"use: retire it in {wait.total_seconds():.0f} s."
                )
            only = {current: known.secret[current]}
            write(client, rotated.accepted, only, after=known)
    except (VaultError, requests.RequestException) as error:
        raise StackError(f"No {name} was retired: {error}") from error
    return others


def _accepted(client: hvac.Client, name: str) -> Version:
    accepted = read_version(client, ROTATED[name].accepted)
    if accepted is None:
        raise StackError(f"There is no {name} yet: let the bootstrap make one.")
    return accepted
