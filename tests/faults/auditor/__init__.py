"""The auditor reads the databases, the provider's log, Kafka and the customers' answers, and
reports every contradiction.

It is a separate program: it imports nothing from the services and reads their data directly.
"""
