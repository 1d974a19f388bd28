"""Measures how soon the removal of a role takes effect.

`python -m benchmarks.role_change` starts account with its parts and prints the figures.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from benchmarks.account_stack import account_stack
from dev.patience import PatientTransport
from dev.seed.command import run_command
from dev.stack import Stack

_ROUNDS = 50
_PASSWORD = "a-long-enough-password"
_ADMIN, _OTHER = "admin@town.test", "other@town.test"
_LOG_IN = """
mutation L($input: LoginInput!) {
  login(input: $input) { ... on LoginSuccess { token account { id } } }
}
"""
_SET_ROLES = """
mutation S($id: ID!, $roles: [Role!]!) {
  setAccountRoles(id: $id, roles: $roles) { __typename }
}
"""


async def main() -> None:
    """Start the stack, measure, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        async with account_stack(Path(folder)) as stack:
            for email in (_ADMIN, _OTHER):
                arguments = ("--email", email, "--first-name", "A", "--last-name", "B")
                await run_command(
                    stack, "account", "create-admin", *arguments, stdin=f"{_PASSWORD}\n"
                )
            taken = await _measure(stack)
    milliseconds = sorted(1000 * each for each in taken)
    print(
        "from sending setAccountRoles to the refusal of the session's next request: "
        f"p50 {statistics.median(milliseconds):.0f} ms, max {milliseconds[-1]:.0f} ms "
        f"({_ROUNDS} rounds)"
    )


async def _measure(stack: Stack) -> list[float]:
    url, headers = f"{stack.ports.url('account')}/graphql", stack.as_router("account").headers
    async with httpx.AsyncClient(
        timeout=30, transport=PatientTransport(0.1), headers=headers
    ) as http:

        async def ask(query: str, token: str | None = None, **variables: Any) -> dict[str, Any]:
            headers = {"authorization": f"Bearer {token}"} if token else {}
            body = {"query": query, "variables": variables}
            return (await http.post(url, json=body, headers=headers)).json()

        async def log_in(email: str) -> dict[str, Any]:
            given = {"email": email, "password": _PASSWORD, "tokenDelivery": "BEARER"}
            return (await ask(_LOG_IN, input=given))["data"]["login"]

        admin = await log_in(_ADMIN)
        taken: list[float] = []
        for number in range(_ROUNDS):
            other = await log_in(_OTHER)
            roles = ["CUSTOMER"] if number % 2 == 0 else ["ADMIN"]
            began = time.perf_counter()
            await ask(_SET_ROLES, admin["token"], id=other["account"]["id"], roles=roles)
            refused = await ask("{ accounts { totalCount } }", other["token"])
            taken.append(time.perf_counter() - began)
            assert refused["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        return taken


if __name__ == "__main__":
    asyncio.run(main())
