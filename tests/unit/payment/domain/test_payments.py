"""The states of a payment, and which follow which."""

from subgraphs.payment.domain.payments import TRANSITIONS, PaymentStatus


def test_every_state_is_in_the_table_and_unsettled_ones_have_a_way_out() -> None:
    assert set(TRANSITIONS) == set(PaymentStatus)
    for state in (PaymentStatus.PENDING, PaymentStatus.UNKNOWN):
        assert {PaymentStatus.AUTHORIZED, PaymentStatus.VOIDED} <= TRANSITIONS[state]
    reached = {each for targets in TRANSITIONS.values() for each in targets}
    assert reached == set(PaymentStatus) - {PaymentStatus.PENDING}
