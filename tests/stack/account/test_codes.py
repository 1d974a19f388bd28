"""Codes as apps and people write them, in every operation that takes one."""

from collections.abc import Callable
from typing import Any

import pytest
from pyotp.totp import TOTP

from tests.stack.account.people import LOG_IN, PASSWORD, USER_ERROR, Person, Town

INVALID = f"__typename {USER_ERROR} ... on InvalidInput {{ fields {{ path code }} }}"
BEGIN = """
mutation Begin($password: String!) {
  beginTotpEnrolment(password: $password) { ... on TotpEnrolment { secret } }
}
"""
CONFIRM = f"""
mutation Confirm($code: String!) {{
  confirmTotpEnrolment(code: $code) {{ ... on TotpEnabled {{ recoveryCodes }} {INVALID} }}
}}
"""
COMPLETE = f"""
mutation Complete($input: CompleteLoginInput!) {{ completeLogin(input: $input) {{ {INVALID} }} }}
"""
DISABLE = f"""
mutation Disable($input: DisableTotpInput!) {{ disableTotp(input: $input) {{ {INVALID} }} }}
"""
FREE = 5
"""How many wrong codes are looked at before a wait."""
MALFORMED = (
    "",
    " ",
    "12345",
    "1234567",
    "12345a",
    "abcdef",
    "\u2460\u2461\u2462\u2463\u2464\u2465",
    "1" * 41,
)


def _in_digits_from(zero: int) -> Callable[[str], str]:
    return lambda code: "".join(chr(zero + int(digit)) for digit in code)


WRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": lambda code: code,
    "in two groups": lambda code: f"{code[:3]} {code[3:]}",
    "with a hyphen": lambda code: f"{code[:3]}-{code[3:]}",
    "with an en dash": lambda code: f"{code[:3]}\u2013{code[3:]}",
    "with a no-break space": lambda code: f"{code[:3]}\u00a0{code[3:]}",
    "with a narrow no-break space": lambda code: f"{code[:3]}\u202f{code[3:]}",
    "in three groups": lambda code: f"{code[:2]} {code[2:4]} {code[4:]}",
    "between spaces": lambda code: f"\t {code} \n",
    "between marks of direction": lambda code: f"\u2068{code}\u2069\u200e",
    "full width": _in_digits_from(0xFF10),
    "Arabic-Indic": _in_digits_from(0x0660),
    "Persian": _in_digits_from(0x06F0),
    "Devanagari": _in_digits_from(0x0966),
    "Thai": _in_digits_from(0x0E50),
    "Adlam": _in_digits_from(0x1E950),
    "mathematical": _in_digits_from(0x1D7CE),
}

RECOVERY_CODES_WRITTEN: dict[str, Callable[[str], str]] = {
    "in lower case": lambda code: code.lower(),
    "together": lambda code: code.replace("-", ""),
    "with spaces": lambda code: code.replace("-", " "),
    "with no-break spaces": lambda code: code.replace("-", "\u00a0"),
    "with no-break hyphens": lambda code: code.replace("-", "\u2011"),
    "between spaces": lambda code: f" {code}\r\n",
    "full width": lambda code: "".join(chr(ord(each) + 0xFEE0) for each in code),
}


async def begin(town: Town, person: Person) -> TOTP:
    secret = (await town.mutate(BEGIN, person.token, password=PASSWORD))["secret"]
    town.secrets.add(secret)
    return TOTP(secret)


async def enrol(
    town: Town, person: Person, written: Callable[[str], str]
) -> tuple[TOTP, list[str]]:
    app = await begin(town, person)
    outcome = await town.mutate(CONFIRM, person.token, code=written(app.now()))
    assert outcome.get("recoveryCodes"), outcome
    town.secrets.update(outcome["recoveryCodes"])
    return app, outcome["recoveryCodes"]


async def forget_last_code(town: Town, person: Person) -> None:
    """Let the current code be used again, instead of waiting for the next one."""
    await town.database.two_factors.update_one({"_id": person.id}, {"$set": {"lastStep": 0}})


async def complete(town: Town, person: Person, code: str) -> dict[str, Any]:
    first = await town.mutate(LOG_IN, input={"email": person.email, "password": PASSWORD})
    town.secrets.add(first["challenge"])
    given = {"challenge": first["challenge"], "code": code, "tokenDelivery": "BEARER"}
    return await town.mutate(COMPLETE, input=given)


@pytest.mark.parametrize("name", WRITTEN)
async def test_a_code_is_taken_in_every_way_of_writing_it(town: Town, name: str) -> None:
    written, person = WRITTEN[name], await town.person()
    app, _ = await enrol(town, person, written)
    await forget_last_code(town, person)
    assert (await complete(town, person, written(app.now())))["__typename"] == "LoginSuccess"
    await forget_last_code(town, person)
    given = {"password": PASSWORD, "code": written(app.now())}
    assert (await town.mutate(DISABLE, person.token, input=given))["__typename"] == "Account"


@pytest.mark.parametrize("name", RECOVERY_CODES_WRITTEN)
async def test_a_recovery_code_is_taken_in_every_way_of_writing_it(town: Town, name: str) -> None:
    written, person = RECOVERY_CODES_WRITTEN[name], await town.person()
    _, codes = await enrol(town, person, str)
    assert (await complete(town, person, written(codes[0])))["__typename"] == "LoginSuccess"
    given = {"password": PASSWORD, "code": written(codes[1])}
    assert (await town.mutate(DISABLE, person.token, input=given))["__typename"] == "Account"


async def test_what_cannot_be_a_code_is_refused_as_input_and_counts_as_no_try(town: Town) -> None:
    person = await town.person()
    app = await begin(town, person)
    for code in (*MALFORMED, "ABCD-EFGH-IJKL-MNOP"):
        outcome = await town.mutate(CONFIRM, person.token, code=code)
        assert [field["path"] for field in outcome["fields"]] == [["code"]], code
    enabled = await town.mutate(CONFIRM, person.token, code=app.now())
    town.secrets.update(enabled["recoveryCodes"])
    for code in (*MALFORMED, "ABCD-EFGH-IJKL-MNO0"):
        assert (await complete(town, person, code))["__typename"] == "InvalidInput", code
        given = {"password": PASSWORD, "code": code}
        outcome = await town.mutate(DISABLE, person.token, input=given)
        assert [field["path"] for field in outcome["fields"]] == [["code"]], code
    assert (await complete(town, person, enabled["recoveryCodes"][0]))[
        "__typename"
    ] == "LoginSuccess"


@pytest.mark.parametrize("wrong", ["AAAA-AAAA-AAAA-AAAA", "000 000"])
async def test_a_wrong_code_counts_as_a_failed_try(town: Town, wrong: str) -> None:
    person = await town.person()
    _, codes = await enrol(town, person, str)
    tries = [(await complete(town, person, wrong))["__typename"] for _ in range(FREE)]
    assert tries == ["InvalidCode"] * FREE
    assert (await complete(town, person, codes[0]))["__typename"] == "TooManyAttempts"
