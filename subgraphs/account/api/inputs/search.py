"""Searching accounts."""

from shared.validation.inputs import ValidatedInput
from subgraphs.account.api.inputs.rules import SearchText


class ValidatedSearch(ValidatedInput):
    """A part of a name, address or phone number; an empty one searches for nothing."""

    search: SearchText | None
