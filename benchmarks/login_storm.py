"""Measures `me` while 200 wrong logins for one account arrive at once.

`python -m benchmarks.login_storm` starts account with its parts and prints a table.
"""

import asyncio
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx

from benchmarks.account_stack import account_stack
from dev.patience import PatientTransport
from dev.stack import Stack

_GUESSES = 200
_SECONDS = 6.0
_READERS = 4
_PASSWORD = "a-long-enough-password"
_REGISTER = "mutation R($input: RegisterInput!) { register(input: $input) { __typename } }"
_LOG_IN = """
mutation L($input: LoginInput!) {
  login(input: $input) { __typename ... on LoginSuccess { token } }
}
"""


async def main() -> None:
    """Start the stack, measure, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        async with account_stack(Path(folder)) as stack, _client(stack) as http:
            url = f"{stack.ports.url('account')}/graphql"
            reader, guessed = "reader@town.test", "guessed@town.test"
            for email in (reader, guessed):
                person = {"password": _PASSWORD, "firstName": "A", "lastName": "B"}
                await _ask(http, url, _REGISTER, input={**person, "email": email})
            token = (await _log_in(http, url, reader, _PASSWORD))["token"]
            await _read(http, url, token, 1.0)
            print(f"{'':24}{'requests':>10}{'p50 ms':>10}{'p99 ms':>10}{'max ms':>10}")
            _print("me, alone", await _read(http, url, token, _SECONDS))
            storm = asyncio.create_task(_storm(stack, url, guessed))
            _print(f"me, {_GUESSES} guesses at once", await _read(http, url, token, _SECONDS))
            outcomes, seconds = await storm
            print(f"guesses: {dict(outcomes)}, all answered in {seconds:.2f} s")


async def _storm(stack: Stack, url: str, email: str) -> tuple[Counter[str], float]:
    async with _client(stack) as http:
        began = time.perf_counter()
        guesses = (_log_in(http, url, email, f"wrong-{number}") for number in range(_GUESSES))
        outcomes = Counter([each["__typename"] for each in await asyncio.gather(*guesses)])
        return outcomes, time.perf_counter() - began


async def _read(http: httpx.AsyncClient, url: str, token: str, seconds: float) -> list[float]:
    """Let a few readers ask `me` for `seconds`; return the milliseconds of each answer."""
    end = time.perf_counter() + seconds
    taken: list[float] = []

    async def reader() -> None:
        while (began := time.perf_counter()) < end:
            answer = await http.post(
                url,
                json={"query": "{ me { id email } }"},
                headers={"authorization": f"Bearer {token}"},
            )
            assert answer.json()["data"]["me"]
            taken.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(reader() for _ in range(_READERS)))
    return taken


async def _log_in(http: httpx.AsyncClient, url: str, email: str, password: str) -> dict[str, str]:
    given = {"email": email, "password": password, "tokenDelivery": "BEARER"}
    return (await _ask(http, url, _LOG_IN, input=given))["login"]


async def _ask(
    http: httpx.AsyncClient, url: str, query: str, **variables: object
) -> dict[str, dict[str, str]]:
    answer = await http.post(
        url,
        json={"query": query, "variables": variables},
        headers={"x-forwarded-for": "192.0.2.1"},
    )
    return answer.json()["data"]


def _client(stack: Stack) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=_GUESSES)
    headers = stack.as_router("account").headers
    return httpx.AsyncClient(
        timeout=120, transport=PatientTransport(0.1, limits=limits), headers=headers
    )


def _print(name: str, taken: list[float]) -> None:
    p50, p99 = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
    print(f"{name:24}{len(taken):>10}{p50:>10.1f}{p99:>10.1f}{max(taken):>10.1f}")


if __name__ == "__main__":
    asyncio.run(main())
