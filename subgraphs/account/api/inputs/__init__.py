"""Account's inputs, and the rules that they must keep."""

from subgraphs.account.api.inputs.credentials import (
    ChangePasswordInput,
    CompleteLoginInput,
    DeleteAccountInput,
    DisableTotpInput,
    LoginInput,
    ResetPasswordInput,
    TokenDelivery,
    checked_email,
    checked_password,
)
from subgraphs.account.api.inputs.profile import RegisterInput, UpdateProfileInput
from subgraphs.account.api.inputs.search import checked_search

__all__ = [
    "ChangePasswordInput",
    "CompleteLoginInput",
    "DeleteAccountInput",
    "DisableTotpInput",
    "LoginInput",
    "RegisterInput",
    "ResetPasswordInput",
    "TokenDelivery",
    "UpdateProfileInput",
    "checked_email",
    "checked_password",
    "checked_search",
]
