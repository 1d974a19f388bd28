"""Every write and call of booking and payment at which a process is killed."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.rows.scenarios import (
    ANSWER_LOST,
    BUY,
    BUY_LATE,
    BUY_LATE_UNASKED,
    BUY_TWICE,
    BUY_UNASKED,
    BUY_UNHEARD_OF,
    CALLED_OFF,
    CALLED_OFF_BEFORE_THE_CAPTURE,
    CANCEL,
    CHECK_IN,
    DECLINED,
    DECLINED_UNSURE,
    EXTEND,
    HEARD_NOTHING,
    HOLD_BEST,
    LEAVE,
    MOVED,
    REACHED_LATE,
    RELEASE,
    UNREACHED,
    Scenario,
    ScenarioRun,
)

Subject = Callable[[ScenarioRun], str | None]


def _mine(run: ScenarioRun) -> str | None:
    return run.customer.account_id


def _showtime(run: ScenarioRun) -> str | None:
    return run.showtime


def _any(_: ScenarioRun) -> str | None:
    """Nothing in the call says whose it is: where others would come by there, it is `alone`, and
    else it is the same to the story who did."""
    return None


@dataclass(frozen=True, slots=True)
class KillTarget:
    """A write or call of a service, whose it is, and a story in which it is made."""

    service: str
    name: str
    """Before and after it, unless it says itself which of the two."""
    scenario: Scenario
    subject: Subject = _mine
    alone: bool = False
    """Another story would keep it from being reached, or it is reached only after a while."""
    held_up: str | None = None
    """A point of payment where this customer's call is kept meanwhile."""

    @property
    def points(self) -> list[str]:
        if self.name.startswith(("before ", "after ")):
            return [self.name]
        # Before a write within an operation is after the one that is before it.
        whens = ("after",) if "/" in self.name.partition(":")[0] else ("before", "after")
        return [f"{when} {self.name}" for when in whens]


def _targets(
    service: str, scenario: Scenario, *names: str, subject: Subject = _mine, alone: bool = False
) -> list[KillTarget]:
    return [KillTarget(service, name, scenario, subject, alone) for name in names]


