"""Our clients send again what was shed, and nothing else."""

import httpx
import pytest

from dev.patience import PatientTransport

SHED = httpx.Response(
    503,
    headers={"retry-after": "1"},
    json={"errors": [{"extensions": {"code": "SERVICE_OVERLOADED"}}]},
)
AWAY = httpx.Response(
    503,
    headers={"retry-after": "1"},
    json={"errors": [{"extensions": {"code": "SERVICE_UNAVAILABLE"}}]},
)
DONE = httpx.Response(200, json={"data": {"pay": "paid"}})


class Scripted(PatientTransport):
    """Answers with these, one after the other."""

    def __init__(self, *answers: httpx.Response) -> None:
        super().__init__(longest_pause=0.0)
        self.left = list(answers)

    async def attempt(self, request: httpx.Request) -> httpx.Response:
        return self.left.pop(0)


@pytest.mark.parametrize(
    ("answers", "expected", "sent"),
    [
        ([DONE], DONE, 1),
        ([SHED, SHED, DONE], DONE, 3),
        ([AWAY, DONE], AWAY, 1),
        ([SHED] * 61, SHED, 60),
    ],
    ids=["done", "shed twice", "away", "shed always"],
)
async def test_what_was_shed_is_sent_again(
    answers: list[httpx.Response], expected: httpx.Response, sent: int
) -> None:
    transport = Scripted(*answers)
    async with httpx.AsyncClient(transport=transport) as client:
        answer = await client.post("http://things/graphql", json={})
    assert answer.json() == expected.json()
    assert len(answers) - len(transport.left) == sent
