"""The test build: the services' and the provider's own code, with what makes it go wrong.

`python -m tests.faults.build booking` serves as `python -m subgraphs.booking` does.
"""
