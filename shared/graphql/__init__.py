"""GraphQL as every subgraph speaks it: schema assembly, context, shared value types, refusals."""
