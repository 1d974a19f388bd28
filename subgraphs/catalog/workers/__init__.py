"""What runs without a caller: the event consumer."""
