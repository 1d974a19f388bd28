"""Passwords are the same in every Unicode form, and are not made of what anyone knows."""

import secrets
import unicodedata
from typing import Any

import pytest
from argon2 import PasswordHasher

from dev.errors import StackError
from dev.seed.command import run_command
from dev.stack import Stack
from tests.stack.account.people import LOG_IN, PASSWORD, REGISTER, USER_ERROR, Person, Town

INVALID = f"__typename {USER_ERROR} ... on InvalidInput {{ fields {{ path code }} }}"
CHANGE = f"""
mutation Change($input: ChangePasswordInput!) {{ changePassword(input: $input) {{ {INVALID} }} }}
"""
RESET = f"""
mutation Reset($input: ResetPasswordInput!) {{ resetPassword(input: $input) {{ {INVALID} }} }}
"""
DELETE = f"""
mutation Delete($input: DeleteAccountInput!) {{ deleteMyAccount(input: $input) {{ {INVALID} }} }}
"""
BEGIN = f"""
mutation Begin($password: String!) {{ beginTotpEnrolment(password: $password) {{ {INVALID} }} }}
"""
COMPOSED = "contrase\u00f1a de \u00c1ngel \u2460"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)
COMPATIBLE = unicodedata.normalize("NFKC", COMPOSED)
WIDE = "\uff43\uff4f\uff4e\uff54\uff52\uff41\uff53\uff45\u00f1\uff41\u3000de \u00c1ngel 1"
FORMS = (COMPOSED, DECOMPOSED, COMPATIBLE, WIDE)


async def logging_in(town: Town, email: str, password: str) -> str:
    given = {"email": email, "password": password, "tokenDelivery": "BEARER"}
    outcome = await town.mutate(LOG_IN, input=given)
    town.secrets.update((password, outcome.get("token") or password))
    return outcome["__typename"]


async def hash_of(town: Town, email: str) -> str:
    found = await town.database.accounts.find_one({"email": email})
    assert found
    return found["passwordHash"]


@pytest.mark.parametrize("form", FORMS, ids=ascii)
async def test_a_password_is_accepted_in_every_form(town: Town, form: str) -> None:
    email = await town.register(password=form)
    for other in FORMS:
        assert await logging_in(town, email, other) == "LoginSuccess", ascii(other)
    assert await logging_in(town, email, COMPOSED.replace("\u00f1", "n")) == "InvalidCredentials"


async def test_every_operation_with_a_password_takes_every_form(town: Town) -> None:
    ana = await town.log_in(await town.register(password=DECOMPOSED), COMPOSED)
    given = {"currentPassword": COMPATIBLE, "newPassword": f"new {DECOMPOSED}"}
    assert (await town.mutate(CHANGE, ana.token, input=given))["__typename"] == "Account"
    assert await logging_in(town, ana.email, f"new {COMPOSED}") == "LoginSuccess"
    token = await town.plant_token(ana.id, "RESET_PASSWORD")
    given = {"token": token, "newPassword": f"reset {DECOMPOSED}"}
    assert (await town.mutate(RESET, input=given))["__typename"] == "Account"
    ana = await town.log_in(ana.email, f"reset {WIDE}")
    begun = await town.mutate(BEGIN, ana.token, password=f"reset {COMPATIBLE}")
    assert begun["__typename"] == "TotpEnrolment"
    outcome = await town.mutate(DELETE, ana.token, input={"password": f"reset {COMPOSED}"})
    assert outcome["__typename"] == "AccountDeleted"


async def test_the_console_takes_every_form(stack: Stack, town: Town) -> None:
    arguments = ("--email", "forms@town.test", "--first-name", "Ada", "--last-name", "Min")
    await run_command(stack, "account", "create-admin", *arguments, stdin=f"{DECOMPOSED}\n")
    assert await logging_in(town, "forms@town.test", COMPOSED) == "LoginSuccess"


@pytest.mark.parametrize("stored", FORMS[:2] + FORMS[3:], ids=ascii)
@pytest.mark.parametrize("typed", FORMS[:2], ids=ascii)
async def test_a_hash_of_an_older_version_is_accepted_and_replaced(
    town: Town, stored: str, typed: str
) -> None:
    if stored == WIDE:
        typed = WIDE
    email = await town.register()
    older = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(stored)
    await town.database.accounts.update_one({"email": email}, {"$set": {"passwordHash": older}})
    assert await logging_in(town, email, typed) == "LoginSuccess"
    replaced = await hash_of(town, email)
    assert replaced != older
    for other in FORMS:
        assert await logging_in(town, email, other) == "LoginSuccess", ascii(other)
    assert await hash_of(town, email) == replaced


