"""The test build: the code of the services and the provider, plus failpoints.

`python -m tests.faults.build booking` serves as `python -m subgraphs.booking` does.
"""
