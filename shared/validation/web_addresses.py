"""Addresses of pages and pictures: parsed strictly, and stored in one normal form."""

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, HttpUrl, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

_LONGEST = 2_000
_PARSER = TypeAdapter(HttpUrl)
_BEGINNING = re.compile(r"(https?)://(?P<authority>[^/?#]+)", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_IPV6 = re.compile(r"\[[0-9a-f:.]+\]")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
# RFC 3986 allows none of these in any part; a browser would drop or reinterpret them.
_FORBIDDEN = frozenset('"<>\\^`{|}')
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def _rule(*schemes: str) -> Callable[[str], str]:
    def normal_form(text: str) -> str:
        begins_with = " or ".join(f"{scheme}://" for scheme in schemes)
        beginning = _BEGINNING.match(text)
        if not beginning or beginning[1].lower() not in schemes:
            raise _refusal(f"Write an address that begins with {begins_with}.")
        if any(not _allowed(each) for each in text):
            raise _refusal("Write the address without spaces, quotes, brackets or hidden signs.")
        if "@" in beginning["authority"]:
            raise _refusal("Write the address without a user name or password.")
        if "%" in beginning["authority"]:
            raise _refusal("Write the host without percent signs.")
        parsed = _parsed(text)
        address = _with_normal_escapes(str(parsed))
        if len(address) > _LONGEST:
            raise _refusal(f"Write an address of at most {_LONGEST} characters.")
        return address

    return normal_form


def _parsed(text: str) -> HttpUrl:
    """Return the address with host, default port, dots and letters in their normal forms."""
    try:
        parsed = _PARSER.validate_python(text)
    except ValidationError:
        raise _refusal("This is no complete address: write https://host/path.") from None
    host = parsed.host or ""
    is_name = all(map(_LABEL.fullmatch, host.split("."))) and len(host) <= 253
    if not (is_name or _IPV6.fullmatch(host)) or parsed.port == 0:
        raise _refusal("There can be no such host.")
    return parsed


def _with_normal_escapes(address: str) -> str:
    """Return `address` with one spelling of each escape. Refuses broken ones and controls."""
    if address.count("%") != len(_ESCAPE.findall(address)):
        raise _refusal("A percent sign must be followed by two hexadecimal digits: write %25.")

    def normal(escape: re.Match[str]) -> str:
        character = chr(int(escape[0][1:], 16))
        if character < " " or character == "\x7f":
            raise _refusal("Write the address without control characters.")
        return character if character in _UNRESERVED else escape[0].upper()

    # An apostrophe is legal, and would end an attribute or a string that quotes the address.
    return _ESCAPE.sub(normal, address).replace("'", "%27")


def _allowed(character: str) -> bool:
    # Controls, unassigned and hidden characters (C), spaces and line breaks (Z).
    return character not in _FORBIDDEN and unicodedata.category(character)[0] not in "CZ"


def _refusal(message: str) -> PydanticCustomError:
    return PydanticCustomError("invalid_url", "{reason}", {"reason": message})


_SHORT_ENOUGH = StringConstraints(max_length=_LONGEST)
WebAddress = Annotated[str, _SHORT_ENOUGH, AfterValidator(_rule("https", "http"))]
"""An address that begins with https:// or http://."""
SecureWebAddress = Annotated[str, _SHORT_ENOUGH, AfterValidator(_rule("https"))]
"""An address that begins with https://."""
