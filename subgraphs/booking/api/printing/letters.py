"""Text in the letters that every PDF reader has.

The fonts that PDF guarantees know Windows-1252: all of western Europe and Latin America. A font
for every script would be megabytes in each ticket or in the image, and the tickets' own words are
English. So other letters lose their marks (`Wałęsa` becomes `Walesa`), and what has no Latin
form at all becomes a question mark: the door reads the QR symbol, never the title.
"""

import unicodedata
from itertools import groupby

ENCODING = "windows-1252"
# Letters whose mark is no part that Unicode could take off.
_PLAIN = str.maketrans("łŁđĐħĦŧŦ\N{LATIN SMALL LETTER DOTLESS I}", "lLdDhHtTi")
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """`text` in those letters and on one line; never longer than it was, but for ligatures."""
    shown = " ".join(unicodedata.normalize("NFC", text).translate(_PLAIN).split())
    letters = (_letter(each) for each in shown if not unicodedata.category(each).startswith("C"))
    runs = groupby("".join(letters))
    return "".join("?" if letter == _UNKNOWN else "".join(run) for letter, run in runs)


def _letter(letter: str) -> str:
    if _has(letter):
        return letter
    plain = "".join(each for each in unicodedata.normalize("NFKD", letter) if _has(each))
    # A mark by itself belongs to a letter that has been told already.
    return plain or ("" if unicodedata.combining(letter) else _UNKNOWN)


def _has(letter: str) -> bool:
    try:
        letter.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True
