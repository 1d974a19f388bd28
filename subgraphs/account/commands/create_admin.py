"""The first administrator: made at the console, for no password may be known beforehand."""

import asyncio
import getpass
import sys

from pymongo.errors import PyMongoError

from shared.auth.viewer import Role
from shared.errors import InvalidInput, Refusal, Unavailable
from shared.secrets.vault import VaultAccessError
from subgraphs.account.api.inputs import RegisterInput
from subgraphs.account.app import connect
from subgraphs.account.domain import Device
from subgraphs.account.settings import Settings

_CONSOLE = Device(user_agent="create-admin", ip_address=None)


async def create_admin(settings: Settings, email: str, first_name: str, last_name: str) -> int:
    """Open the account; the exit code, and on failure a sentence on standard error.

    Again with the address of an administrator, it changes nothing, the password neither.
    """
    password = await asyncio.to_thread(_read_password)
    given = RegisterInput(
        email=email, password=password, first_name=first_name, last_name=last_name
    )
    try:
        rules = given.checked()
        async with connect(settings) as parts:
            known = await parts.store.accounts.by_email(rules.email)
            if known and Role.ADMIN in known.roles:
                print(f"{known.email} is an administrator already ({known.id}).")
                return 0
            account = await parts.service.registration.register(
                rules.email,
                rules.password,
                rules.profile,
                _CONSOLE,
                roles=frozenset({Role.ADMIN}),
            )
    except InvalidInput as invalid:
        for field in invalid.fields:
            print(f"{'.'.join(field.path)}: {field.message}", file=sys.stderr)
        return 1
    except (Refusal, Unavailable, VaultAccessError, PyMongoError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{account.email} is an administrator now ({account.id}).")
    return 0


def _read_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        sys.exit("The two are not the same.")
    return password
