"""The test build of booking and payment: their own code, with failpoints around it.

`python -m tests.faults.build booking` serves as `python -m subgraphs.booking` does.
"""
