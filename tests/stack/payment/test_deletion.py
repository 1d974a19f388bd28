"""When an account goes, the books stay and no longer say whose they were."""

from datetime import UTC, datetime
from uuid import uuid4

from dev.stack import Stack
from shared.events import Envelope
from shared.kafka import KafkaPublisher
from tests.stack.payment.conftest import Payments
from tests.waiting import until


async def test_a_deleted_accounts_payments_are_made_anonymous_once(
    stack: Stack, payments: Payments
) -> None:
    await payments.authorize()
    await payments.capture()
    kept = await payments.document()
    event = Envelope(
        id=f"evt_{uuid4().hex}",
        topic="account.deleted.v1",
        key=payments.account_id,
        occurred_at=datetime.now(UTC),
        correlation_id="test",
        data={"accountId": payments.account_id},
    )
    publisher = KafkaPublisher(
        stack.upstream.kafka_bootstrap_servers, idempotent=stack.upstream.kafka_idempotent_producer
    )
    try:
        for _ in range(3):
            await publisher.publish(event)
    finally:
        await publisher.close()

    async def anonymous() -> bool:
        return (await payments.document())["accountId"] == "deleted"

    await until(anonymous, seconds=30)
    now = await payments.document()
    assert now["card"] is None
    assert now["version"] == kept["version"] + 1
    same = {"_id", "reference", "amountMinor", "currency", "status"}
    assert {name: now[name] for name in same} == {name: kept[name] for name in same}
