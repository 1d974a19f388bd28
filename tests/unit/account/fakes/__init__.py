"""Account's ports, kept in memory: what the use cases need, and nothing to wait for."""
