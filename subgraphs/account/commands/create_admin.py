"""Creating the first administrator at a console, because no default password exists."""

import asyncio
import getpass
import sys

from shared.auth.viewer import Role
from shared.errors import InvalidInput, Refusal
from shared.secrets.vault import VaultAccessError
from shared.storage.unavailability import PART_FAILURES
from shared.validation.inputs import validated
from subgraphs.account.api.inputs import RegisterInput, ValidatedRegistration
from subgraphs.account.app import open_use_cases
from subgraphs.account.domain.sessions import Device
from subgraphs.account.settings import Settings

_CONSOLE = Device(user_agent="create-admin", ip_address=None)


async def create_admin(settings: Settings, email: str, first_name: str, last_name: str) -> int:
    """Open the account and return the exit code; print a failure to standard error.

    When the address is an administrator's, nothing changes, not even the password.
    """
    password = await asyncio.to_thread(_read_password)
    given = RegisterInput(
        email=email, password=password, first_name=first_name, last_name=last_name
    )
    try:
        registration = validated(ValidatedRegistration, given)
        async with open_use_cases(settings) as use_cases:
            known = await use_cases.store.accounts.by_email(registration.email)
            if known and Role.ADMIN in known.roles:
                print(f"{known.email} is an administrator already ({known.id}).")
                return 0
            account = await use_cases.service.registration.register(
                registration.email,
                registration.password,
                registration.profile,
                _CONSOLE,
                roles=frozenset({Role.ADMIN}),
            )
    except InvalidInput as invalid:
        for field in invalid.fields:
            print(f"{'.'.join(field.path)}: {field.message}", file=sys.stderr)
        return 1
    except (Refusal, *PART_FAILURES, VaultAccessError, FileNotFoundError) as error:
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
