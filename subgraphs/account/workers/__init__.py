"""Work without a caller: event consumers and repeated background work."""
