"""Lists, the audit log, and the command that creates the first administrator."""

from typing import Any

import pytest

from dev.errors import StackError
from dev.seed.command import run_command
from dev.stack import Stack
from tests.stack.account.people import PASSWORD, USER_ERROR, Person, Town

ACCOUNTS = """
query Accounts($first: Int, $after: String, $search: String, $role: Role) {
  accounts(first: $first, after: $after, search: $search, role: $role) {
    totalCount
    edges { cursor node { id email roles } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
AUDIT = """
query Audit($first: Int, $after: String, $accountId: ID, $action: AuditAction) {
  auditLog(first: $first, after: $after, accountId: $accountId, action: $action) {
    totalCount
    edges { cursor node { action actorId accountId ipAddress userAgent details { name value } } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


@pytest.fixture(scope="module")
async def admin(town: Town) -> Person:
    return await town.person("ADMIN")


async def accounts(town: Town, admin: Person, **arguments: Any) -> dict[str, Any]:
    return (await town.ask(ACCOUNTS, admin.token, **arguments))["data"]["accounts"]


async def test_pages_neither_skip_nor_repeat_while_accounts_come_and_go(
    town: Town, admin: Person
) -> None:
    name = "Paginated"
    emails = [await town.register(lastName=name) for _ in range(5)]
    first = await accounts(town, admin, first=2, search=name)
    assert first["totalCount"] == 5
    assert first["pageInfo"]["hasNextPage"]
    await town.database.accounts.delete_one({"email": emails[1]})
    emails.append(await town.register(lastName=name))
    cursor = first["pageInfo"]["endCursor"]
    rest = await accounts(town, admin, first=10, after=cursor, search=name)
    assert [edge["node"]["email"] for edge in rest["edges"]] == emails[2:]
    assert rest["pageInfo"]["hasPreviousPage"]
    assert not rest["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize("search", [".*", "^", "$", "(", "[a-z]", "\\", "a{2}"])
async def test_a_search_takes_no_character_for_a_pattern(
    town: Town, admin: Person, search: str
) -> None:
    await town.register()
    assert (await accounts(town, admin, search=search))["totalCount"] == 0


async def test_a_search_finds_parts_of_name_address_and_phone(town: Town, admin: Person) -> None:
    email = await town.register(firstName="Guadalupe", phone="+525587654321")
    for search in ("guadalup", email[2:12].upper(), "87654321"):
        found = await accounts(town, admin, search=search)
        assert [edge["node"]["email"] for edge in found["edges"]] == [email]


@pytest.mark.parametrize(
    ("first", "last", "searches"),
    [
        (
            "Jos\u00e9",
            "Mu\u00f1oz",
            ("Jose Munoz", "mun\u0303oz jos\u00e9", "\uff2a\uff2f\uff33\uff25 mu\u00f1", "ose un"),
        ),
        (
            "\u5343\u5c0b",
            "\u837b\u91ce",
            ("\u5c0b", "\u837b\u91ce\u5343\u5c0b", "\u5343\u5c0b\u837b\u91ce", "\u91ce \u5343"),
        ),
        ("D'Arcy", "Sm\u00f8rg.*", ("d\u2019arcy", "smorg.*", ".*")),
    ],
    ids=ascii,
)
async def test_a_search_ignores_case_accents_width_and_order(
    town: Town, admin: Person, first: str, last: str, searches: tuple[str, ...]
) -> None:
    email = await town.register(firstName="Zoe", lastName=last)
    person = await town.log_in(email)
    await town.mutate(
        "mutation Call($input: UpdateProfileInput!) {"
        f" updateProfile(input: $input) {{ __typename {USER_ERROR} }} }}",
        person.token,
        input={"firstName": first},
    )
    for search in searches:
        found = await accounts(town, admin, search=search)
        assert [edge["node"]["email"] for edge in found["edges"]] == [email], ascii(search)
    await town.database.accounts.delete_one({"email": email})


async def test_accounts_of_older_versions_are_found_after_a_start(
    stack: Stack, town: Town, admin: Person
) -> None:
    email = await town.register(firstName="Andr\u00e9s", lastName="Older")
    await town.database.accounts.update_one(
        {"email": email}, {"$unset": {"searchText": "", "derivation": ""}}
    )
    url = f"{await stack.start_replica('account')}/graphql"
    found = await town.ask(ACCOUNTS, admin.token, url=url, search="andres older")
    assert [edge["node"]["email"] for edge in found["data"]["accounts"]["edges"]] == [email]


async def test_accounts_are_found_by_role(town: Town, admin: Person) -> None:
    staff = await town.person("STAFF")
    found = await accounts(town, admin, role="STAFF", search=staff.email)
    assert [edge["node"]["id"] for edge in found["edges"]] == [staff.id]
    assert (await accounts(town, admin, role="ADMIN", search=staff.email))["totalCount"] == 0


async def test_the_log_names_actor_action_account_and_device(town: Town, admin: Person) -> None:
    ana = await town.person()
    await town.mutate(
        "mutation Call($id: ID!, $input: UpdateProfileInput!) {"
        f" updateAccount(id: $id, input: $input) {{ __typename {USER_ERROR} }} }}",
        admin.token,
        address="198.51.100.7",
        headers={"user-agent": "Desk/2"},
        id=ana.id,
        input={"firstName": "Zoe"},
    )
    answer = await town.ask(AUDIT, admin.token, accountId=ana.id, first=1)
    log = answer["data"]["auditLog"]
    assert log["edges"][0]["node"] == {
        "action": "PROFILE_UPDATED",
        "actorId": admin.id,
        "accountId": ana.id,
        "ipAddress": "198.51.100.7",
        "userAgent": "Desk/2",
        "details": [{"name": "fields", "value": "first_name"}],
    }
    assert log["totalCount"] == 3
    cursor = log["pageInfo"]["endCursor"]
    rest = (await town.ask(AUDIT, admin.token, accountId=ana.id, after=cursor))["data"]["auditLog"]
    assert [edge["node"]["action"] for edge in rest["edges"]] == ["LOGGED_IN", "REGISTERED"]
    only = await town.ask(AUDIT, admin.token, accountId=ana.id, action="LOGGED_IN")
    assert only["data"]["auditLog"]["totalCount"] == 1


async def test_the_first_administrator_is_created_at_the_console(stack: Stack, town: Town) -> None:
    email = "console@town.test"
    names = ("--first-name", "Ada", "--last-name", "Min")
    arguments = ("create-admin", "--email", email, *names)
    with pytest.raises(StackError, match="password"):
        await run_command(stack, "account", *arguments, stdin="password123\n")
    assert await town.database.accounts.find_one({"email": email}) is None
    await run_command(stack, "account", *arguments, stdin=f"{PASSWORD}\n")
    made = await town.database.accounts.find_one({"email": email})
    assert made
    assert made["roles"] == ["ADMIN"]
    await run_command(stack, "account", *arguments, stdin="another-password-9\n")
    assert await town.database.accounts.find_one({"email": email}) == made
    await town.log_in(email)


async def test_the_console_does_not_change_a_customers_account(stack: Stack, town: Town) -> None:
    email = await town.register()
    arguments = ("create-admin", "--email", email, "--first-name", "A", "--last-name", "B")
    with pytest.raises(StackError, match="There is an account"):
        await run_command(stack, "account", *arguments, stdin=f"{PASSWORD}\n")
    kept = await town.database.accounts.find_one({"email": email})
    assert kept
    assert kept["roles"] == ["CUSTOMER"]
