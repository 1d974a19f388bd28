"""Registers customers for the benchmarks."""

import secrets

from dev.client import Client

_PASSWORD = "a-long-enough-password"
_REGISTER = """
mutation Register($input: RegisterInput!) { register(input: $input) { __typename } }
"""
_LOG_IN = """
mutation LogIn($input: LoginInput!) { login(input: $input) { ... on LoginSuccess { token } } }
"""


async def new_customer(client: Client) -> None:
    """Register a customer and log this client in, by a bearer token."""
    email = f"{secrets.token_hex(8)}@cinema.test"
    names = {"firstName": "Some", "lastName": "One"}
    await client.ask(_REGISTER, input={"email": email, "password": _PASSWORD, **names})
    given = {"email": email, "password": _PASSWORD, "tokenDelivery": "BEARER"}
    client.token = (await client.ask(_LOG_IN, input=given))["login"]["token"]
