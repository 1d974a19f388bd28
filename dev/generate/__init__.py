"""The generated files: each subgraph's SDL, the supergraph, the API schema, booking's clients,
and the trusted documents.

`python -m dev.generate` writes them, `--check` fails when one is stale, `--promise` adds new names
to the public contract.
"""
