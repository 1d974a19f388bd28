"""Instrumented services: the product's own code, plus failpoints.

`python -m tests.faults.instrumented booking` serves as `python -m subgraphs.booking` does.
"""
