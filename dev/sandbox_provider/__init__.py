"""A payment provider to develop against: an HTTP service of its own that moves no money.

It knows nothing of the cinema; the services know it only by its API, as they would a real one.
"""
