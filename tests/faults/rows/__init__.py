"""The rows, one module each: `run` injects the fault and returns the figure for the table.

It raises RowFailed when an expectation does not hold. `scale`, 0 to 1, says how much of the row's
full size to run. Rows of several shards have `shards` and `figure` instead of `run`.
"""
