"""Payments, the ledger, and the comparison with the provider's books. Standard library only."""
