"""The generated files: each subgraph's SDL, the supergraph, the API schema, booking's clients.

`python -m dev.generate` writes them, `--check` says whether they are fresh, `--promise` adds to
what clients are promised.
"""
