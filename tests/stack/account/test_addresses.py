"""One address has one form: for logins, mails, searches, the console and older documents."""

from typing import Any

import pytest

from dev.seed.command import run_command
from dev.stack import Stack
from tests.stack.account.people import LOG_IN, PASSWORD, REGISTER, Person, Town

REQUEST = "mutation Request($email: String!) { requestPasswordReset(email: $email) { message } }"
ACCOUNTS = "query Find($search: String) { accounts(search: $search) { edges { node { email } } } }"


@pytest.fixture(scope="module")
async def admin(town: Town) -> Person:
    return await town.person("ADMIN")


async def registering(town: Town, email: str) -> str:
    """Return the type of the answer to a registration."""
    given = {"email": email, "password": PASSWORD, "firstName": "Ana", "lastName": "Lopez"}
    return (await town.mutate(REGISTER, input=given))["__typename"]


async def logging_in(town: Town, email: str, **more: Any) -> str:
    """Return the type of the answer to a login with PASSWORD."""
    given = {"email": email, "password": PASSWORD, "tokenDelivery": "BEARER"}
    outcome = await town.mutate(LOG_IN, input=given, **more)
    town.secrets.add(outcome.get("token") or PASSWORD)
    return outcome["__typename"]


SPELLINGS = (
    "k@xn--bcher-kva.example",
    "k@b\u00fccher.example",
    "k@bu\u0308cher.example",
    "K@B\u00dcCHER.Example",
    "k@XN--BCHER-KVA.example",
    " k@b\u00fccher.example ",
    "k@b\u00fccher.example.",
    "k@b\u00fccher\u3002example",
    "\uff4b\uff20\uff42\u00fc\uff43\uff48\uff45\uff52\uff0e\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45",
)


async def test_every_spelling_of_an_address_is_the_same_account(town: Town) -> None:
    assert await registering(town, SPELLINGS[0]) == "Account"
    for spelling in SPELLINGS:
        assert await logging_in(town, spelling) == "LoginSuccess", ascii(spelling)
        assert await registering(town, spelling) == "EmailTaken", ascii(spelling)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("k@stra\u00dfe.example", "k@strasse.example"),
        ("stra\u00dfe@two.example", "strasse@two.example"),
        ("k@\u03c2.example", "k@\u03c3.example"),
        ("k@\u0131.example", "k@i.example"),
    ],
    ids=ascii,
)
async def test_other_letters_are_other_accounts(town: Town, one: str, other: str) -> None:
    first, second = await town.register(one), await town.register(other)
    assert (await town.log_in(first)).id != (await town.log_in(second)).id


@pytest.mark.parametrize(
    "email",
    [
        '"k"@quoted.example',
        "k@[127.0.0.1]",
        "k@[IPv6:2001:db8::1]",
        "k@127.0.0.1",
        "k@xn--zzzz.example",
        "k@xn--b\u00fccher-kva.example",
        "k@example..",
        "Kim <k@named.example>",
        "k@a\u200bb.example",
    ],
    ids=ascii,
)
async def test_what_is_no_address_is_refused_and_logs_nobody_in(town: Town, email: str) -> None:
    assert await registering(town, email) == "InvalidInput"
    assert await logging_in(town, email) == "InvalidCredentials"


async def test_mail_goes_to_the_domain_as_servers_know_it(town: Town) -> None:
    await town.register("k@m\u00fcller.example")
    await town.mails_to("k@xn--mller-kva.example")
    await town.mutate(REQUEST, email="K@xn--mller-kva.example")
    mails = await town.mails_to("k@xn--mller-kva.example", 2)
    assert mails[0]["subject"] == "Choose a new password"


async def test_guesses_count_for_the_account_in_every_spelling(town: Town) -> None:
    await town.register("k@g\u00e4ste.example")
    spellings = ("k@g\u00e4ste.example", "K@xn--gste-loa.example", "k@ga\u0308ste.example.")
    outcomes = [
        (await town.mutate(LOG_IN, input={"email": spelling, "password": "wrong"}))["__typename"]
        for spelling in spellings * 4
    ]
    assert outcomes == [*["InvalidCredentials"] * 10, "TooManyAttempts", "TooManyAttempts"]


async def test_a_search_takes_the_address_in_every_spelling(town: Town, admin: Person) -> None:
    await town.register("k@gr\u00fcn.example")
    for search in ("k@xn--grn-ioa.example", "xn--grn-ioa", "K@GR\u00dcN.example", "@gru\u0308n.ex"):
        found = (await town.ask(ACCOUNTS, admin.token, search=search))["data"]["accounts"]
        emails = [edge["node"]["email"] for edge in found["edges"]]
        assert emails == ["k@gr\u00fcn.example"], search


async def test_the_console_takes_the_address_in_every_spelling(stack: Stack, town: Town) -> None:
    names = ("--first-name", "Ada", "--last-name", "Min")
    for email in ("ada@xn--knig-5qa.example", "ADA@k\u00f6nig.example"):
        await run_command(
            stack, "account", "create-admin", "--email", email, *names, stdin=f"{PASSWORD}\n"
        )
    kept = await town.database.accounts.find(
        {"firstName": "Ada", "email": {"$regex": "nig"}}
    ).to_list()
    assert [account["email"] for account in kept] == ["ada@k\u00f6nig.example"]


async def test_keys_of_older_versions_are_replaced_at_the_start(stack: Stack, town: Town) -> None:
    street = await town.register("k@alte-stra\u00dfe.example")
    wide = await town.register("wide@old.example")
    accounts = town.database.accounts
    older = {"emailKey": "k@alte-strasse.example"}
    await accounts.update_one({"email": street}, {"$set": older, "$unset": {"derivation": ""}})
    as_typed = "\uff57\uff49\uff44\uff45@old.example"
    older = {"email": as_typed, "emailKey": as_typed}
    await accounts.update_one({"email": wide}, {"$set": older, "$unset": {"derivation": ""}})
    narrow, colliding = await town.register("n@old.example"), await town.register("m@old.example")
    as_stored = {"email": "\uff4e@old.example", "emailKey": "\uff4e@old.example"}
    await accounts.update_one(
        {"email": colliding}, {"$set": as_stored, "$unset": {"derivation": "", "searchText": ""}}
    )
    url = f"{await stack.start_replica('account')}/graphql"
    assert await registering(town, "k@alte-strasse.example") == "Account"
    for email in (street, wide, as_typed):
        assert await logging_in(town, email, url=url) == "LoginSuccess", ascii(email)
    assert await logging_in(town, narrow, url=url) == "LoginSuccess"
    kept = await accounts.find_one({"email": as_stored["email"]})
    assert kept
    assert kept["emailKey"] == as_stored["emailKey"]
    assert kept["searchText"].startswith("ana lopez\nn@old.example")
