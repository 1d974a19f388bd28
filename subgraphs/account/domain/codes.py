"""Codes of second factors, as apps and people write them."""

import re
import unicodedata

from subgraphs.account.domain.accounts import narrow

_DASHES_THAT_ARE_NO_PUNCTUATION = "\u2212\u30fc"  # a minus; what Japanese keyboards write for one
_APP_CODE = re.compile("[0-9]{6}")
# 80 bits in base 32.
_RECOVERY_CODE = re.compile("[A-Z2-7]{16}")


def normal_code(text: str) -> str:
    """Return the code in ASCII digits and capital letters, without what groups them.

    Digits of every script count. Spaces, punctuation and characters that only format are left out.
    """
    kept = (character for character in narrow(text) if not _groups(character))
    return "".join(str(unicodedata.decimal(each, each)) for each in kept).upper()


def is_app_code(code: str) -> bool:
    """Tell whether a normal code has the form of an authenticator app's codes."""
    return _APP_CODE.fullmatch(code) is not None


def is_recovery_code(code: str) -> bool:
    """Tell whether a normal code has the form of a recovery code."""
    return _RECOVERY_CODE.fullmatch(code) is not None


def _groups(character: str) -> bool:
    category = unicodedata.category(character)
    return (
        character.isspace()
        or category[0] in "ZP"
        or category == "Cf"
        or character in _DASHES_THAT_ARE_NO_PUNCTUATION
    )
