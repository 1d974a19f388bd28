"""One query exports all data about a person, with that of booking and payment."""

from dev.stack import Stack
from tests.stack.account.people import Town

EXPORT = """
{
  exportMyData {
    account {
      id email
      bookings { totalCount edges { node { reference payment { id amount { display } } } } }
    }
    sessions { id current }
    auditLog { action actorId }
  }
}
"""


async def test_the_export_reaches_through_the_router(stack: Stack, town: Town) -> None:
    ana = await town.person()
    answer = await town.ask(EXPORT, ana.token, url=stack.url)
    assert not answer.get("errors"), answer
    held = answer["data"]["exportMyData"]
    assert held["account"]["email"] == ana.email
    assert held["account"]["bookings"] == {"totalCount": 0, "edges": []}
    assert held["sessions"] == [{"id": ana.session_id, "current": True}]
    actions = [entry["action"] for entry in held["auditLog"]]
    assert actions == ["DATA_EXPORTED", "LOGGED_IN", "REGISTERED"]
