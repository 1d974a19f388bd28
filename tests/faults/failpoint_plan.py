"""What the suite tells the failpoints of one service, see `build/failpoints.py`."""

import itertools
import json
from pathlib import Path


class FailpointPlan:
    """The rules of one service's processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for each in ("reached", "go"):
            (folder / each).mkdir(parents=True, exist_ok=True)
        self._rules: list[dict[str, str | None]] = []
        self._numbers = itertools.count()
        self._write()

    def kill(self, point: str, subject: str | None = None) -> str:
        """The next call at `point` (about `subject`) is the process's last; the rule's id."""
        return self._add(point, "kill", subject)

    def wait(self, point: str, subject: str | None = None) -> str:
        """The next call at `point` (about `subject`) waits there; the rule's id."""
        return self._add(point, "wait", subject)

    def reached(self, rule: str) -> bool:
        """Whether the rule has fired."""
        return (self.folder / "reached" / rule).exists()

    def go(self, rule: str) -> None:
        """Let what waits there go on; what has not come yet will not wait."""
        (self.folder / "go" / rule).touch()

    def clear(self) -> None:
        """Nothing more is to happen; whatever waits goes on."""
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
        # In one step: a service reads the old plan or the new one, never a half.
        fresh.rename(self.folder / "plan.json")
