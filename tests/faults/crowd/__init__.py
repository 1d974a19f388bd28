"""A crowd of readers: a separate process that asks much of the router and little of the machine.

It speaks HTTP by itself, over connections that stay open: a client library would take more of the
processor than the router that it asks. It imports nothing from the services.
"""
