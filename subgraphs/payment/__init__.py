"""Takes and refunds money through a payment provider, and keeps the ledger."""
