"""The rules of a search for accounts."""

from shared.graphql.validation import InputRules, checked
from subgraphs.account.api.inputs.rules import SearchText


class SearchRules(InputRules):
    search: SearchText | None


def checked_search(search: str | None) -> str | None:
    """What is searched for; None for everything. InvalidInput when it is too long."""
    return checked(SearchRules, {"search": search}).search or None
