"""Who may do what: kinds of callers, and the page that says what each was answered."""

from collections.abc import Sequence
from pathlib import Path

from dev.bootstrap import vault
from dev.stack import Stack
from shared.auth.service_tokens import ServiceTokenSigner, SigningKey
from shared.clock import SystemClock

PAGE = Path(__file__).parents[2] / "docs" / "access.md"

ANONYMOUS, EXPIRED, SERVICE = "anonymous", "expired session", "service token"
OWNER, ANOTHER = "owner", "another account"
NOBODY = (ANONYMOUS, EXPIRED, SERVICE)
PEOPLE = (OWNER, ANOTHER, "STAFF", "ADMIN")

Seen = dict[tuple[str, str], str]
"""What each operation was answered to each caller."""


async def service_token(stack: Stack) -> str:
    """What booking shows to payment, signed with booking's own key."""
    access = stack.admin
    client = vault.open_vault(access.vault_addr, stack.folders.keys, access.vault_token)
    secret = vault.read(client, "booking/service-key") or {}

    async def key() -> SigningKey:
        return SigningKey(secret["kid"], secret["private_key"])

    return await ServiceTokenSigner("booking", "payment", key, SystemClock()).sign("payments:read")


def page_must_say(text: str, operations: Sequence[str], callers: Sequence[str], seen: Seen) -> None:
    """Fail when the page's part that begins with the first line of `text` says anything else.

    It says what was seen then, to be committed.
    """
    rows = [f"| operation | {' | '.join(callers)} |", f"|---|{'---|' * len(callers)}"]
    for name in operations:
        rows.append(f"| {name} | {' | '.join(seen[name, caller] for caller in callers)} |")
    part = text + "\n".join(rows) + "\n"
    parts = _parts()
    stale = parts.get(_title(part)) != part
    if stale:
        parts[_title(part)] = part
        PAGE.write_text("\n".join(parts[title] for title in sorted(parts)))
    assert not stale, f"{PAGE.name} did not say what was seen: it does now, commit it"


def _parts() -> dict[str, str]:
    """The parts of the page as they are, by their titles."""
    begun = ("\n" + PAGE.read_text()).split("\n# ")[1:] if PAGE.exists() else []
    return {_title("# " + each): "# " + each.rstrip("\n") + "\n" for each in begun}


def _title(part: str) -> str:
    return part.partition("\n")[0]
