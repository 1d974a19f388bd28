"""Secrets from Vault, and how a service follows their rotation."""
