"""Inputs become domain values, or name every field that breaks a rule."""

from typing import Any

import pytest

from shared.errors import InvalidInput
from shared.validation.inputs import validated
from subgraphs.account.api.inputs import (
    LoginInput,
    RegisterInput,
    UpdateProfileInput,
    ValidatedLogin,
    ValidatedProfileUpdate,
    ValidatedRegistration,
    ValidatedSearch,
)
from subgraphs.account.domain.accounts import Gender, Language, Profile
from tests.unit.account.conftest import PASSWORD


def registration(**changes: Any) -> RegisterInput:
    given = dict[str, Any](
        email="ana@cinema.test", password=PASSWORD, first_name="Ana", last_name="Lopez"
    )
    return RegisterInput(**(given | changes))


def codes_of(refusal: InvalidInput) -> dict[str, str]:
    return {".".join(field.path): field.code for field in refusal.fields}


def test_a_registration_becomes_a_profile() -> None:
    given = registration(
        email=" Ana@CINEMA.test ",
        first_name=" Ana ",
        phone="+52 55 8765 4321",
        language=Language.ES,
        avatar_url="https://cinema.test/ana.png",
    )
    registered = validated(ValidatedRegistration, given)
    assert registered.email == "Ana@cinema.test"
    assert registered.profile == Profile(
        first_name="Ana",
        last_name="Lopez",
        phone="+525587654321",
        gender=Gender.UNDISCLOSED,
        language=Language.ES,
        avatar_url="https://cinema.test/ana.png",
    )


def test_one_refusal_names_every_field() -> None:
    given = registration(email="x", password="short", first_name="A\nB", phone="1")
    with pytest.raises(InvalidInput) as refusal:
        validated(ValidatedRegistration, given)
    assert codes_of(refusal.value) == {
        "email": "INVALID_EMAIL",
        "password": "STRING_TOO_SHORT",
        "firstName": "CONTROL_CHARACTER",
        "phone": "INVALID_PHONE",
    }


@pytest.mark.parametrize("field", ["first_name", "last_name"])
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "STRING_TOO_SHORT"),
        ("x" * 101, "STRING_TOO_LONG"),
        ("\u200b", "NOTHING_VISIBLE"),
        ("\u3164", "NOTHING_VISIBLE"),
        ("Ana\u202e", "DIRECTION_CONTROL"),
        ("Ana\uffff", "NOT_A_CHARACTER"),
    ],
    ids=["empty", "long", "zero width", "filler", "override", "noncharacter"],
)
def test_a_name_that_nobody_can_read_is_refused(field: str, name: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        validated(ValidatedRegistration, registration(**{field: name}))
    assert list(codes_of(refusal.value).values()) == [code]


@pytest.mark.parametrize("password", ["password123", "aaaaaaaaaaaa", "1Q2W3E4R5T"])
def test_a_common_password_is_refused(password: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        validated(ValidatedRegistration, registration(password=password))
    assert codes_of(refusal.value) == {"password": "COMMON_PASSWORD"}


@pytest.mark.parametrize(
    ("given", "changes"),
    [
        pytest.param({}, {}, id="nothing"),
        pytest.param({"phone": None}, {"phone": None}, id="phone removed"),
        pytest.param({"avatar_url": None}, {"avatar_url": None}, id="picture removed"),
        pytest.param(
            {"first_name": " Zoe ", "language": Language.MS},
            {"first_name": "Zoe", "language": Language.MS},
            id="two fields",
        ),
        pytest.param(
            {"avatar_url": "https://cinema.test/a.png"},
            {"avatar_url": "https://cinema.test/a.png"},
            id="picture as text",
        ),
    ],
)
def test_only_given_fields_of_a_profile_change(
    given: dict[str, Any], changes: dict[str, Any]
) -> None:
    update = validated(ValidatedProfileUpdate, UpdateProfileInput(**given))
    assert update.changes == changes


@pytest.mark.parametrize("name", ["first_name", "last_name", "gender", "language"])
def test_a_field_that_every_profile_has_cannot_be_removed(name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        validated(ValidatedProfileUpdate, UpdateProfileInput(**{name: None}))
    assert list(codes_of(refusal.value).values()) == ["REQUIRED"]


def test_a_login_keeps_the_spaces_of_its_password() -> None:
    credentials = validated(ValidatedLogin, LoginInput(email=" a@b.test ", password=" x "))
    assert (credentials.email, credentials.password) == ("a@b.test", " x ")


@pytest.mark.parametrize("search", [None, "Guadalupe"])
def test_a_search_is_optional(search: str | None) -> None:
    assert validated(ValidatedSearch, {"search": search}).search == search
