"""Prepares the parts for the services: identities, secrets, users, topics.

The same code serves the embedded stack and compose.yaml's bootstrap job. It is idempotent: a second
run changes nothing.
"""
