"""The rules that arm a service's failpoints, see `instrumented/failpoints.py`."""

import itertools
import json
from pathlib import Path


class FailpointPlan:
    """The rules for the processes of one service, shared with them as a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for each in ("reached", "go"):
            (folder / each).mkdir(parents=True, exist_ok=True)
        self._rules: list[dict[str, str | None]] = []
        self._numbers = itertools.count()
        self._write()

    def kill(self, point: str, subject: str | None = None) -> str:
        """Kill the process at the next call at `point` (about `subject`); return the rule's id."""
        return self._add(point, "kill", subject)

    def wait(self, point: str, subject: str | None = None) -> str:
        """Hold up the next call at `point` (about `subject`); return the rule's id."""
        return self._add(point, "wait", subject)

    def reached(self, rule: str) -> bool:
        """Return whether the rule has fired."""
        return (self.folder / "reached" / rule).exists()

    def go(self, rule: str) -> None:
        """Release the call that waits; a call that comes later will not wait."""
        (self.folder / "go" / rule).touch()

    def clear(self) -> None:
        """Remove all rules and release every call that waits."""
        for rule in self._rules:
            self.go(str(rule["id"]))
        self._rules.clear()
        self._write()

    def _add(self, point: str, action: str, subject: str | None) -> str:
        id = f"rule-{next(self._numbers)}"
        self._rules.append({"id": id, "point": point, "action": action, "subject": subject})
        self._write()
        return id

    def _write(self) -> None:
        fresh = self.folder / "plan.json.new"
        fresh.write_text(json.dumps(self._rules))
        # Renaming is atomic: a service reads the old plan or the new one, never half a plan.
        fresh.rename(self.folder / "plan.json")
