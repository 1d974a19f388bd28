"""What payment refuses.

::

    Refusal
    ├── PaymentMismatch       the reference was used with other amounts or for another account
    └── IllegalTransition     the payment's state does not allow it

    Exception
    ├── OutcomeUnknown        the provider did not answer: it may or may not have done it
    ├── ProviderRefused       the provider answered that it has not done it, and why
    └── InvalidSignature      a webhook that the provider did not sign, or not lately
"""

from shared.errors import Refusal


class PaymentMismatch(Refusal):
    """A reference stands for one payment of one amount by one account."""

    code = "PAYMENT_MISMATCH"

    def __init__(self) -> None:
        super().__init__("This reference stands for another payment.")


class IllegalTransition(Refusal):
    """The payment's state does not allow what was asked."""

    code = "ILLEGAL_TRANSITION"

    def __init__(self, status: str, wanted: str) -> None:
        super().__init__(f"A payment that is {status} cannot become {wanted}.")


class OutcomeUnknown(Exception):
    """No answer of the provider's that says: the call may have had its effect. Never a failure."""


class ProviderRefused(Exception):
    """The provider answered, for certain, that it has not done it; `code` is its own word for why.

    Its books may be ahead of ours, or differ, or not allow it yet.
    """

    def __init__(self, message: str, code: str = "refused") -> None:
        super().__init__(message)
        self.code = code


class InvalidSignature(Exception):
    """The provider did not sign this, or too long ago."""
