"""How many operations a caller may send: buckets of operation cost, shared through Redis."""
