"""The demo accounts, all with one password: an administrator, staff, and two customers."""

from typing import Any

from dev.client import Client
from dev.errors import StackError
from dev.seed.commands import run_command
from dev.stack import Stack

PASSWORD = "correct-horse-battery"
ADMIN = "admin@cinema.test"
STAFF = "staff@cinema.test"
CUSTOMERS = ("alice@cinema.test", "bob@cinema.test")

_NAMES = {ADMIN: "Ada", STAFF: "Stan", "alice@cinema.test": "Alice", "bob@cinema.test": "Bob"}
_LAST_NAME = "Marquee"

_LOG_IN = """
mutation LogIn($input: LoginInput!) {
  login(input: $input) {
    ... on LoginSuccess { token account { id roles } }
    ... on UserError { code message }
  }
}
"""
_REGISTER = """
mutation Register($input: RegisterInput!) {
  register(input: $input) { ... on Account { id } ... on UserError { code message } }
}
"""
_SET_ROLES = """
mutation SetRoles($id: ID!, $roles: [Role!]!) {
  setAccountRoles(id: $id, roles: $roles) { __typename ... on UserError { message } }
}
"""


async def seed_accounts(stack: Stack) -> None:
    """Open the accounts that are missing, and give each its role."""
    async with Client(stack.url) as client:
        if not await _log_in(client, ADMIN):
            name = ("--first-name", _NAMES[ADMIN], "--last-name", _LAST_NAME)
            await run_command(
                stack, "account", "create-admin", "--email", ADMIN, *name, stdin=f"{PASSWORD}\n"
            )
        for email in (STAFF, *CUSTOMERS):
            await _register(client, email)
        await _promote(client)


async def _register(client: Client, email: str) -> None:
    answer = (
        await client.ask(
            _REGISTER,
            input={
                "email": email,
                "password": PASSWORD,
                "firstName": _NAMES[email],
                "lastName": _LAST_NAME,
            },
        )
    )["register"]
    if answer.get("code") not in (None, "EMAIL_TAKEN"):
        raise StackError(f"{email} cannot be registered: {answer['message']}")


async def _promote(client: Client) -> None:
    """Make the staff's account one; asked first, for setting roles ends its sessions."""
    staff = await _log_in(client, STAFF)
    admin = await _log_in(client, ADMIN)
    if staff is None or admin is None:
        raise StackError("A demo account has another password: run `make reset` for fresh data.")
    if staff["account"]["roles"] == ["STAFF"]:
        return
    client.token = admin["token"]
    await client.ask(_SET_ROLES, id=staff["account"]["id"], roles=["STAFF"])
    client.token = None


async def _log_in(client: Client, email: str) -> dict[str, Any] | None:
    answer = await client.ask(
        _LOG_IN, input={"email": email, "password": PASSWORD, "tokenDelivery": "BEARER"}
    )
    return answer["login"] if "token" in answer["login"] else None
