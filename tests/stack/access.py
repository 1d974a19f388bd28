"""Kinds of callers, and the page that says how each operation answers them."""

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
"""The answer to each pair of operation and caller."""


async def service_token(stack: Stack) -> str:
    """Return a token that booking would send to payment, signed with booking's own key."""
    access = stack.admin
    client = vault.open_vault(access.vault_addr, stack.folders.keys, access.vault_token)
    secret = vault.read(client, "booking/service-key") or {}

    async def key() -> SigningKey:
        return SigningKey(secret["kid"], secret["private_key"])

    return await ServiceTokenSigner("booking", "payment", key, SystemClock()).sign("payments:read")


def page_must_say(text: str, operations: Sequence[str], callers: Sequence[str], seen: Seen) -> None:
    """Fail when the page's section with the title of `text` differs from the answers seen.

    The section is then rewritten from these answers, ready to be committed.
    """
    rows = [f"| operation | {' | '.join(callers)} |", f"|---|{'---|' * len(callers)}"]
    for name in operations:
        rows.append(f"| {name} | {' | '.join(seen[name, caller] for caller in callers)} |")
    section = text + "\n".join(rows) + "\n"
    sections = _sections()
    stale = sections.get(_title(section)) != section
    if stale:
        sections[_title(section)] = section
        PAGE.write_text("\n".join(sections[title] for title in sorted(sections)))
    assert not stale, f"{PAGE.name} differed from the answers and is rewritten: commit it"


def _sections() -> dict[str, str]:
    """Return the sections of the page by their titles."""
    texts = ("\n" + PAGE.read_text()).split("\n# ")[1:] if PAGE.exists() else []
    return {_title("# " + each): "# " + each.rstrip("\n") + "\n" for each in texts}


def _title(section: str) -> str:
    return section.partition("\n")[0]
