"""Events between services: the envelope, Kafka, the transactional outbox, the inbox."""
