"""The audit's pen."""

from shared.clock import Clock
from shared.ids import IdSource
from subgraphs.account.domain import Actor, AuditAction, AuditEntry
from subgraphs.account.ports import Records


class Journal:
    """Writes down what happens, in the unit of work in which it happens."""

    def __init__(self, clock: Clock, ids: IdSource) -> None:
        self._clock = clock
        self._ids = ids

    async def note(
        self,
        records: Records,
        action: AuditAction,
        actor: Actor,
        subject_id: str,
        **details: str,
    ) -> None:
        """`actor` did `action` to the account `subject_id`; `details` are never secret."""
        await records.audit.add(
            AuditEntry(
                id=self._ids.new("log"),
                at=self._clock.now(),
                action=action,
                actor=actor,
                subject_id=subject_id,
                details=details,
            )
        )
