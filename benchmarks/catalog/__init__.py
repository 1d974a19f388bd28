"""Measures imports, planning and reads of the catalog.

`python -m benchmarks.catalog` starts two processes of catalog with their parts on free ports.
Compare figures of one machine with each other only, best within one run. Results that must hold at
any speed are checked: a run fails at an overlap, an outdated title or an error.
"""
