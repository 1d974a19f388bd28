"""Payments: what the cinema asked of its payment provider, what came of it, and the ledger."""
