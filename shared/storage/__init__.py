"""MongoDB and Redis: connections, collections with their rules, transactions, and their outages."""
