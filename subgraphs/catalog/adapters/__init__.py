"""What implements catalog's ports: the MongoDB store and the Redis cache. Only `app.py` sees it."""
