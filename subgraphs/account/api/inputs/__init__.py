"""Account's inputs and their rules."""

from subgraphs.account.api.inputs.credentials import (
    ChangePasswordInput,
    CompleteLoginInput,
    DeleteAccountInput,
    DisableTotpInput,
    LoginInput,
    ResetPasswordInput,
    TokenDelivery,
    ValidatedEmail,
    ValidatedLogin,
    ValidatedPassword,
    ValidatedPasswordChange,
    ValidatedPasswordReset,
    ValidatedSecondStep,
    ValidatedTotpConfirmation,
    ValidatedTotpRemoval,
)
from subgraphs.account.api.inputs.profile import (
    RegisterInput,
    UpdateProfileInput,
    ValidatedProfileUpdate,
    ValidatedRegistration,
)
from subgraphs.account.api.inputs.search import ValidatedSearch

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
    "ValidatedEmail",
    "ValidatedLogin",
    "ValidatedPassword",
    "ValidatedPasswordChange",
    "ValidatedPasswordReset",
    "ValidatedProfileUpdate",
    "ValidatedRegistration",
    "ValidatedSearch",
    "ValidatedSecondStep",
    "ValidatedTotpConfirmation",
    "ValidatedTotpRemoval",
]
