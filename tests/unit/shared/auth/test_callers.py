"""Who is known to a subgraph: its router by a secret, services by a token."""

import pytest

from shared.auth.callers import ROUTER_SECRET, UnknownCaller
from shared.errors import Unavailable
from shared.secrets.vault import VaultAccessError
from tests.unit.shared.auth.known_callers import (
    CURRENT,
    NEXT,
    OF_AN_UNKNOWN_KEY,
    PREVIOUS,
    Workbench,
    accepted,
)


@pytest.fixture
async def bench() -> Workbench:
    bench = Workbench()
    await bench.callers.read()
    return bench


@pytest.mark.parametrize("secret", [CURRENT, PREVIOUS])
async def test_every_accepted_secret_proves_the_router(bench: Workbench, secret: str) -> None:
    await bench.callers.check({ROUTER_SECRET: secret})
    assert bench.vault.reads == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {ROUTER_SECRET: ""},
        {ROUTER_SECRET: "guessed"},
        {ROUTER_SECRET: "\N{LATIN SMALL LETTER E WITH ACUTE}"},
        {ROUTER_SECRET: accepted(CURRENT)["kid-0"]},
        {ROUTER_SECRET: "guessed", "authorization": "Bearer valid"},
        {"authorization": "Bearer invalid"},
        {"authorization": "Bearer"},
        {"authorization": "valid"},
        {"authorization": "Basic valid"},
    ],
)
async def test_anyone_else_is_unknown(bench: Workbench, headers: dict[str, str]) -> None:
    with pytest.raises(UnknownCaller):
        await bench.callers.check(headers)


async def test_a_service_is_known_by_its_token(bench: Workbench) -> None:
    await bench.callers.check({"authorization": "Bearer valid"})
    await bench.callers.check({"authorization": "bearer  valid"})
    with pytest.raises(UnknownCaller):
        await bench.router_only.check({"authorization": "Bearer valid"})


async def test_a_secret_that_was_rotated_in_is_known_at_once(bench: Workbench) -> None:
    bench.vault.secret = accepted(CURRENT, PREVIOUS, NEXT)
    bench.clock.move(seconds=2)
    await bench.callers.check({ROUTER_SECRET: NEXT})
    assert bench.vault.reads == 2


async def test_a_retired_secret_is_unknown_once_the_secrets_are_read_again(
    bench: Workbench,
) -> None:
    bench.vault.secret = accepted(CURRENT)
    await bench.callers.check({ROUTER_SECRET: PREVIOUS})
    await bench.callers.read_again()
    with pytest.raises(UnknownCaller):
        await bench.callers.check({ROUTER_SECRET: PREVIOUS})


async def test_guesses_cause_at_most_one_read_a_second(bench: Workbench) -> None:
    bench.clock.move(seconds=2)
    for number in range(20):
        with pytest.raises(UnknownCaller):
            await bench.callers.check({ROUTER_SECRET: f"guess {number}"})
    assert bench.vault.reads == 2


async def test_the_router_stays_known_however_long_vault_is_away(bench: Workbench) -> None:
    bench.vault.failure = Unavailable("vault")
    bench.clock.move(days=30)
    with pytest.raises(Unavailable):
        await bench.callers.read_again()
    await bench.callers.check({ROUTER_SECRET: CURRENT})
    # It may be a new one, so this is no permanent refusal.
    with pytest.raises(Unavailable):
        await bench.callers.check({ROUTER_SECRET: NEXT})
    with pytest.raises(Unavailable):
        await bench.callers.check({"authorization": f"Bearer {OF_AN_UNKNOWN_KEY}"})
    with pytest.raises(UnknownCaller):
        await bench.callers.check({})


async def test_a_refusal_of_vault_shuts_nobody_out(bench: Workbench) -> None:
    bench.vault.failure = VaultAccessError("no")
    bench.clock.move(seconds=6)
    await bench.callers.read_again()
    bench.clock.move(seconds=6)
    await bench.callers.check({ROUTER_SECRET: CURRENT})


async def test_a_service_without_its_secrets_does_not_start() -> None:
    bench = Workbench()
    bench.vault.failure = VaultAccessError("no")
    with pytest.raises(VaultAccessError):
        await bench.callers.read()
