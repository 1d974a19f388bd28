"""Guesses are stopped, and other people can still log in."""

import asyncio
from collections import Counter
from typing import Any

from dev.stack import Stack
from tests.stack.account.people import LOG_IN, PASSWORD, REGISTER, Town, eventually

FREE = 10


async def wrong(town: Town, email: str, **more: Any) -> str:
    given = {"email": email, "password": "wrong", "tokenDelivery": "BEARER"}
    return (await town.mutate(LOG_IN, input=given, **more))["__typename"]


async def test_of_200_guesses_at_once_only_the_free_ones_are_made(town: Town) -> None:
    email = await town.register()
    outcomes = Counter(await asyncio.gather(*(wrong(town, email) for _ in range(200))))
    assert outcomes["InvalidCredentials"] <= FREE + 3, "a wait of a second may end during the test"
    assert outcomes["InvalidCredentials"] >= FREE
    assert sum(outcomes.values()) == 200
    given = {"email": email, "password": PASSWORD}
    outcome = await town.mutate(LOG_IN, input=given)
    assert outcome["__typename"] == "TooManyAttempts"
    assert 1 <= outcome["retryAfterSeconds"] <= 15 * 60


async def test_the_wait_ends_and_a_successful_login_clears_the_count(town: Town) -> None:
    email = await town.register()
    for _ in range(FREE):
        assert await wrong(town, email) == "InvalidCredentials"
    assert await wrong(town, email) == "TooManyAttempts"

    async def let_in() -> bool:
        given = {"email": email, "password": PASSWORD}
        return (await town.mutate(LOG_IN, input=given))["__typename"] == "LoginSuccess"

    await eventually(let_in, every=0.3)
    assert await wrong(town, email) == "InvalidCredentials"
    assert await wrong(town, email) == "InvalidCredentials"


async def test_guesses_at_one_account_do_not_block_another(town: Town) -> None:
    guessed, other = await town.register(), await town.register()
    guesses = [await wrong(town, guessed, address="203.0.113.7") for _ in range(FREE + 1)]
    assert guesses[-1] == "TooManyAttempts"
    await town.log_in(other, address="203.0.113.7")


async def test_one_address_is_limited_in_every_operation(stack: Stack, town: Town) -> None:
    url = await stack.start_replica(
        "account",
        {
            "ACCOUNT_LOGIN_FAILURES_PER_ADDRESS": "3",
            "ACCOUNT_REGISTRATIONS_PER_MINUTE": "2",
            "ACCOUNT_RESETS_PER_MINUTE": "2",
        },
    )
    here: dict[str, Any] = {"url": f"{url}/graphql", "address": "203.0.113.8"}
    guesses = [await wrong(town, f"nobody{number}@town.test", **here) for number in range(4)]
    assert guesses == [*["InvalidCredentials"] * 3, "TooManyAttempts"]
    person = {"password": PASSWORD, "firstName": "A", "lastName": "B"}
    registered = [
        await town.mutate(REGISTER, input={**person, "email": f"r{number}@town.test"}, **here)
        for number in range(3)
    ]
    assert [each["__typename"] for each in registered] == [
        "Account",
        "Account",
        "TooManyAttempts",
    ]
    reset = "mutation Call($email: String!) { requestPasswordReset(email: $email) { message } }"
    asked = [await town.ask(reset, email=f"n{number}@town.test", **here) for number in range(3)]
    assert [bool(each.get("errors")) for each in asked] == [False, False, True]
    assert asked[2]["errors"][0]["extensions"]["code"] == "TOO_MANY_ATTEMPTS"
