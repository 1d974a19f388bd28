"""Implementations of booking's ports: stores and clients. Only `app.py` and commands import it."""
