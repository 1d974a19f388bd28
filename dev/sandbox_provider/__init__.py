"""A payment provider for development: a separate HTTP service that moves no money.

It knows nothing about the cinema. The services know only its API, as with a real provider.
"""
