"""Text in the letters that every PDF reader can show.

The fonts that PDF guarantees have the letters of Windows-1252, which western Europe and Latin
America use. A font for every script would add megabytes to each ticket or to the image. So other
letters lose their marks (`Wałęsa` becomes `Walesa`), and letters without a Latin form become a
question mark: the door reads the QR symbol, never the title.
"""

import unicodedata
from itertools import groupby

ENCODING = "windows-1252"
# Letters whose mark Unicode does not decompose.
_PLAIN = str.maketrans("łŁđĐħĦŧŦ\N{LATIN SMALL LETTER DOTLESS I}", "lLdDhHtTi")
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """Return `text` in those letters, on one line; only ligatures can make it longer."""
    shown = " ".join(unicodedata.normalize("NFC", text).translate(_PLAIN).split())
    letters = (_letter(each) for each in shown if not unicodedata.category(each).startswith("C"))
    runs = groupby("".join(letters))
    return "".join("?" if letter == _UNKNOWN else "".join(run) for letter, run in runs)


def _letter(letter: str) -> str:
    if _has(letter):
        return letter
    plain = "".join(each for each in unicodedata.normalize("NFKD", letter) if _has(each))
    # A mark by itself belongs to the letter before it.
    return plain or ("" if unicodedata.combining(letter) else _UNKNOWN)


def _has(letter: str) -> bool:
    try:
        letter.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True
