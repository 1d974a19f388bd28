"""What payment refuses.

::

    Refusal
    ├── PaymentMismatch       the reference was used with other amounts or for another account
    └── IllegalTransition     the payment's state does not allow it

    Exception
    ├── OutcomeUnknown        the provider did not answer: it may or may not have done it
    ├── ProviderRefused       the provider's own books do not allow it
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
    """The provider's answer did not come: the call may have had its effect. Never a failure."""


class ProviderRefused(Exception):
    """The provider answered that its books do not allow it: they are ahead of ours, or differ."""


class InvalidSignature(Exception):
    """The provider did not sign this, or too long ago."""
