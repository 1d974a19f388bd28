"""Invalid input: the answer names the field and no internals, and nothing is written."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stack.account.people import PASSWORD, REGISTER, USER_ERROR, Answer, Person, Town

INVALID = f"{USER_ERROR} ... on InvalidInput {{ fields {{ path code message }} }}"
UPDATE = f"""
mutation Update($input: UpdateProfileInput!) {{
  updateProfile(input: $input) {{ __typename {INVALID} }}
}}
"""
CHANGE = f"""
mutation Change($input: ChangePasswordInput!) {{
  changePassword(input: $input) {{ __typename {INVALID} }}
}}
"""
RESET = f"""
mutation Reset($input: ResetPasswordInput!) {{
  resetPassword(input: $input) {{ __typename {INVALID} }}
}}
"""
LOG_IN = (
    f"mutation LogIn($input: LoginInput!) {{ login(input: $input) {{ __typename {INVALID} }} }}"
)
GOOD = {
    "email": "good@town.test",
    "password": PASSWORD,
    "firstName": "Ana",
    "lastName": "Lopez",
    "phone": None,
    "avatarUrl": None,
}
INTERNALS = ("Traceback", "pymongo", "redis", "site-packages", "mongodb://", "argon2", "pydantic")

EMAILS = (
    "",
    " ",
    "plain",
    "@town.test",
    "a@",
    "a@b",
    "a@@town.test",
    "a b@town.test",
    "a@town..test",
    "a@-town.test",
    ".a@town.test",
    "a.@town.test",
    "a@town.test\nbcc: x@y.example",
    "a@town.test,b@town.test",
    "Ana <a@town.test>",
    "a@[127.0.0.1]",
    "a@localhost",
    "a@" + "b" * 250 + ".test",
    "a@" + "x." * 2_000 + "test",
    "a\u0000@town.test",
    "a\u202e@town.test",
)
PASSWORDS = (
    "",
    "short",
    "nine char",
    "x" * 129,
    "password123",
    "PASSWORD123",
    "1234567890",
    "qwertyuiop",
    "1q2w3e4r5t",
    "aaaaaaaaaaaa",
    "ababababababab",
)
PHONES = (
    "",
    "5512345678",
    "+",
    "+0",
    "+52551234567890123",
    "+1 555",
    "tel:abc",
    "+52 55 CALL NOW",
    "+999123456789",
    "+5255\u0000123",
    "9" * 5_000,
)
NAMES = ("", "   ", "\t", "x" * 101, "A\nB", "A\u0000B", "A\u2028B", "A\u007fB", "A\u001b[31mB")
AVATARS = (
    "",
    "nothing",
    "http://town.test/a.png",
    "ftp://town.test/a.png",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "file:///etc/passwd",
    "//town.test/a.png",
    "https://",
    "https://town.test/" + "a" * 2_000,
)
CASES = [
    *(("email", value) for value in EMAILS),
    *(("password", value) for value in PASSWORDS),
    *(("phone", value) for value in PHONES),
    *(("firstName", value) for value in NAMES),
    *(("lastName", value) for value in NAMES),
    *(("avatarUrl", value) for value in AVATARS),
]


async def written(town: Town) -> Mapping[str, int]:
    """Return how many documents each collection has."""
    names = ("accounts", "sessions", "audit", "two_factors")
    return {name: await town.database[name].count_documents({}) for name in names}


def refuse_internals(answer: Answer) -> None:
    assert not any(word in str(answer) for word in INTERNALS), answer
    codes = [error.get("extensions", {}).get("code") for error in answer.get("errors", [])]
    assert "INTERNAL_SERVER_ERROR" not in codes


@pytest.fixture(scope="module")
async def ana(town: Town) -> Person:
    return await town.person()


@pytest.mark.parametrize(("name", "value"), CASES)
async def test_registration_names_the_field(town: Town, name: str, value: str) -> None:
    before = await written(town)
    answer = await town.ask(REGISTER, input={**GOOD, name: value})
    refuse_internals(answer)
    outcome = answer["data"]["register"]
    assert outcome["__typename"] == "InvalidInput"
    assert [field["path"] for field in outcome["fields"]] == [[name]]
    assert await written(town) == before


async def test_every_failing_field_is_named_in_one_answer(town: Town) -> None:
    bad = {"email": "x", "password": "x", "phone": "x", "firstName": "", "avatarUrl": "x"}
    outcome = await town.mutate(REGISTER, input={**GOOD, **bad, "lastName": " "})
    assert {field["path"][0] for field in outcome["fields"]} == {*bad, "lastName"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, None) for name in ("firstName", "lastName", "gender", "language")),
        *(("phone", value) for value in PHONES),
        *(("firstName", value) for value in NAMES),
        *(("avatarUrl", value) for value in AVATARS),
    ],
)
async def test_a_profile_has_the_same_rules(
    town: Town, ana: Person, name: str, value: str | None
) -> None:
    before = await town.database.accounts.find_one({"_id": ana.id})
    answer = await town.ask(UPDATE, ana.token, input={name: value})
    refuse_internals(answer)
    outcome = answer["data"]["updateProfile"]
    assert [field["path"] for field in outcome["fields"]] == [[name]]
    assert await town.database.accounts.find_one({"_id": ana.id}) == before


@pytest.mark.parametrize(
    "field",
    [
        "roles",
        "email",
        "emailVerified",
        "passwordHash",
        "password",
        "id",
        "totpEnabled",
        "__proto__",
    ],
)
async def test_no_other_field_of_an_account_can_be_set(town: Town, ana: Person, field: str) -> None:
    before = await town.database.accounts.find_one({"_id": ana.id})
    answer = await town.ask(UPDATE, ana.token, input={"firstName": "Zoe", field: ["ADMIN"]})
    assert "data" not in answer
    refuse_internals(answer)
    assert await town.database.accounts.find_one({"_id": ana.id}) == before


@pytest.mark.parametrize("password", PASSWORDS)
async def test_a_new_password_has_the_same_rules_in_every_mutation(
    town: Town, ana: Person, password: str
) -> None:
    given = {"currentPassword": PASSWORD, "newPassword": password}
    changed = await town.mutate(CHANGE, ana.token, input=given)
    reset = await town.mutate(RESET, input={"token": "x", "newPassword": password})
    for outcome in (changed, reset):
        assert [field["path"] for field in outcome["fields"]] == [["newPassword"]]


@pytest.mark.parametrize(
    "given",
    [
        {"email": "", "password": "x"},
        {"email": "x" * 400, "password": "x"},
        {"email": "a@town.test", "password": ""},
        {"email": "a@town.test", "password": "x" * 129},
    ],
)
async def test_a_login_checks_only_lengths(town: Town, given: dict[str, str]) -> None:
    outcome = await town.mutate(LOG_IN, input=given)
    assert outcome["__typename"] == "InvalidInput"


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"first": 0}, "first"),
        ({"first": -1}, "first"),
        ({"first": 101}, "first"),
        ({"after": "nonsense"}, "after"),
        ({"after": "e30="}, "after"),
        ({"search": "x" * 101}, "search"),
        ({"search": "a\u0000b"}, "search"),
    ],
)
async def test_lists_refuse_bad_pages(town: Town, arguments: dict[str, Any], path: str) -> None:
    admin = await town.person("ADMIN")
    answer = await town.ask(
        "query Call($first: Int, $after: String, $search: String) {"
        " accounts(first: $first, after: $after, search: $search) { totalCount } }",
        admin.token,
        **arguments,
    )
    extensions = answer["errors"][0]["extensions"]
    assert extensions["code"] == "INVALID_INPUT"
    assert extensions["fields"][0]["path"] == [path]


TEXT = st.text(st.characters(codec=None), max_size=300)
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SLOW
@given(values=st.fixed_dictionaries(dict.fromkeys(GOOD, TEXT)))
async def test_every_text_in_a_registration_gets_a_typed_answer(
    town: Town, values: dict[str, str]
) -> None:
    answer = await town.ask(REGISTER, input=values)
    refuse_internals(answer)


@SLOW
@given(email=TEXT, password=TEXT)
async def test_every_text_in_a_login_gets_a_typed_answer(
    town: Town, email: str, password: str
) -> None:
    answer = await town.ask(LOG_IN, input={"email": email, "password": password})
    refuse_internals(answer)


@SLOW
@given(text=TEXT)
async def test_every_text_in_another_operation_gets_a_typed_answer(
    town: Town, ana: Person, text: str
) -> None:
    answer = await town.ask(
        """
        mutation Call($text: String!, $id: ID!) {
          verifyEmail(token: $text) { __typename }
          resetPassword(input: { token: $text, newPassword: "a-good-password-9" }) { __typename }
          completeLogin(input: { challenge: $text, code: $text }) { __typename }
          confirmTotpEnrolment(code: $text) { __typename }
          revokeSession(id: $id) { __typename }
          requestPasswordReset(email: $text) { __typename }
        }
        """,
        ana.token,
        text=text,
        id=text,
    )
    refuse_internals(answer)
