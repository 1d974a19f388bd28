"""The faults, one module each: `run` injects it and returns the figure; Red when it is not met.

`share` is how much of the row's full size is run, 0 to 1.
"""
