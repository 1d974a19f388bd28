"""Injected faults: real purchases on the real stack, a fault, quiet, and an auditor's verdict.

`python -m tests.faults` runs it, see `--help`. The rows are in `rows/`, one module each; `build/`
is the only place where services get failpoints, and no product code knows of it; `auditor/` is a
program of its own that imports nothing from the services.
"""
