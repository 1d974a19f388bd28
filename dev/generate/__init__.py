"""The generated files: each subgraph's SDL, the supergraph, the API schema, booking's clients.

`python -m dev.generate` writes them, `--check` fails when one is stale, `--promise` adds new names
to the public contract.
"""
