"""Which accounts a search finds: by parts of name, address and phone number."""

from shared.text.search import fold
from subgraphs.account.domain.accounts import Profile


def search_text(email: str, profile: Profile) -> str:
    """Return the text that contains every word of the searches that find this account.

    It has no case, accents or width. Names in scripts without case are often written together, so
    the text has both orders of them.
    """
    first, last = fold(profile.first_name), fold(profile.last_name)
    lines = [f"{first} {last}", fold(email), profile.phone or ""]
    if (first + last).upper() == first + last:
        lines += [last + first, first + last]
    return "\n".join(lines)


def search_words(text: str) -> list[str]:
    """Return the words that the search text of a found account contains, in any order."""
    return fold(text).split()
