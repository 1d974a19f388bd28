"""Logins over HTTP: their two steps, their cookie, and the database's own rules."""

from typing import Any

import pytest
from pymongo.errors import WriteError
from pyotp.totp import TOTP

from dev.stack import Stack
from tests.stack.account.people import LOG_IN, PASSWORD, USER_ERROR, Person, Town

BEGIN = f"""
mutation Begin($password: String!) {{
  beginTotpEnrolment(password: $password) {{
    ... on TotpEnrolment {{ uri secret qrSvg }} {USER_ERROR}
  }}
}}
"""
CONFIRM = f"""
mutation Confirm($code: String!) {{
  confirmTotpEnrolment(code: $code) {{ ... on TotpEnabled {{ recoveryCodes }} {USER_ERROR} }}
}}
"""
COMPLETE = f"""
mutation Complete($input: CompleteLoginInput!) {{
  completeLogin(input: $input) {{
    ... on LoginSuccess {{ token account {{ id totpEnabled sessions {{ current }} }} }} {USER_ERROR}
  }}
}}
"""


async def enrol(town: Town, person: Person) -> tuple[str, list[str]]:
    """Turn the second factor on; return the code used for that, and the recovery codes."""
    enrolment = await town.mutate(BEGIN, person.token, password=PASSWORD)
    assert enrolment["qrSvg"].startswith("<svg")
    code = TOTP(enrolment["secret"]).now()
    enabled = await town.mutate(CONFIRM, person.token, code=code)
    town.secrets.update((enrolment["secret"], *enabled["recoveryCodes"]))
    stored = await town.database.two_factors.find_one({"_id": person.id})
    assert enrolment["secret"] not in str(stored)
    return code, enabled["recoveryCodes"]


async def challenge(town: Town, email: str) -> str:
    outcome = await town.mutate(LOG_IN, input={"email": email, "password": PASSWORD})
    assert outcome["__typename"] == "TotpRequired"
    town.secrets.add(outcome["challenge"])
    return outcome["challenge"]


async def complete(town: Town, challenge: str, code: str) -> dict[str, Any]:
    given = {"challenge": challenge, "code": code, "tokenDelivery": "BEARER"}
    outcome = await town.mutate(COMPLETE, input=given)
    town.secrets.add(outcome.get("token") or challenge)
    return outcome


async def test_a_login_takes_two_steps_once_the_second_factor_is_on(town: Town) -> None:
    person = await town.person()
    used, recovery_codes = await enrol(town, person)
    first = await challenge(town, person.email)
    assert (await complete(town, first, used))["code"] == "INVALID_CODE"
    outcome = await complete(town, first, recovery_codes[0])
    assert outcome["account"]["totpEnabled"]
    assert outcome["account"]["sessions"][0] == {"current": True}
    assert (await complete(town, first, recovery_codes[1]))["code"] == "INVALID_TOKEN"
    second = await challenge(town, person.email)
    assert (await complete(town, second, recovery_codes[0]))["code"] == "INVALID_CODE"


async def test_a_challenge_opens_nothing_by_itself(town: Town) -> None:
    person = await town.person()
    await enrol(town, person)
    token = await challenge(town, person.email)
    assert (await town.ask("{ me { id } }", token))["data"]["me"] is None


async def test_a_failed_login_does_not_reveal_whether_the_address_is_known(town: Town) -> None:
    known = await town.register()
    answers = {
        str(await town.ask(LOG_IN, input={"email": email, "password": "wrong"}))
        for email in (known, f"no-{known}")
    }
    assert len(answers) == 1


async def test_in_production_the_cookie_is_only_for_https_and_this_host(
    stack: Stack, town: Town
) -> None:
    url = await stack.start_replica("account", {"ACCOUNT_ENVIRONMENT": "production"})
    email = await town.register()
    answer = await town.http.post(
        f"{url}/graphql",
        json={"query": LOG_IN, "variables": {"input": {"email": email, "password": PASSWORD}}},
    )
    town.http.cookies.clear()
    (cookie,) = answer.headers.get_list("set-cookie")
    town.secrets.add(cookie.partition(";")[0].partition("=")[2])
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert cookie.startswith("__Host-session=")
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= attributes
    assert not any(attribute.startswith("domain") for attribute in attributes)


@pytest.mark.parametrize(
    "change",
    [
        {"passwordHash": PASSWORD},
        {"roles": []},
        {"roles": ["ROOT"]},
        {"firstName": ""},
        {"email": "nobody"},
        {"phone": "5512345678"},
        {"avatarUrl": "http://town.test/a.png"},
        {"gender": "?"},
    ],
    ids=str,
)
async def test_the_database_refuses_what_code_should_never_write(
    town: Town, change: dict[str, Any]
) -> None:
    person = await town.person()
    with pytest.raises(WriteError):
        await town.database.accounts.update_one({"_id": person.id}, {"$set": change})
