"""Payment's refusals and errors.

::

    Refusal
    ├── PaymentMismatch       the reference was used with other amounts or for another account
    └── IllegalTransition     the payment's state does not allow the change

    Exception
    ├── OutcomeUnknown        the provider did not answer: the call may have had its effect
    ├── ProviderRefused       the provider answered that it did nothing, and why
    └── InvalidSignature      a webhook without a recent signature of the provider
"""

from shared.errors import Refusal


class PaymentMismatch(Refusal):
    """The reference belongs to a payment of another amount or account."""

    code = "PAYMENT_MISMATCH"

    def __init__(self) -> None:
        super().__init__("This reference belongs to another payment.")


class IllegalTransition(Refusal):
    """The payment's state does not allow what was asked."""

    code = "ILLEGAL_TRANSITION"

    def __init__(self, status: str, wanted: str) -> None:
        super().__init__(f"A payment that is {status} cannot become {wanted}.")


class OutcomeUnknown(Exception):
    """The provider gave no clear answer. This is no failure: the call may have had its effect."""


class ProviderRefused(Exception):
    """The provider answered that it did nothing; `code` is its own reason.

    Its books may be ahead of ours, or differ, or not allow the call yet.
    """

    def __init__(self, message: str, code: str = "refused") -> None:
        super().__init__(message)
        self.code = code


class InvalidSignature(Exception):
    """The provider did not sign this, or signed it too long ago."""
