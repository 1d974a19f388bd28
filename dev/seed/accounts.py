"""The demo accounts."""

from dev.client import Client
from dev.errors import StackError
from dev.operations import operation
from dev.seed.command import run_command
from dev.stack import Stack

PASSWORD = "correct-horse-battery"
"""The password of every demo account; the embedded stack is for development only."""

ADMIN = "admin@cinema.test"
STAFF = "staff@cinema.test"
CUSTOMERS = {"alice@cinema.test": ("Alice", "Rojas"), "bob@cinema.test": ("Bob", "Méndez")}

_REGISTER = operation("seed-register")
_FIND = operation("seed-find-account")
_SET_ROLES = operation("seed-set-roles")


async def seed_accounts(stack: Stack) -> None:
    """Register the missing accounts; account's own command creates the administrator first."""
    arguments = ("create-admin", "--email", ADMIN, "--first-name", "Ada", "--last-name", "Min")
    await run_command(stack, "account", *arguments, stdin=f"{PASSWORD}\n")
    async with Client(stack.url) as client:
        for email, (first_name, last_name) in {STAFF: ("Stefan", "Ward"), **CUSTOMERS}.items():
            await _register(client, email, first_name, last_name)
    async with Client(stack.url) as admin:
        await admin.log_in(ADMIN, PASSWORD)
        await _make_staff(admin)


async def _register(client: Client, email: str, first_name: str, last_name: str) -> None:
    answer = await client.ask(
        _REGISTER,
        input={
            "email": email,
            "password": PASSWORD,
            "firstName": first_name,
            "lastName": last_name,
            "language": "ES",
        },
    )
    if answer["register"]["__typename"] not in ("Account", "EmailTaken"):
        raise StackError(f"{email} cannot be registered: {answer['register']['message']}")


async def _make_staff(admin: Client) -> None:
    found = await admin.ask(_FIND, search=STAFF)
    account = found["accounts"]["edges"][0]["node"]
    if "STAFF" not in account["roles"]:
        await admin.ask(_SET_ROLES, id=account["id"], roles=["CUSTOMER", "STAFF"])
