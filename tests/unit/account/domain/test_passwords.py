"""Passwords made of what anyone knows of their owner are guessable; other passwords are not."""

import pytest

from subgraphs.account.domain.accounts import Gender, Language, Profile
from subgraphs.account.domain.passwords import comparable_forms, is_guessable

EMAIL = "j.quintero@correo.example"
PHONE = "+525512345678"
PROFILE = Profile("Jos\u00e9", "Quintero", PHONE, Gender.UNDISCLOSED, Language.ES, None)


@pytest.mark.parametrize(
    "password",
    [
        EMAIL,
        EMAIL.swapcase(),
        EMAIL[::-1],
        "jquintero.correo",
        "Jose Quintero",
        "Quintero, Jos\u00e9!",
        "josejosejose",
        "Quintero1999",
        "1-quintero-1",
        "oretniuqesoj",
        "Marquee!!!!2026",
        "marquee-quintero",
        PHONE,
        "55 1234 5678",
        "\uff31uintero\uff12\uff10\uff12\uff16",
    ],
    ids=ascii,
)
def test_what_consists_of_known_words_is_guessable(password: str) -> None:
    assert is_guessable(password, EMAIL, PROFILE)


@pytest.mark.parametrize(
    "password",
    [
        "k@b\u00fccher.example",
        "k@xn--bcher-kva.example",
        "K@XN--BCHER-KVA.EXAMPLE",
        "k@bucher.example",
        "k@bu\u0308cher.example",
    ],
    ids=ascii,
)
def test_an_address_is_guessable_in_each_of_its_spellings(password: str) -> None:
    assert is_guessable(password, "k@b\u00fccher.example", PROFILE)


@pytest.mark.parametrize(
    "password",
    [
        "quintero plays the cello",
        "marquee84719362",
        "8471936250",
        "correct-horse-battery",
        "!@#$%^&*()",
        "josequinterox",
    ],
)
def test_what_only_contains_known_words_is_not(password: str) -> None:
    assert not is_guessable(password, EMAIL, PROFILE)


def test_many_short_words_take_no_long_time() -> None:
    profile = Profile("aa", "aaa", None, Gender.UNDISCLOSED, Language.EN, None)
    assert not is_guessable("a" * 127 + "b", "aaaa@aaaaa.example", profile)


@pytest.mark.parametrize(
    "password", ["correct-horse-battery", "\u043f\u0430\u0440\u043e\u043b\u044c"]
)
def test_a_password_with_one_form_is_compared_once(password: str) -> None:
    assert comparable_forms(password) == [password]


def test_the_normal_form_comes_first_and_the_typed_one_is_kept() -> None:
    assert comparable_forms("n\u0303\u2460") == ["\u00f11", "\u00f1\u2460", "n\u0303\u2460"]
