"""Fault injection: customers buy on the real stack, a fault is injected, an auditor checks.

`python -m tests.faults` runs the suite; see `--help`. `rows/` has one module for each row of the
table in docs/faults.md. `instrumented/` puts failpoints into the services; product code has none.
`auditor/` is a separate program that imports nothing from the services.
"""