@pytest.mark.parametrize(
    ("password", "outcome"),
    [
        ("n\u0303" * 3 + "abcdef", "InvalidInput"),
        ("n\u0303" * 3 + "abcdefg", "Account"),
        ("n\u0303abc" * 32, "Account"),
        ("n\u0303abc" * 32 + "d", "InvalidInput"),
        ("\ufb03abcdefg", "Account"),
        ("\ufdfaab" * 7, "InvalidInput"),
        ("\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44\uff11\uff12\uff13", "InvalidInput"),
    ],
    ids=[
        "9 after it",
        "10 after it",
        "128 after it",
        "129 after it",
        "10 with a ligature",
        "more than 128 with ligatures",
        "a common one in full width",
    ],
)
async def test_a_password_has_10_to_128_characters_once_normalised(
    town: Town, password: str, outcome: str
) -> None:
    given = {"password": password, "firstName": "Ana", "lastName": "Lopez"}
    email = f"{secrets.token_hex(8)}@town.test"
    answer = await town.mutate(REGISTER, input={**given, "email": email})
    assert answer["__typename"] == outcome
    if outcome == "Account":
        assert await logging_in(town, email, password) == "LoginSuccess"


ANA = {
    "email": "ana.quintero@known.example",
    "firstName": "Ana",
    "lastName": "Quintero",
    "phone": "+525587654322",
}
KNOWN = (
    "ana.quintero@known.example",
    "ANA.Quintero@Known.Example",
    "\uff41na.quintero@known.example",
    "ana.quintero",
    "AnaQuintero",
    "anaquintero1",
    "Ana-Quintero-2026!",
    "Quintero, Ana",
    "quinteroana",
    "oretniuq.ana",
    "ana.quintero.ana.quintero",
    "known.example",
    "+525587654322",
    "5587654322",
    "Marquee2026",
    "marqueemarquee",
    "Marquee-Quintero",
)
UNKNOWN = ("quintero plays the cello", "marquee84719362", "8471936250", "5587654329x", PASSWORD)


@pytest.mark.parametrize("password", KNOWN)
async def test_a_password_of_what_anyone_knows_is_refused(town: Town, password: str) -> None:
    outcome = await town.mutate(REGISTER, input={**ANA, "password": password})
    assert outcome.get("fields") == [{"path": ["password"], "code": "GUESSABLE_PASSWORD"}], outcome
    assert await town.database.accounts.find_one({"email": ANA["email"]}) is None


@pytest.fixture(scope="module")
async def ana(town: Town) -> Person:
    given: dict[str, Any] = {**ANA, "email": "ana.quintero@known2.example"}
    return await town.log_in(await town.register(**given))


@pytest.mark.parametrize(
    "password", ["ana.quintero@known2.example", "anaquintero99", "5587654322", "Marquee2026"]
)
async def test_no_operation_sets_such_a_password(
    stack: Stack, town: Town, ana: Person, password: str
) -> None:
    expected = [{"path": ["newPassword"], "code": "GUESSABLE_PASSWORD"}]
    ana = await town.log_in(ana.email)
    before = await hash_of(town, ana.email)
    given = {"currentPassword": PASSWORD, "newPassword": password}
    assert (await town.mutate(CHANGE, ana.token, input=given)).get("fields") == expected
    token = await town.plant_token(ana.id, "RESET_PASSWORD")
    given = {"token": token, "newPassword": password}
    assert (await town.mutate(RESET, input=given)).get("fields") == expected
    assert await hash_of(town, ana.email) == before
    given = {"token": token, "newPassword": PASSWORD}
    assert (await town.mutate(RESET, input=given))["__typename"] == "Account"
    arguments = ("--email", password if "@" in password else "ana@console.example")
    names = ("--first-name", "Ana", "--last-name", "Quintero")
    if not password.isdecimal():
        with pytest.raises(StackError, match="password"):
            await run_command(
                stack, "account", "create-admin", *arguments, *names, stdin=f"{password}\n"
            )


@pytest.mark.parametrize("password", UNKNOWN)
async def test_other_passwords_may_contain_a_name(town: Town, ana: Person, password: str) -> None:
    token = await town.plant_token(ana.id, "RESET_PASSWORD")
    given = {"token": token, "newPassword": password}
    assert (await town.mutate(RESET, input=given))["__typename"] == "Account"
