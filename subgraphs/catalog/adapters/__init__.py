"""Implements catalog's ports: the MongoDB store and the Redis cache. Only `app.py` imports it."""
