"""What the subgraphs admit first: money, then the door, then holds, seat maps and the rest."""

from importlib import import_module

import pytest
from graphql import GraphQLObjectType

from shared.admission.priority import Priority

DECLARING = ("catalog", "booking", "payment")
FIRST_TO_LAST = [
    "mutation { bookHold }",
    "mutation { checkInTicket }",
    "mutation { holdSeats }",
    "{ _entities }",
    "{ bookings }",
]


def _schema(subgraph: str):
    return import_module(f"subgraphs.{subgraph}.api.schema").schema


@pytest.mark.parametrize("subgraph", DECLARING)
def test_only_root_fields_have_a_priority(subgraph: str) -> None:
    schema = _schema(subgraph)._schema
    roots = (schema.query_type, schema.mutation_type, schema.subscription_type)
    fields = {name for each in roots if isinstance(each, GraphQLObjectType) for name in each.fields}
    priorities = import_module(f"subgraphs.{subgraph}.api.priorities").PRIORITIES
    assert set(priorities) <= fields
    assert Priority.LAST not in priorities.values()


def test_booking_admits_in_this_order() -> None:
    priorities = _schema("booking").priorities
    found = [priorities.work(query, None).priority for query in FIRST_TO_LAST]
    assert found == [each for each in Priority if each is not Priority.ALWAYS]


def test_exactly_what_services_ask_of_payment_is_never_shed() -> None:
    """The second half of a booking must not wait for its first half."""
    schema = _schema("payment")
    guarded = {"authorizePayment", "capturePayment", "voidPayment", "refundPayment"}
    assert set(schema._schema.mutation_type.fields) == guarded
    never_shed = {
        name
        for name in (*schema._schema.mutation_type.fields, *schema._schema.query_type.fields)
        if Priority.ALWAYS
        in (
            schema.priorities.work(f"mutation {{ {name} }}", None).priority,
            schema.priorities.work(f"{{ {name} }}", None).priority,
        )
    }
    assert never_shed == guarded | {"paymentByReference"}