KILL_TARGETS = (
    *_targets(
        "booking",
        BUY_UNASKED,
        "idempotency.begin:holdSeats",
        "inventories.claim",
        "holds.add",
        "idempotency.run:holdSeats",
        "idempotency.begin:bookHold",
        "bookings.begin",
        "bookings.begin/holds.update_one",
        "bookings.begin/inventories.update_one",
        "bookings.begin/bookings.insert_one",
        "bookings.begin/session.commit_transaction",
        "before idempotency.run:bookHold",
        "before payments.authorize",
    ),
    *_targets(
        "booking",
        BUY,
        "after payments.authorize",
        "bookings.confirm",
        "bookings.confirm/bookings.update_one",
        "bookings.confirm/inventories.update_one",
        "bookings.confirm/tickets.insert_many",
        "bookings.confirm/outbox.insert_many",
        "bookings.confirm/session.commit_transaction",
        "payments.capture",
        "bookings.save:CONFIRMED/DONE",
        "after idempotency.run:bookHold",
    ),
    *_targets("booking", BUY_LATE_UNASKED, "vault.read:booking/service-key", alone=True),
    *_targets("booking", BUY_LATE, "vault.read:booking/ticket-key", alone=True),
    *_targets(
        "booking",
        BUY_UNASKED,
        "relay.lead",
        "events.publish:booking.confirmed.v1",
        "relay.relay_once/outbox.delete_many",
        subject=_any,
    ),
    *_targets("booking", BUY_TWICE, "idempotency.claim:bookHold"),
    *_targets("booking", BUY_UNHEARD_OF, "catalog.inventory", "inventories.add", subject=_showtime),
    *_targets(
        "booking",
        DECLINED,
        "bookings.fail/session.commit_transaction",
        "after bookings.fail",
    ),
    # What the dead process has written keeps the repeated call waiting (ADR 15), or it is killed
    # as well, by the next of its wave: perhaps until recovery is at the booking.
    *_targets(
        "booking",
        DECLINED_UNSURE,
        "before bookings.fail",
        "bookings.fail/holds.update_one",
        "bookings.fail/bookings.update_one",
        "bookings.fail/inventories.update_one",
    ),
    *_targets(
        "booking",
        CANCEL,
        "idempotency.begin:cancelBooking",
        "bookings.cancel",
        "bookings.cancel/bookings.update_one",
        "bookings.cancel/inventories.update_one",
        "bookings.cancel/tickets.update_many",
        "bookings.cancel/outbox.insert_many",
        "bookings.cancel/session.commit_transaction",
        "payments.refund",
        "bookings.save:CANCELLED/DONE",
        "idempotency.run:cancelBooking",
    ),
    *_targets("booking", CANCEL, "events.publish:booking.cancelled.v1", subject=_any, alone=True),
    *_targets(
        "booking",
        EXTEND,
        "holds.extend",
        "holds.extend/holds.update_one",
        "holds.extend/inventories.update_one",
        "holds.extend/session.commit_transaction",
    ),
    *_targets("booking", RELEASE, "holds.remove", "inventories.release"),
    *_targets(
        "booking", HOLD_BEST, "idempotency.begin:holdBestSeats", "idempotency.run:holdBestSeats"
    ),
    *_targets(
        "booking",
        CHECK_IN,
        "idempotency.begin:checkInTicket",
        "tickets.record_scan",
        "idempotency.run:checkInTicket",
        subject=_any,
    ),
    *_targets("booking", LEAVE, "inventories.forget", "bookings.anonymise"),
    *_targets("booking", LEAVE, "holds.forget", "inbox.once", subject=_any, alone=True),
    *_targets("booking", CALLED_OFF, "inventories.stop_sales", subject=_showtime),
    *_targets("booking", CALLED_OFF, "bookings.cancel", "payments.refund"),
    *_targets("booking", CALLED_OFF, "inbox.once", "consumer.commit", subject=_any, alone=True),
    # Its capture has failed, and is still to be made, when the showtime is called off.
    KillTarget(
        "booking",
        "bookings.save:CANCELLED/REFUND",
        CALLED_OFF_BEFORE_THE_CAPTURE,
        alone=True,
        held_up="before provider.capture",
    ),
    *_targets("booking", MOVED, "inventories.replace", subject=_showtime),
    *_targets(
        "booking",
        HEARD_NOTHING,
        "bookings.lease:PENDING/AUTHORIZE",
        "payments.find",
        alone=True,
    ),
    # Payment hears nothing of the booking before it is put off, or about to be given up: it may
    # hear of it while booking is away, and then the seat is paid for after all.
    *(
        KillTarget("booking", name, REACHED_LATE, alone=True, held_up="before payments.add")
        for name in ("bookings.postpone:PENDING/AUTHORIZE", "before bookings.save:PENDING/VOID")
    ),
    # Nor of one that is given up, so that booking alone can void it.
    *(
        KillTarget("booking", name, UNREACHED, alone=True, held_up="before payments.add")
        for name in ("after bookings.save:PENDING/VOID", "payments.void")
    ),
    *_targets(
        "payment",
        BUY_LATE_UNASKED,
        "vault.read:public/booking-service-keys",
        subject=_any,
        alone=True,
    ),
    *_targets("payment", BUY_UNASKED, "tokens.spend", subject=_any),
    *_targets("payment", BUY_UNASKED, "payments.add", "before provider.authorize"),
    *_targets(
        "payment",
        BUY,
        "after provider.authorize",
        "payments.save:AUTHORIZED",
        "provider.capture",
        "payments.save:CAPTURED",
        "payments.save/payments.replace_one",
        "payments.save/ledger.insert_one",
        "payments.save/outbox.insert_many",
        "payments.save/session.commit_transaction",
    ),
    *_targets(
        "payment",
        BUY_UNASKED,
        "relay.lead",
        "events.publish:payment.captured.v1",
        "relay.relay_once/outbox.delete_many",
        subject=_any,
    ),
    *_targets("payment", DECLINED_UNSURE, "payments.save:DECLINED"),
    *_targets("payment", HEARD_NOTHING, "payments.save:UNKNOWN"),
    *_targets("payment", ANSWER_LOST, "provider.find"),
    *_targets(
        "payment",
        CANCEL,
        "payments.save:REFUND_PROMISED",
        "provider.refund",
        "payments.save:REFUNDED",
    ),
    *_targets("payment", CANCEL, "events.publish:payment.refunded.v1", subject=_any, alone=True),
    *_targets(
        "payment",
        LEAVE,
        "payments.anonymise",
        "payments.anonymise/gone_accounts.insert_one",
        "inbox.once/inbox.insert_one",
        "payments.anonymise/payments.update_many",
        "payments.anonymise/session.commit_transaction",
    ),
    *_targets("payment", LEAVE, "consumer.commit", subject=_any, alone=True),
    *_targets(
        "payment",
        HEARD_NOTHING,
        "payments.save:TO_RELEASE",
        "provider.void",
        "payments.save:VOIDED",
        alone=True,
    ),
)
