"""The rules of account's single fields."""

from typing import Annotated

import phonenumbers
from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from shared.validation.fields import LABEL, LINE
from subgraphs.account.api.inputs.addresses import searched
from subgraphs.account.domain.codes import is_app_code, is_recovery_code, normal_code
from subgraphs.account.domain.passwords import normal_password

_COMMON_PASSWORDS = frozenset(FREQUENCY_LISTS["passwords"])
_SHORTEST_PASSWORD, _LONGEST_PASSWORD = 10, 128
# Before normalisation: one character may be typed as a letter and three marks.
_LONGEST_TYPED = 4 * _LONGEST_PASSWORD
# Far more than a code needs with all that may group it.
_CODE_LENGTH = 100


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        raise PydanticCustomError(
            "invalid_phone", "Write the number as +, country code, number: +525512345678."
        ) from None
    if not phonenumbers.is_valid_number(number):
        raise PydanticCustomError("invalid_phone", "There is no such number in that country.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _app_code(text: str) -> str:
    if not is_app_code(code := normal_code(text)):
        raise PydanticCustomError("malformed_code", "Write the 6 digits that the app shows.")
    return code


def _code(text: str) -> str:
    code = normal_code(text)
    if not is_app_code(code) and not is_recovery_code(code):
        raise PydanticCustomError(
            "malformed_code",
            "Write the 6 digits that the app shows, or the 16 letters and digits of a recovery "
            "code.",
        )
    return code


def _new_password(text: str) -> str:
    # NIST SP 800-63B: a minimum length and a list of common passwords, no rules of composition.
    password = normal_password(text)
    if len(password) < _SHORTEST_PASSWORD:
        raise PydanticCustomError("string_too_short", "A password has at least 10 characters.")
    if len(password) > _LONGEST_PASSWORD:
        raise PydanticCustomError("string_too_long", "A password has at most 128 characters.")
    if password.casefold() in _COMMON_PASSWORDS or len(set(password)) < 3:
        raise PydanticCustomError(
            "common_password", "This password is on the list of common passwords: choose another."
        )
    return password


def _given_password(text: str) -> str:
    # Older versions counted the characters as they were typed.
    if min(len(text), len(normal_password(text))) > _LONGEST_PASSWORD:
        raise PydanticCustomError("string_too_long", "A password has at most 128 characters.")
    return text


Phone = Annotated[str, StringConstraints(max_length=40), AfterValidator(_phone)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100), LABEL]
SearchText = Annotated[str, StringConstraints(max_length=100), LINE, AfterValidator(searched)]
NewPassword = Annotated[
    str,
    StringConstraints(max_length=_LONGEST_TYPED, strip_whitespace=False),
    AfterValidator(_new_password),
]
"""A password to set, in its normal form. Its characters are counted there."""
GivenPassword = Annotated[
    str,
    StringConstraints(min_length=1, max_length=_LONGEST_TYPED, strip_whitespace=False),
    AfterValidator(_given_password),
]
"""A password to compare: no rule may reveal whether it can be right."""
GivenToken = Annotated[str, StringConstraints(max_length=200)]
AppCode = Annotated[str, StringConstraints(max_length=_CODE_LENGTH), AfterValidator(_app_code)]
GivenCode = Annotated[str, StringConstraints(max_length=_CODE_LENGTH), AfterValidator(_code)]
"""The app's code or a recovery code; what cannot be one is refused before it counts as a try."""
