"""Sessions over HTTP: cookies, requests from other sites, and the end of sessions."""

import asyncio

import pytest

from dev.stack import Stack
from tests.stack.account.people import (
    LOG_IN,
    PASSWORD,
    SET_ROLES,
    USER_ERROR,
    Person,
    Town,
    outcome_of,
)

ME = "{ me { id roles sessions { id current userAgent ipAddress } } }"


async def test_a_browser_gets_a_cookie_that_scripts_and_other_sites_cannot_use(town: Town) -> None:
    email = await town.register()
    answer = await town.http.post(
        town.url,
        json={"query": LOG_IN, "variables": {"input": {"email": email, "password": PASSWORD}}},
    )
    town.http.cookies.clear()
    (cookie,) = answer.headers.get_list("set-cookie")
    name, _, token = cookie.partition(";")[0].partition("=")
    town.secrets.add(token)
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert name == "session", "development's name; see tests/unit/account/test_settings.py"
    assert {"httponly", "samesite=lax", "path=/"} <= attributes
    assert answer.json()["data"]["login"]["token"] is None
    me = await town.ask(ME, headers={"cookie": f"session={token}"})
    assert me["data"]["me"] is not None


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "https://evil.example"}, True),
        ({"origin": "https://evil.example"}, True),
        ({"origin": "null"}, True),
        ({"origin": "https://cinema.example", "x-forwarded-host": "cinema.example"}, False),
        ({"origin": "https://evil.example", "x-forwarded-host": "cinema.example"}, True),
        ({"origin": "https://cinema.example.evil", "x-forwarded-host": "cinema.example"}, True),
    ],
)
async def test_a_cookie_from_another_sites_page_is_refused(
    town: Town, headers: dict[str, str], refused: bool
) -> None:
    ana = await town.person()
    document = (
        f'mutation {{ updateProfile(input: {{ firstName: "Zoe" }}) {{ __typename {USER_ERROR} }} }}'
    )
    before = await town.snapshot()
    cookie = {"cookie": f"session={ana.token}"}
    answer = await town.ask(document, headers={**cookie, **headers})
    assert outcome_of(answer) == ("FORBIDDEN" if refused else "allowed")
    assert (await town.snapshot() == before) is refused


async def test_the_router_passes_on_the_address_that_origins_are_compared_with(
    stack: Stack, town: Town
) -> None:
    ana = await town.person()
    cookie = {"cookie": f"session={ana.token}"}
    own = stack.url.removesuffix("/graphql")
    for origin, expected in ((own, "allowed"), ("https://evil.example", "FORBIDDEN")):
        answer = await town.ask(ME, url=stack.url, headers={**cookie, "origin": origin})
        assert outcome_of(answer) == expected


async def test_another_sites_page_can_set_no_cookie_and_may_ask_for_a_token(
    town: Town,
) -> None:
    email = await town.register()
    for delivery, expected in (("COOKIE", "FORBIDDEN"), ("BEARER", "allowed")):
        answer = await town.ask(
            LOG_IN,
            headers={"sec-fetch-site": "cross-site"},
            input={"email": email, "password": PASSWORD, "tokenDelivery": delivery},
        )
        assert outcome_of(answer) == expected


async def test_a_bearer_token_works_from_every_site(town: Town) -> None:
    ana = await town.person()
    answer = await town.ask(ME, ana.token, headers={"sec-fetch-site": "cross-site"})
    assert answer["data"]["me"]["id"] == ana.id


@pytest.mark.parametrize("token", ["x", "0" * 43, "null", "undefined", "session:*", "a" * 8_000])
async def test_a_made_up_token_opens_nothing(town: Town, token: str) -> None:
    headers = {"authorization": f"Bearer {token}"}
    assert (await town.ask(ME, headers=headers))["data"]["me"] is None


async def test_the_stored_hash_opens_nothing(town: Town) -> None:
    ana = await town.person()
    record = await town.database.sessions.find_one({"_id": ana.session_id})
    assert record
    assert (await town.ask(ME, record["tokenHash"]))["data"]["me"] is None


async def test_a_login_lists_its_session_with_agent_and_address(town: Town) -> None:
    email = await town.register()
    ana = await town.log_in(email, address="198.51.100.9", headers={"user-agent": "Kino/1.0"})
    (session,) = (await town.ask(ME, ana.token))["data"]["me"]["sessions"]
    assert session == {
        "id": ana.session_id,
        "current": True,
        "userAgent": "Kino/1.0",
        "ipAddress": "198.51.100.9",
    }


async def test_a_removed_role_has_no_effect_from_the_next_request_on(town: Town) -> None:
    admin, staff = await town.person("ADMIN"), await town.person("ADMIN")
    assert (await town.ask("{ accounts { totalCount } }", staff.token))["data"]
    await town.mutate(SET_ROLES, admin.token, id=staff.id, roles=["CUSTOMER"])
    answer = await town.ask("{ accounts { totalCount } }", staff.token)
    assert outcome_of(answer) == "UNAUTHENTICATED"
    again = await town.log_in(staff.email)
    assert outcome_of(await town.ask("{ accounts { totalCount } }", again.token)) == "FORBIDDEN"


async def test_a_password_change_ends_the_other_sessions(town: Town) -> None:
    email = await town.register()
    here, there = await town.log_in(email), await town.log_in(email)
    new = "another-long-password"
    town.secrets.add(new)
    await town.mutate(
        "mutation Call($input: ChangePasswordInput!)"
        " { changePassword(input: $input) { ... on Account { id } } }",
        here.token,
        input={"currentPassword": PASSWORD, "newPassword": new},
    )
    assert await town.is_logged_in(here)
    assert not await town.is_logged_in(there)
    stored = await town.database.accounts.find_one({"email": email})
    assert stored
    assert stored["passwordHash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    await town.log_in(email, new)


async def test_two_administrators_cannot_both_step_back_at_once(town: Town) -> None:
    admins = town.database.accounts
    others = await admins.find({"roles": "ADMIN"}).to_list()
    first, second = await town.person("ADMIN"), await town.person("ADMIN")
    await admins.update_many(
        {"_id": {"$in": [each["_id"] for each in others]}}, {"$set": {"roles": ["STAFF"]}}
    )
    try:
        for _ in range(5):
            outcomes = await asyncio.gather(
                *(step_back(town, person) for person in (first, second))
            )
            assert sorted(outcomes) == ["Account", "InvalidInput"]
            assert await admins.count_documents({"roles": "ADMIN"}) == 1
            await admins.update_many(
                {"_id": {"$in": [first.id, second.id]}}, {"$set": {"roles": ["ADMIN"]}}
            )
            first, second = await town.log_in(first.email), await town.log_in(second.email)
    finally:
        await admins.update_many(
            {"_id": {"$in": [each["_id"] for each in others]}}, {"$set": {"roles": ["ADMIN"]}}
        )


async def step_back(town: Town, person: Person) -> str:
    outcome = await town.mutate(SET_ROLES, person.token, id=person.id, roles=["STAFF"])
    return outcome["__typename"]
