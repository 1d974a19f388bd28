"""Customers for the benchmarks."""

import secrets

from dev.client import Client

_PASSWORD = "a-long-enough-password"
_REGISTER = """
mutation Register($input: RegisterInput!) { register(input: $input) { __typename } }
"""


async def new_customer(client: Client) -> None:
    """Register somebody and log them in on this client."""
    email = f"{secrets.token_hex(8)}@cinema.test"
    names = {"firstName": "Some", "lastName": "One"}
    await client.ask(_REGISTER, input={"email": email, "password": _PASSWORD, **names})
    await client.log_in(email, _PASSWORD)
