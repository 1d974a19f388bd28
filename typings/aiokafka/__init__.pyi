"""The part of aiokafka that the project uses; the library ships no types."""

from collections.abc import AsyncIterator
from typing import Literal

from aiokafka.structs import ConsumerRecord as ConsumerRecord
from aiokafka.structs import TopicPartition as TopicPartition

class _Client:
    async def force_metadata_update(self) -> bool: ...

class AIOKafkaProducer:
    client: _Client
    def __init__(
        self,
        *,
        bootstrap_servers: str,
        enable_idempotence: bool = ...,
        acks: Literal["all", 0, 1] = ...,
        request_timeout_ms: int = ...,
    ) -> None: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def send_and_wait(
        self, topic: str, value: bytes | None = None, key: bytes | None = None
    ) -> object: ...

class AIOKafkaConsumer:
    def __init__(
        self,
        *topics: str,
        bootstrap_servers: str,
        group_id: str | None = ...,
        enable_auto_commit: bool = ...,
        auto_offset_reset: Literal["earliest", "latest"] = ...,
    ) -> None: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def commit(self) -> None: ...
    def assignment(self) -> set[TopicPartition]: ...
    def __aiter__(self) -> AsyncIterator[ConsumerRecord[bytes, bytes]]: ...
    async def getone(self) -> ConsumerRecord[bytes, bytes]: ...
