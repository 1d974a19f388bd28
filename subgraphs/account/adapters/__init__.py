"""What serves account's ports: stores, clients and providers. Only `app.py` and commands see it."""
