"""The implementations of account's ports. Only `app.py` and commands import them."""
