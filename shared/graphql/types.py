"""Value types that several subgraphs serve. All are shareable, so that they compose."""

from typing import Self

import strawberry

from shared import money
from shared.graphql.weights import assumed


@strawberry.federation.type(shareable=True, description="An amount of money in one currency.")
class Money:
    amount_minor: int = strawberry.field(
        description="The amount in the currency's smallest unit: 12050 is MXN 120.50."
    )
    currency: str = strawberry.field(description="The ISO 4217 code, such as `MXN`.")
    display: str = strawberry.field(description="The amount as people read it.")

    @classmethod
    def of(cls, value: money.Money) -> Self:
        return cls(amount_minor=value.amount_minor, currency=value.currency, display=value.display)


@strawberry.interface(description="A refusal that a client can act on; nothing has changed.")
class UserError:
    code: str = strawberry.field(description="Stable and machine-readable.")
    message: str = strawberry.field(description="For people, in English.")


@strawberry.federation.type(shareable=True, description="One field of the input that fails.")
class FieldError:
    path: list[str] = strawberry.field(
        directives=[assumed(5)], description="Where it is in the input."
    )
    code: str = strawberry.field(description="Which rule it breaks.")
    message: str = strawberry.field(description="What is wrong, for people.")


@strawberry.federation.type(
    shareable=True, description="The input breaks the rules; every failing field is named."
)
class InvalidInput(UserError):
    fields: list[FieldError] = strawberry.field(
        directives=[assumed(20)], description="The fields that fail."
    )


@strawberry.federation.type(
    shareable=True, description="Nothing with that id exists that the viewer may know of."
)
class NotFound(UserError):
    id: strawberry.ID = strawberry.field(description="The id that was asked for.")


@strawberry.federation.type(
    shareable=True,
    description="The idempotency key was used with other arguments, or its first call still runs.",
)
class IdempotencyConflict(UserError):
    pass
