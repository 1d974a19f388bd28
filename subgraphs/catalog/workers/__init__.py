"""What catalog does without a caller: event consumers and repeated background work."""
