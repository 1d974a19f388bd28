"""Writing the audit log."""

from shared.clock import Clock
from shared.ids import IdSource
from subgraphs.account.domain.audit import Actor, AuditAction, AuditEntry
from subgraphs.account.ports import Records


class AuditLog:
    """Adds entries in the unit of work of the change that they describe."""

    def __init__(self, clock: Clock, ids: IdSource) -> None:
        self._clock = clock
        self._ids = ids

    async def record(
        self,
        records: Records,
        action: AuditAction,
        actor: Actor,
        subject_id: str,
        **details: str,
    ) -> None:
        """Record that `actor` did `action` to `subject_id`; `details` hold no secret."""
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
