"""Implements payment's ports: the store and the providers. Only `app.py` imports it."""
