"""Verifies webhook signatures: `t=<unix time>,v1=<HMAC-SHA256 of "time.body">`.

The scheme is Stripe's. The sandbox provider uses it too, so Stripe's library verifies both.
"""

import json
from typing import Any

import stripe

from subgraphs.payment.errors import InvalidSignature

_TOLERANCE_SECONDS = 300


def verified(body: bytes, signature: str, secret: str) -> dict[str, Any]:
    """Return the webhook's content.

    Raises InvalidSignature when `secret` did not sign it within the last 5 minutes.
    """
    try:
        stripe.WebhookSignature.verify_header(  # pyright: ignore[reportUnknownMemberType] - its tolerance has no type
            body, signature, secret, _TOLERANCE_SECONDS
        )
        content = json.loads(body)
    except (stripe.SignatureVerificationError, ValueError) as error:
        raise InvalidSignature(str(error)) from error
    if not isinstance(content, dict):
        raise InvalidSignature("a webhook must be a JSON object")
    return content  # pyright: ignore[reportUnknownVariableType] - JSON
