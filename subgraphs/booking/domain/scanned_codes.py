"""What scanners add to the codes that they read.

A code consists of letters, digits, `-`, `_` and one dot. What is none of these and stands before
or after the code comes from the scanner or from the software behind it, and is taken off alike at
every door. Nothing inside a code is mended, and neither is a scanner with the wrong keyboard
layout: its letters are possible letters of another code.
"""

import re
from unicodedata import category

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Unicode's categories of controls, format characters, separators and spaces."""
_AIM_IDENTIFIER = re.compile(r"\][A-Za-z][0-9A-Za-z]")
"""The kind of symbol that was read, by ISO/IEC 15424: `]Q3` says a QR symbol."""
_QUOTES = ('"', "'")


def scanned_code(text: str) -> str:
    """Return the code in `text`, which a scanner has read; empty when there is nothing else.

    Software that exports scans puts quotes around what the scanner sent, and the scanner puts its
    identifier before what the symbol holds.
    """
    code = trim(text)
    if len(code) > 1 and code[0] in _QUOTES and code[0] == code[-1]:
        code = trim(code[1:-1])
    identifier = _AIM_IDENTIFIER.match(code)
    return trim(code[identifier.end() :]) if identifier else code


def trim(text: str) -> str:
    """Return `text` without what nobody sees at its ends: spaces, controls, byte order marks."""
    start, end = 0, len(text)
    while start < end and category(text[start]) in _INVISIBLE:
        start += 1
    while start < end and category(text[end - 1]) in _INVISIBLE:
        end -= 1
    return text[start:end]
