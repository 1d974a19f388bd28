"""`python -m subgraphs.booking ticket-keys`: print the keys with which a door verifies codes."""

import json
import sys

from shared.errors import Unavailable
from shared.secrets.vault import Vault, VaultAccessError
from subgraphs.booking.settings import Settings


async def print_ticket_keys(settings: Settings) -> int:
    """Print the trusted public keys by their ids as JSON.

    Trusted are the current key, and those before it until they are retired. Return 0, or 1 after
    one sentence when Vault does not give them.
    """
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    try:
        keys = await vault.read("public/ticket-keys")
    except (Unavailable, VaultAccessError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(keys, indent=2, sort_keys=True))
    return 0
