"""What runs without a caller: the event consumer and the recovery worker."""
