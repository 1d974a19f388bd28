"""The kill points: every write and call of booking and payment, with a scenario that reaches it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.rows.scenarios import (
    ANSWER_LOST,
    BUY,
    BUY_BEFORE_CHARGE,
    BUY_TWICE,
    BUY_UNKNOWN_SHOWTIME,
    BUY_WITH_STALE_KEYS,
    BUY_WITH_STALE_KEYS_BEFORE_CHARGE,
    CANCEL,
    CHECK_IN,
    DECLINED,
    DECLINED_OR_PENDING,
    DELETE_ACCOUNT,
    EXTEND,
    HOLD_BEST,
    PAYMENT_CALLED_LATE,
    PAYMENT_NEVER_CALLED,
    PROVIDER_UNAVAILABLE,
    RELEASE,
    SHOWTIME_CANCELLED,
    SHOWTIME_CANCELLED_BEFORE_CAPTURE,
    SHOWTIME_MOVED,
    Scenario,
    ScenarioRun,
)

Subject = Callable[[ScenarioRun], str | None]


def _account(run: ScenarioRun) -> str | None:
    return run.customer.account_id


def _showtime(run: ScenarioRun) -> str | None:
    return run.showtime


def _any_call(_: ScenarioRun) -> str | None:
    """The call has no id to tell it apart. If other scenarios reach the point too, the target is
    `alone`; else it does not matter whose call is killed."""
    return None


@dataclass(frozen=True, slots=True)
class KillTarget:
    """A write or call of a service, and a scenario that makes it."""

    service: str
    name: str
    """The failpoint's label; with `before ` or `after ` in front, only that point."""
    scenario: Scenario
    subject: Subject = _account
    alone: bool = False
    """Whether no other scenario may run meanwhile: it would prevent the point from being reached,
    or the point is reached late."""
    held_up: str | None = None
    """A point of payment where this customer's call is held up meanwhile."""

    @property
    def points(self) -> list[str]:
        if self.name.startswith(("before ", "after ")):
            return [self.name]
        # The point before a write within an operation is the one after the previous write.
        whens = ("after",) if "/" in self.name.partition(":")[0] else ("before", "after")
        return [f"{when} {self.name}" for when in whens]


def _targets(
    service: str, scenario: Scenario, *names: str, subject: Subject = _account, alone: bool = False
) -> list[KillTarget]:
    return [KillTarget(service, name, scenario, subject, alone) for name in names]


KILL_TARGETS = (
    *_targets(
        "booking",
        BUY_BEFORE_CHARGE,
        "idempotency.begin:holdSeats",
        "inventories.claim",
        "holds.add",
        "idempotency.run:holdSeats",
        "idempotency.begin:bookHold",
        "catalog.schedule",
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
    *_targets(
        "booking", BUY_WITH_STALE_KEYS_BEFORE_CHARGE, "vault.read:booking/service-key", alone=True
    ),
    *_targets("booking", BUY_WITH_STALE_KEYS, "vault.read:booking/ticket-key", alone=True),
    *_targets(
        "booking",
        BUY_BEFORE_CHARGE,
        "relay.lead",
        "events.publish:booking.confirmed.v1",
        "relay.relay_once/outbox.delete_many",
        subject=_any_call,
    ),
    *_targets("booking", BUY_TWICE, "idempotency.claim:bookHold"),
    *_targets(
        "booking", BUY_UNKNOWN_SHOWTIME, "catalog.inventory", "inventories.add", subject=_showtime
    ),
    *_targets(
        "booking",
        DECLINED,
        "bookings.fail/session.commit_transaction",
        "after bookings.fail",
    ),
    # The repeated call waits for the dead process's transaction to be aborted (ADR 15), or dies by
    # the next kill of the wave; recovery may take the booking over before it.
    *_targets(
        "booking",
        DECLINED_OR_PENDING,
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
    *_targets(
        "booking", CANCEL, "events.publish:booking.cancelled.v1", subject=_any_call, alone=True
    ),
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
        subject=_any_call,
    ),
    *_targets("booking", DELETE_ACCOUNT, "inventories.forget", "bookings.anonymise"),
    *_targets(
        "booking", DELETE_ACCOUNT, "holds.forget", "inbox.once", subject=_any_call, alone=True
    ),
    *_targets("booking", SHOWTIME_CANCELLED, "inventories.stop_sales", subject=_showtime),
    *_targets("booking", SHOWTIME_CANCELLED, "bookings.cancel", "payments.refund"),
    *_targets(
        "booking",
        SHOWTIME_CANCELLED,
        "inbox.once",
        "consumer.commit",
        subject=_any_call,
        alone=True,
    ),
    # The capture has failed and is still due when the showtime is cancelled.
    KillTarget(
        "booking",
        "bookings.save:CANCELLED/REFUND",
        SHOWTIME_CANCELLED_BEFORE_CAPTURE,
        alone=True,
        held_up="before provider.capture",
    ),
    *_targets("booking", SHOWTIME_MOVED, "inventories.replace", subject=_showtime),
    *_targets(
        "booking",
        PROVIDER_UNAVAILABLE,
        "bookings.lease:PENDING/AUTHORIZE",
        "payments.find",
        alone=True,
    ),
    # The call to payment is held up until recovery postpones the booking or is about to give it
    # up. Payment may get the call while booking is away; then the seat is paid for after all.
    *(
        KillTarget("booking", name, PAYMENT_CALLED_LATE, alone=True, held_up="before payments.add")
        for name in ("bookings.postpone:PENDING/AUTHORIZE", "before bookings.save:PENDING/VOID")
    ),
    # Payment never gets the call of a booking that is given up, so booking's void comes first.
    *(
        KillTarget("booking", name, PAYMENT_NEVER_CALLED, alone=True, held_up="before payments.add")
        for name in ("after bookings.save:PENDING/VOID", "payments.void")
    ),
    *_targets(
        "payment",
        BUY_WITH_STALE_KEYS_BEFORE_CHARGE,
        "vault.read:public/booking-service-keys",
        subject=_any_call,
        alone=True,
    ),
    *_targets("payment", BUY_BEFORE_CHARGE, "tokens.spend", subject=_any_call),
    *_targets("payment", BUY_BEFORE_CHARGE, "payments.add", "before provider.authorize"),
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
        BUY_BEFORE_CHARGE,
        "relay.lead",
        "events.publish:payment.captured.v1",
        "relay.relay_once/outbox.delete_many",
        subject=_any_call,
    ),
    *_targets("payment", DECLINED_OR_PENDING, "payments.save:DECLINED"),
    *_targets("payment", PROVIDER_UNAVAILABLE, "payments.save:UNKNOWN"),
    *_targets("payment", ANSWER_LOST, "provider.find"),
    *_targets(
        "payment",
        CANCEL,
        "payments.save:REFUND_PROMISED",
        "provider.refund",
        "payments.save:REFUNDED",
    ),
    *_targets(
        "payment", CANCEL, "events.publish:payment.refunded.v1", subject=_any_call, alone=True
    ),
    *_targets(
        "payment",
        DELETE_ACCOUNT,
        "payments.anonymise",
        "payments.anonymise/gone_accounts.insert_one",
        "inbox.once/inbox.insert_one",
        "payments.anonymise/payments.update_many",
        "payments.anonymise/session.commit_transaction",
    ),
    *_targets("payment", DELETE_ACCOUNT, "consumer.commit", subject=_any_call, alone=True),
    *_targets(
        "payment",
        PROVIDER_UNAVAILABLE,
        "payments.save:TO_RELEASE",
        "provider.void",
        "payments.save:VOIDED",
        alone=True,
    ),
)
