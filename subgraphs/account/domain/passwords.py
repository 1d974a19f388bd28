"""Passwords: their normal form, and which of them are easy to guess."""

import unicodedata

from shared.text.search import fold
from subgraphs.account.domain.accounts import Profile

_PRODUCT = "marquee"
_MOST_DIGITS = 4
"""A year, or a number that is counted up: more digits are hard enough to guess."""


def normal_password(text: str) -> str:
    """Return the form that is hashed: NFKC, as NIST SP 800-63B asks."""
    return unicodedata.normalize("NFKC", text)


def comparable_forms(text: str) -> list[str]:
    """Return the forms that a stored hash may be of, the normal form first.

    Older versions hashed the text as one device wrote it. An ASCII password has one form.
    """
    forms = (unicodedata.normalize(form, text) for form in ("NFKC", "NFC", "NFD"))
    return list(dict.fromkeys([*forms, text]))


def is_guessable(password: str, email: str, profile: Profile) -> bool:
    """Tell whether a password consists of what anyone may know of its owner.

    These are NIST's context-specific words: the address, the names, the phone number and the
    product's name, forwards or backwards, in any order and case, with punctuation and up to four
    digits. A password that only contains such a word is not meant.
    """
    text = "".join(filter(str.isalnum, fold(password)))
    if not text:
        return False
    if text.isdecimal():
        return (profile.phone or "").endswith(text)
    names = f"{email} {_in_ascii(email)} {profile.first_name} {profile.last_name} {_PRODUCT}"
    separated = "".join(each if each.isalnum() else " " for each in fold(names))
    words = set(separated.split())
    return any(_is_made_of(words, each) for each in (text, text[::-1]))


def _in_ascii(email: str) -> str:
    """Return the address as it is written where a domain has ASCII letters alone."""
    name, _, domain = email.rpartition("@")
    labels = (
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}"
        for label in domain.split(".")
    )
    return f"{name}@{'.'.join(labels)}"


def _is_made_of(words: set[str], text: str) -> bool:
    """Tell whether `text` consists of these words, repeated or not, and of a few digits."""
    fewest_digits = {0: 0}
    for position, character in enumerate(text):
        if position not in fewest_digits:
            continue
        digits = fewest_digits[position]
        steps = [(len(word), digits) for word in words if text.startswith(word, position)]
        if character.isdecimal():
            steps.append((1, digits + 1))
        for length, needed in steps:
            end = position + length
            fewest_digits[end] = min(needed, fewest_digits.get(end, needed))
    return fewest_digits.get(len(text), _MOST_DIGITS + 1) <= _MOST_DIGITS
