"""Rotates the keys that services sign with, while the services run.

`rotate` publishes the public half of a new key beside the earlier ones, and then lets it sign.
`retire` removes the earlier keys later, when nothing that they signed has to be valid any more.
"""

import time
from datetime import UTC, datetime, timedelta

import hvac
import requests
from hvac.exceptions import VaultError

from dev.bootstrap import secret_values
from dev.bootstrap.vault import Version, read_version, write
from dev.errors import StackError

KEYS = {path.partition("/")[2]: path for path in secret_values.KEY_PAIRS}
"""The paths of the private keys by their names for operators: `service-key`, `ticket-key`."""

# Verifiers look an unknown key up at most once a second.
SPREAD = timedelta(seconds=2)
# Signers use the old key for some seconds more (BOOKING_KEY_MAX_AGE_SECONDS).
SETTLED = timedelta(seconds=60)


def rotate(client: hvac.Client, name: str, *, spread: timedelta = SPREAD) -> str:
    """Let a new key sign from now on, and return its id; earlier keys stay trusted.

    `spread` is how long the key is public before it signs. StackError when that fails.
    """
    private, public = secret_values.key_pair()
    try:
        published = _published(client, name)
        write(client, _public_path(name), {**published.secret, **public}, after=published)
        time.sleep(spread.total_seconds())
        write(client, KEYS[name], dict(private))
    except (VaultError, requests.RequestException) as error:
        raise StackError(f"The {name} was not rotated: {error}") from error
    return private["kid"]


def retire(client: hvac.Client, name: str, *, settled: timedelta = SETTLED) -> list[str]:
    """Trust only the current key, and return the ids of the keys that are no longer trusted.

    StackError when the keys changed less than `settled` ago: a service may still sign with the
    previous key, and its signatures would be refused.
    """
    try:
        published, signing = _published(client, name), read_version(client, KEYS[name])
        if signing is None or signing.secret["kid"] not in published.secret:
            raise StackError(f"The current {name} is not public: rotate it first.")
        current = signing.secret["kid"]
        others = sorted(published.secret.keys() - {current})
        if others:
            # A new key is public before it signs; retiring in between would remove it.
            changed_at = max(published.written_at, signing.written_at)
            wait = changed_at + settled - datetime.now(UTC)
            if wait > timedelta(0):
                raise StackError(
                    f"The {name} was rotated a moment ago and the previous key may still be in "
                    f"use: retire it in {wait.total_seconds():.0f} s."
                )
            only = {current: published.secret[current]}
            write(client, _public_path(name), only, after=published)
    except (VaultError, requests.RequestException) as error:
        raise StackError(f"No {name} was retired: {error}") from error
    return others


def _published(client: hvac.Client, name: str) -> Version:
    published = read_version(client, _public_path(name))
    if published is None:
        raise StackError(f"There is no {name} yet: let the bootstrap make one.")
    return published


def _public_path(name: str) -> str:
    return secret_values.KEY_PAIRS[KEYS[name]]
