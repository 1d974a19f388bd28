"""The most expensive operations that are allowed: found by search, and measured.

`python -m benchmarks.costliest` starts a stack of its own on free ports.
"""
