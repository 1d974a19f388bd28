"""The auditor: reads the databases, the provider's log, Kafka and what customers were told, and
says what does not agree.

A program of its own: it imports nothing from the services, and knows their data by its shape.
"""
