"""What every event is, for those who make events and those who pass them on."""

from typing import Any, ClassVar, Protocol


class Event(Protocol):
    """A fact, as a frozen dataclass in a subgraph's `events.py`.

    `TOPIC` is its name and version on the wire. `key` is the aggregate whose events stay in order.
    """

    TOPIC: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def key(self) -> str: ...
