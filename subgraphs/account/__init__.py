"""Accounts and sessions: who people are, and how they prove it."""
