"""What booking does without a caller: event consumers and the recovery worker."""
