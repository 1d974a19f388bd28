"""The provider's charges, stored as a log of changes; replaying the log restores the state."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


class Refused(Exception):
    """The charge's state does not allow it."""


class Stuck(Exception):
    """The provider does not know the outcome of the charge, and never will."""


@dataclass(slots=True)
class Charge:
    """One charge. `status` is authorized, declined, captured, voided or stuck."""

    id: str
    amount_minor: int
    currency: str
    status: str
    created_at: str = ""
    """RFC 3339; the time of its first change."""
    changed_at: str = ""
    """RFC 3339; the time of its last change."""
    card: dict[str, str] | None = None
    decline_code: str | None = None
    refunds: dict[str, int] = field(default_factory=dict[str, int])


class Charges:
    """All charges. Each change is a line of the log, written before the call is answered.

    The log is not synced to disk: it survives a crash of the process, but not of the machine.
    Every change is idempotent: a repetition gets the first answer and logs nothing.
    """

    def __init__(
        self, log: Path, on_entry: Callable[[dict[str, Any]], None] = lambda _entry: None
    ) -> None:
        """Restore the charges from `log`; call `on_entry` with each new entry of the log."""
        self._log = log
        self._on_entry = on_entry
        self._charges: dict[str, Charge] = {}
        if log.exists():
            for line in log.read_text().splitlines():
                entry = json.loads(line)
                charge = Charge(**entry["charge"] | {"changed_at": entry["at"]})
                self._charges[charge.id] = charge

    def get(self, id: str) -> Charge | None:
        """Return the charge with the caller's id, or None; Stuck when its outcome is unknown."""
        charge = self._charges.get(id)
        if charge is not None and charge.status == "stuck":
            raise Stuck
        return charge

    def since(self, since: datetime) -> list[Charge]:
        """Return the charges that changed at or after `since`, sorted by id."""
        found = [
            charge
            for charge in self._charges.values()
            if charge.status != "stuck" and datetime.fromisoformat(charge.changed_at) >= since
        ]
        return sorted(found, key=lambda charge: charge.id)

    def authorize(self, id: str, amount_minor: int, currency: str, card: dict[str, str]) -> Charge:
        """Reserve an amount; a charge that was voided before it arrived stays voided."""
        return self._once(
            Charge(
                id=id, amount_minor=amount_minor, currency=currency, status="authorized", card=card
            )
        )

    def mark_stuck(self, id: str, amount_minor: int, currency: str) -> Charge:
        """Lose the outcome of a charge: every later call about it raises Stuck."""
        return self._once(
            Charge(id=id, amount_minor=amount_minor, currency=currency, status="stuck")
        )

    def decline(self, id: str, amount_minor: int, currency: str, code: str) -> Charge:
        """Decline a charge with a code."""
        return self._once(
            Charge(
                id=id,
                amount_minor=amount_minor,
                currency=currency,
                status="declined",
                decline_code=code,
            )
        )

    def capture(self, id: str) -> Charge:
        """Capture the whole authorised amount."""
        charge = self._known(id)
        if charge.status == "authorized":
            self._write("captured", charge, status="captured")
        elif charge.status != "captured":
            raise Refused(f"a charge that is {charge.status} cannot be captured")
        return charge

    def void(self, id: str) -> Charge:
        """Void a charge; an unknown charge stays voided when it arrives later."""
        charge = self.get(id) or self._charges.setdefault(
            id, Charge(id=id, amount_minor=0, currency="", status="expected")
        )
        if charge.status in ("authorized", "expected"):
            self._write("voided", charge, status="voided")
        elif charge.status == "captured":
            raise Refused("a captured charge is refunded, not voided")
        return charge

    def refund(self, id: str, refund_id: str, amount_minor: int) -> Charge:
        """Refund a part or all of a captured charge."""
        charge = self._known(id)
        if refund_id in charge.refunds:
            if charge.refunds[refund_id] != amount_minor:
                raise Refused("this refund id has another amount")
            return charge
        if charge.status != "captured":
            raise Refused(f"a charge that is {charge.status} cannot be refunded")
        if sum(charge.refunds.values()) + amount_minor > charge.amount_minor:
            raise Refused("the refund is larger than the rest of the charge")
        charge.refunds[refund_id] = amount_minor
        self._write("refunded", charge, status="captured")
        return charge

    def _once(self, charge: Charge) -> Charge:
        known = self.get(charge.id)
        if known is None:
            self._charges[charge.id] = charge
            self._write(charge.status, charge, status=charge.status)
            return charge
        if known.status != "voided" and (known.amount_minor, known.currency) != (
            charge.amount_minor,
            charge.currency,
        ):
            raise Refused("this id belongs to another charge")
        return known

    def _known(self, id: str) -> Charge:
        charge = self.get(id)
        if charge is None:
            raise Refused("there is no such charge")
        return charge

    def _write(self, what: str, charge: Charge, *, status: str) -> None:
        now = datetime.now(UTC).isoformat()
        charge.status = status
        charge.created_at = charge.created_at or now
        charge.changed_at = now
        entry: dict[str, Any] = {"at": now, "what": what, "charge": asdict(charge)}
        with self._log.open("a") as log:
            log.write(json.dumps(entry) + "\n")
        self._on_entry(entry)
