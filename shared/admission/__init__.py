"""How much a service works on at once, and what it refuses when more arrives (docs/adr/0033)."""
