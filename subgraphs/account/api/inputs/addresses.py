"""E-mail addresses: the one place that makes their normal form."""

import re
import unicodedata
from typing import Annotated

import idna
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from shared.text.characters import is_ignorable, is_visible
from subgraphs.account.domain.accounts import narrow

_LENGTH = 320
_ASCII_LABEL = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)


class _NothingToSee(EmailNotValidError):
    """The address has a character that no reader can see."""


def normal_address(text: str) -> str:
    """Return the normal form of an address; all spellings of an address have the same one.

    The domain is in lower case and in Unicode, as IDNA 2008 and UTS 46 (non-transitional) map it.
    The part before the @ is in NFC, and its case is kept for the mail server. Full-width
    characters become ordinary ones, and the dot of the DNS's root is left out. Raises
    EmailNotValidError, also for quoted names, IP addresses and characters that show nothing.
    """
    address = narrow(text.strip())
    if address.endswith((".", "\u3002")):
        address = address[:-1]
    # Addresses under .test are accepted for the demo accounts; no mail reaches them.
    valid = validate_email(address, check_deliverability=False, test_environment=True)
    for character in valid.local_part:
        if _shows_nothing(character):
            raise _NothingToSee(f"Leave out U+{ord(character):04X}: it shows nothing.")
    return valid.normalized


def _valid(text: str) -> str:
    if len(text) > _LENGTH:
        raise PydanticCustomError("string_too_long", "An address has at most 320 characters.")
    try:
        return normal_address(text)
    except EmailNotValidError as error:
        reason = str(error) if isinstance(error, _NothingToSee) else _problem(text)
        raise PydanticCustomError("invalid_email", "{reason}", {"reason": reason}) from None


def _problem(text: str) -> str:
    """Say what is wrong with a text that is no address."""
    name, at, domain = narrow(text.strip()).rpartition("@")
    if not at:
        return "An address has an @, such as name@example.com."
    if not name or not domain:
        return "An address has a name before the @ and a domain after it."
    if any(map(str.isspace, name + domain)):
        return "An address has no spaces."
    if "." not in domain:
        return "The domain after the @ has a dot, such as example.com."
    return "Mail cannot be sent to this address: use one such as name@example.com."


def _compared(text: str) -> str:
    try:
        return normal_address(text)
    except EmailNotValidError:
        return text


def searched(text: str) -> str:
    """Return a text that may be a part of an address, with its domain as it is stored."""
    return _ASCII_LABEL.sub(lambda label: _in_unicode(label.group()), text)


def _shows_nothing(character: str) -> bool:
    # The library refuses formatting characters and spaces, not letters and marks like U+3164.
    is_mark = unicodedata.category(character)[0] == "M"
    return is_ignorable(character) or not (is_mark or is_visible(character))


def _in_unicode(label: str) -> str:
    try:
        return idna.ulabel(label.lower())
    except (idna.IDNAError, UnicodeError):
        return label


Email = Annotated[str, AfterValidator(_valid)]
GivenEmail = Annotated[
    str, StringConstraints(min_length=1, max_length=_LENGTH), AfterValidator(_compared)
]
"""An address to compare: what is not one stays as it is, and no account has it."""
